//! What was last read of each model: what it says now, and the last state that could be drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Host, Look};

/// How many pictures of one state are kept.
const MAX_PICTURES: usize = 16;

/// A model at a moment.
pub(super) struct Moment {
    pub look: Look,
    /// What tells this moment from others: all texts.
    pub revision: String,
    /// What tells this text of the file itself from others.
    pub seen: String,
    /// Pictures by what was asked for.
    pictures: Mutex<BTreeMap<String, Arc<str>>>,
}

impl Moment {
    fn of(look: Look) -> Moment {
        let texts: Vec<&str> = look.analysis.files.iter().map(|file| file.source.text()).collect();
        let messages: Vec<&str> = look.analysis.diagnostics.iter().map(|one| one.message.as_str()).collect();
        let revision = mark(&(texts, &look.configuration, messages));
        let seen = mark(&look.analysis.source().text());
        Moment { look, revision, seen, pictures: Mutex::default() }
    }

    /// A picture, drawn where nobody asked for the same before.
    pub(super) fn picture<E>(&self, key: &str, draw: impl FnOnce() -> Result<String, E>) -> Result<Arc<str>, E> {
        if let Some(known) = locked(&self.pictures).get(key) {
            return Ok(known.clone());
        }
        let drawn: Arc<str> = draw()?.into();
        let mut pictures = locked(&self.pictures);
        if pictures.len() >= MAX_PICTURES {
            pictures.clear();
        }
        pictures.insert(key.to_owned(), drawn.clone());
        Ok(drawn)
    }
}

/// A mark of a text that is not secret.
fn mark(text: &impl Hash) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// A model as it is now and as it last could be drawn.
#[derive(Clone)]
pub(super) struct Known {
    pub now: Arc<Moment>,
    pub good: Option<Arc<Moment>>,
}

impl Known {
    /// Whether what is drawn is not what the file says.
    pub(super) fn is_stale(&self) -> bool {
        self.good.as_ref().is_some_and(|good| good.revision != self.now.revision)
    }

    fn after(before: Option<&Known>, moment: Moment) -> Known {
        let now = Arc::new(moment);
        let is_good = !now.look.analysis.has_errors();
        let good = if is_good { Some(now.clone()) } else { before.and_then(|known| known.good.clone()) };
        Known { now, good }
    }
}

/// The models that somebody has looked at, by their files.
#[derive(Default)]
pub(super) struct State {
    known: Mutex<BTreeMap<PathBuf, (String, Known)>>,
    /// One reads at a time, so that what is read later is known later.
    reading: Mutex<()>,
    /// One writes at a time.
    pub writing: Mutex<()>,
}

impl State {
    /// A model, read where nobody has looked at it yet.
    pub(super) fn get(&self, host: &dyn Host, name: &str, path: &Path) -> Known {
        if let Some((_, known)) = locked(&self.known).get(path) {
            return known.clone();
        }
        self.update(host, name, path).0
    }

    /// Reads a model again; whether it changed.
    pub(super) fn update(&self, host: &dyn Host, name: &str, path: &Path) -> (Known, bool) {
        let _alone = locked(&self.reading);
        let moment = Moment::of(host.read(path));
        let mut all = locked(&self.known);
        let before = all.get(path).map(|(_, known)| known);
        if let Some(same) = before.filter(|known| known.now.revision == moment.revision) {
            return (same.clone(), false);
        }
        let known = Known::after(before, moment);
        all.insert(path.to_owned(), (name.to_owned(), known.clone()));
        (known, true)
    }

    /// Reads every known model again, and returns the names of those that changed.
    pub(super) fn refresh(&self, host: &dyn Host) -> Vec<String> {
        let all: Vec<(PathBuf, String)> =
            locked(&self.known).iter().map(|(path, (name, _))| (path.clone(), name.clone())).collect();
        all.into_iter().filter(|(path, name)| self.update(host, name, path).1).map(|(_, name)| name).collect()
    }

    /// Every file that something known was read from.
    pub(super) fn files(&self) -> BTreeSet<PathBuf> {
        let all = locked(&self.known);
        let read = all.values().flat_map(|(_, known)| known.now.look.files.iter().cloned());
        read.chain(all.keys().cloned()).collect()
    }
}

/// What a lock holds, also where somebody stumbled while holding it: every value is whole at any time.
pub(super) fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
