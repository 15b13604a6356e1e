//! Numbers of threats that are far from what a session of this level finds.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Model, SessionLevel};

code!(LEVEL_MISMATCH, "TM0416", "level-mismatch", Note, "far fewer or more threats than a session of this level finds");

/// How often too few, and too many, is far.
const FAR: (usize, usize) = (4, 3);

pub(super) fn check(model: &Model, sink: &mut Vec<Diagnostic>) {
    let Some(level) = model.header.level else { return };
    let (least, most) = match level {
        SessionLevel::Feature => (10, 20),
        SessionLevel::Standard => (20, 40),
        SessionLevel::System => return, // a catalogue has no usual size
    };
    let found = model.threats.len();
    // A model that nobody has reviewed is still being written.
    let few = model.header.reviewed.is_some() && found * FAR.0 < least;
    if !few && found <= most * FAR.1 {
        return;
    }
    let span = model.header.settings.span("level").unwrap_or_default();
    let (word, threats) = (level.word(), if found == 1 { "threat" } else { "threats" });
    let message = format!("{found} {threats}, where a {word} session finds {least} to {most}");
    let help = if few {
        "walk through what was not asked: `threatline coverage --prompts` lists the questions"
    } else {
        "cut it into several models, or choose the level of what was looked at"
    };
    sink.push(Diagnostic::new(&LEVEL_MISMATCH, span, message).help(help));
}
