//! Pictures that were drawn before, in files that are called by what they were drawn from.

use std::path::Path;
use std::time::UNIX_EPOCH;

use super::digest::digest;
use super::input::Input;
use super::output;
use super::project::configuration_of;
use crate::analysis::Analysis;

/// What an earlier run made of the same, or else what `draw` makes, which is kept. A folder that cannot be written to is
/// complained of, and changes nothing else.
pub(super) fn kept(
    folder: Option<&Path>,
    from: impl FnOnce() -> [String; 2],
    draw: impl FnOnce() -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    let Some(folder) = folder else { return draw() };
    let [asked, source] = from();
    let path = folder.join(digest([program(), asked, source].iter().map(String::as_bytes)));
    if let Ok(found) = output::content(&path) {
        return Ok(found);
    }
    let drawn = draw()?;
    let made = std::fs::create_dir_all(folder).and_then(|()| output::write_atomically(&path, &drawn));
    if let Err(error) = made {
        output::complain(&format!("warning: `{}` cannot keep pictures: {error}\n", folder.display()));
    }
    Ok(drawn)
}

/// What a picture of a model is drawn from: every file that was read for it, by its name and text, since a picture says where
/// each thing is declared, and what speaks for all models of the project.
pub(super) fn drawn_from(input: &Input, analysis: &Analysis) -> String {
    let files = analysis.files.iter().flat_map(|file| [file.source.name(), file.source.text()]);
    let configuration = configuration_of(input.path.as_deref()).unwrap_or_default();
    files.chain([configuration.as_str()]).collect::<Vec<_>>().join("\0")
}

/// What tells this program from another: its version, and since not every build has one of its own, its file.
fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata);
    let changed = file.as_ref().ok().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let length = file.map(|file| file.len()).unwrap_or_default();
    format!("{} {length} {}", env!("CARGO_PKG_VERSION"), changed.unwrap_or_default().as_nanos())
}
