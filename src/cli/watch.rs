//! Watching files: the system says when something happens beside them, and a look at them now and then makes up for what
//! it does not say (network drives, too many watches).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::project::CONFIGURATION;

/// How long the system may take to say something before the files are looked at.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long is waited for the rest of what an editor does when it saves.
const SETTLING: Duration = Duration::from_millis(8);

/// How often that is waited for; somebody may write all the time.
const MAX_SETTLING: u32 = 12;

/// After how many looks something may have changed without a reason.
const IDLE: u32 = 20;

/// What tells a file from itself after a change.
type Stamp = Option<(SystemTime, u64)>;

/// Watches the folders of some files.
pub(super) struct Watch {
    /// The folders that are watched whatever the files are.
    folders: Vec<PathBuf>,
    inner: Mutex<Inner>,
}

struct Inner {
    watcher: Option<RecommendedWatcher>,
    events: Receiver<()>,
    watched: BTreeSet<PathBuf>,
    stamps: BTreeMap<PathBuf, Stamp>,
}

impl Watch {
    /// Watches these folders and those of the files that are waited for. Without the system's help it looks by itself.
    pub(super) fn new(folders: Vec<PathBuf>) -> Watch {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| matters(&event)) {
                let _ = sender.send(());
            }
        });
        Watch::with(folders, watcher.ok(), events)
    }

    fn with(folders: Vec<PathBuf>, watcher: Option<RecommendedWatcher>, events: Receiver<()>) -> Watch {
        let inner = Inner { watcher, events, watched: BTreeSet::new(), stamps: BTreeMap::new() };
        Watch { folders, inner: Mutex::new(inner) }
    }

    /// Returns when something may have changed in these files or beside them, or after a while.
    pub(super) fn wait(&self, files: &BTreeSet<PathBuf>) {
        let Ok(mut inner) = self.inner.lock() else { return };
        let parents = files.iter().filter_map(|file| file.parent()).map(Path::to_owned);
        inner.watch(self.folders.iter().cloned().chain(parents).collect());
        for _ in 0..IDLE {
            if inner.events.recv_timeout(PATIENCE).is_ok() {
                (0..MAX_SETTLING).all(|_| inner.events.recv_timeout(SETTLING).is_ok());
                inner.events.try_iter().for_each(drop);
                return;
            }
            let stamps = files.iter().map(|file| (file.clone(), stamp(file))).collect();
            if inner.stamps != stamps {
                inner.stamps = stamps;
                return;
            }
            if inner.watcher.is_none() {
                std::thread::sleep(PATIENCE);
            }
        }
    }
}

impl Inner {
    fn watch(&mut self, wanted: BTreeSet<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        for gone in self.watched.difference(&wanted) {
            let _ = watcher.unwatch(gone);
        }
        for new in wanted.difference(&self.watched) {
            // What cannot be watched is looked at.
            let _ = watcher.watch(new, RecursiveMode::NonRecursive);
        }
        self.watched = wanted;
    }
}

/// Whether an event may be about a model, about what speaks for them, or about a folder that comes or goes. One without
/// paths says that others were lost.
fn matters(event: &Event) -> bool {
    let comes_or_goes = match event.kind {
        EventKind::Access(_) => return false,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => false,
    };
    let is_own = |path: &Path| {
        path.extension().is_some_and(|ending| ending == "tm")
            || path.file_name().is_some_and(|name| name == CONFIGURATION)
    };
    let is_about = |path: &PathBuf| is_own(path) || (comes_or_goes && path.extension().is_none());
    event.paths.is_empty() || event.paths.iter().any(is_about)
}

fn stamp(file: &Path) -> Stamp {
    let metadata = std::fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// How long it takes until a change of a file is noticed.
    fn noticed(watch: &Watch) -> Duration {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.tm");
        std::fs::write(&file, "process a\n").expect("written");
        let files = BTreeSet::from([file.clone()]);
        watch.wait(&files);
        std::fs::write(&file, "process a\nprocess b\n").expect("written");
        let started = Instant::now();
        watch.wait(&files);
        started.elapsed()
    }

    #[test]
    fn a_change_is_noticed_with_the_help_of_the_system_and_without() {
        assert!(noticed(&Watch::new(Vec::new())) < Duration::from_secs(2));
        let (_, events) = channel();
        assert!(noticed(&Watch::with(Vec::new(), None, events)) < Duration::from_secs(2));
    }
}
