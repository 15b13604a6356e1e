//! Who waits for news, and what they are told: server-sent events.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

/// How many pages may listen at once.
const MAX_LISTENERS: usize = 64;

/// How many events wait for a page that does not read.
const MAX_WAITING: usize = 64;

/// The pages that listen.
#[derive(Default)]
pub(super) struct Hub {
    listeners: Mutex<Vec<SyncSender<String>>>,
}

impl Hub {
    /// What a new page reads its events from; [`None`] where too many listen already.
    pub(super) fn listen(&self) -> Option<Receiver<String>> {
        let mut listeners = self.listeners.lock().ok()?;
        if listeners.len() >= MAX_LISTENERS {
            return None;
        }
        let (sender, receiver) = sync_channel(MAX_WAITING);
        listeners.push(sender);
        Some(receiver)
    }

    /// Tells every page, and forgets those that are gone.
    pub(super) fn tell(&self, event: &str, about: &str) {
        let text = format!("event: {event}\ndata: {}\n\n", serde_json::Value::from(about));
        if let Ok(mut listeners) = self.listeners.lock() {
            listeners.retain(|listener| !matches!(listener.try_send(text.clone()), Err(TrySendError::Disconnected(_))));
        }
    }
}
