//! Names that stand on the command line.

use crate::diagnostic::did_you_mean;
use crate::model::{DataId, ElementId, Model};

/// What a name stands for.
pub(super) enum Named<T> {
    /// This.
    Found(T),
    /// Nothing, and what to say about it.
    Unknown(String),
}

/// An element.
pub(super) fn element(model: &Model, name: &str) -> Named<ElementId> {
    let known = model.elements.iter().map(|element| element.id.value.as_str());
    find(name, known, "element").map(ElementId)
}

/// A kind of data.
pub(super) fn data(model: &Model, name: &str) -> Named<DataId> {
    let known = model.data.iter().map(|data| data.id.value.as_str());
    find(name, known, "data").map(DataId)
}

impl<T> Named<T> {
    fn map<U>(self, into: impl FnOnce(T) -> U) -> Named<U> {
        match self {
            Named::Found(found) => Named::Found(into(found)),
            Named::Unknown(message) => Named::Unknown(message),
        }
    }
}

fn find<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone, what: &str) -> Named<usize> {
    if let Some(index) = known.clone().position(|known| known == name) {
        return Named::Found(index);
    }
    let hint = match did_you_mean(name, known.clone()) {
        Some(best) => format!("; did you mean `{best}`?"),
        None => format!("\nthere is {}", known.take(24).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Named::Unknown(format!("error: no {what} is called `{name}`{hint}\n"))
}
