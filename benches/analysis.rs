//! What an edit of a large model costs, pass by pass: `cargo bench --bench analysis`.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement looks at the clock and prints")]

use std::cell::RefCell;
use std::time::{Duration, Instant};

use threatline::analysis::{analyse, analyse_again};
use threatline::project::{Imports, Root};
use threatline::source::{FileId, Source};
use threatline::{syntax, threat};

mod large;

fn main() {
    let text = large::model();
    println!("{} lines, {} bytes", text.lines().count(), text.len());
    let source = Source::new(FileId(0), "large.tm", text.as_str());
    report("read", || syntax::parse(&source));
    let root = Root { name: "large.tm", path: "large.tm", text: &text };
    report("analyse", || analyse(&root, Imports::Closed));
    let memory = RefCell::new(syntax::Memory::default());
    let again = || analyse_again(&root, Imports::Closed, None, None, Some(&mut memory.borrow_mut()));
    report("again", again);
    let analysis = analyse(&root, Imports::Closed);
    assert!(!analysis.has_errors(), "the model is not clean: {:?}", analysis.diagnostics.first());
    report("elicit", || threat::elicit(&analysis.model, &analysis.rules));
    report("assess", || threat::assess(&analysis.model));
}

/// Prints the median of a few runs.
fn report<T>(name: &str, run: impl Fn() -> T) {
    let mut times: Vec<Duration> = (0..21)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("{name:>10} {:8.2} ms", times[times.len() / 2].as_secs_f64() * 1000.0);
}
