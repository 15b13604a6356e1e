//! Work on many things at once, with results in the order of the things.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Enough for the deepest nesting that a model may have, as in the main thread.
pub(super) const STACK: usize = 16 << 20;

/// What `work` makes of each thing, in their order, whichever was done first.
pub(super) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(things.len());
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(things.len())));
    let run = || {
        while let Some((number, thing)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, things.get(at)?)))
        {
            let result = work(thing);
            if let Ok(mut done) = done.lock() {
                done.push((number, result));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            if std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).is_err() {
                run(); // no thread is to be had: this one does the work
            }
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_keep_the_order_of_the_things() {
        let things: Vec<usize> = (0..1000).collect();
        assert_eq!(super::map(&things, |thing| thing * 2), (0..2000).step_by(2).collect::<Vec<_>>());
        assert!(super::map(&[] as &[usize], |thing| *thing).is_empty());
    }
}
