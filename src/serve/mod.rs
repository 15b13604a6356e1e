//! Models in the browser: a small web server on the loopback interface and the page that it gives out.
//!
//! It answers from what [`state`] last read, tells the page when that changes, and in a workshop writes what people say.
//! It refuses to know the language, the picture and the clock; files are read, written and watched by a [`Host`].

mod answer;
mod assets;
mod events;
mod guard;
mod http;
mod state;
mod workshop;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::analysis::Analysis;
use events::Hub;
use http::{Asked, Reply};
use state::State;

/// What the server needs of the world.
pub(crate) trait Host: Sync {
    /// The models that are served, in the order in which they are listed.
    fn models(&self) -> Vec<Served>;
    /// Everything about a model as it stands in its file now.
    fn read(&self, path: &Path) -> Look;
    /// What a text would mean in the place of this file's.
    fn analyse(&self, path: &Path, text: &str) -> Analysis;
    /// Puts a text into the place of this file's, all at once.
    fn write(&self, path: &Path, text: &str) -> Result<(), String>;
    /// Returns when something may have changed in these files, or beside them; also now and then without a reason.
    fn wait(&self, files: &BTreeSet<PathBuf>);
}

/// A model that is served.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Served {
    /// As the page calls it.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
}

/// A model, and what it was read from.
pub(crate) struct Look {
    pub analysis: Analysis,
    /// What `threatline.toml` says, where there is one.
    pub configuration: Option<String>,
    /// Every file that was read for it.
    pub files: Vec<PathBuf>,
}

/// How models are served.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wish {
    /// The port; any that is free where it is 0.
    pub port: u16,
    /// An address that opens a place in an editor: `{file}` and `{line}` stand for it. Empty where there is none.
    pub editor: String,
    /// What a page has to show before it may write; [`None`] where nobody may.
    pub token: Option<String>,
}

/// Serves until the process ends. `ready` is told the port as soon as it is open.
///
/// # Errors
/// Where the port cannot be had.
pub(crate) fn serve(host: &dyn Host, wish: &Wish, ready: impl FnOnce(u16)) -> Result<(), String> {
    let (listeners, port) = http::listen(wish.port)?;
    let listed = Mutex::new(host.models());
    let server = Server { host, wish, port, listed, state: State::default(), hub: Hub::default() };
    let reply = |asked: &Asked| server.reply(asked);
    ready(port);
    std::thread::scope(|scope| {
        http::spawn(scope, || server.watch());
        for listener in &listeners {
            http::spawn(scope, || http::work(scope, listener, reply, &server.hub));
        }
    });
    Ok(())
}

struct Server<'a> {
    host: &'a dyn Host,
    wish: &'a Wish,
    port: u16,
    /// The models that are served, as they were when somebody last looked.
    listed: Mutex<Vec<Served>>,
    state: State,
    hub: Hub,
}

impl Server<'_> {
    /// A request that makes the server stumble is answered with an error, and the server goes on.
    fn reply(&self, asked: &Asked) -> Reply {
        let guarded = || match guard::check(asked, self.port, self.wish.token.as_deref()) {
            Ok(()) => answer::answer(self, asked),
            Err(refusal) => refusal,
        };
        catch_unwind(AssertUnwindSafe(guarded)).unwrap_or_else(|_| Reply::error(500, "the server stumbled over this"))
    }

    /// Looks which models there are; whether they are others than before.
    fn list(&self) -> bool {
        let now = self.host.models();
        let before = std::mem::replace(&mut *state::locked(&self.listed), now.clone());
        before != now
    }

    /// A model by its name: one of those that are listed, and nothing else.
    fn served(&self, name: &str) -> Option<Served> {
        state::locked(&self.listed).iter().find(|served| served.name == name).cloned()
    }

    /// Reads again what may have changed, and tells the pages.
    fn watch(&self) {
        loop {
            self.host.wait(&self.state.files());
            // What makes the compiler stumble is the same as before, to the pages.
            let changed = catch_unwind(AssertUnwindSafe(|| self.state.refresh(self.host))).unwrap_or_default();
            for name in changed {
                self.hub.tell("changed", &name);
            }
            // Pages that are gone are found out by telling them something.
            self.hub.tell(if self.list() { "models" } else { "alive" }, "");
        }
    }
}
