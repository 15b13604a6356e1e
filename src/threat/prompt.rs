//! The question for a cell of the coverage matrix that nobody has answered: concrete, made from the names of the
//! model.

use super::rule::{Facts, Thing, Way};
use crate::model::{Category, ElementKind};

/// The question of a category about an element or a flow that it applies to.
pub(super) fn prompt(facts: &Facts, thing: Thing, category: Category) -> String {
    let words = Words::of(facts, thing);
    match thing {
        Thing::Element(id) => match facts.model.element(id).kind {
            ElementKind::Entity => of_entity(&words, category),
            ElementKind::Process => of_process(&words, category),
            ElementKind::Store => of_store(&words, category),
        },
        Thing::Flow(_) => of_flow(&words, category),
    }
}

/// The names that questions are made of.
struct Words {
    /// The thing itself.
    name: String,
    /// Who sends to it; for a flow, where it comes from.
    source: String,
    /// What it sends to; for a flow, where it goes.
    sink: String,
    /// What is in it.
    data: String,
    /// The most telling thing that is done to it or by it.
    action: String,
}

impl Words {
    fn of(facts: &Facts, thing: Thing) -> Words {
        let model = facts.model;
        let name = facts.name(thing);
        let label = |id: crate::model::ElementId| model.element(id).label.clone();
        match thing {
            Thing::Flow(id) => {
                let flow = model.flow(id);
                let data =
                    flow.carries.first().map_or("what it carries".to_owned(), |id| model.data[id.0].label.clone());
                Words { source: label(flow.from), sink: label(flow.to), data, action: name.clone(), name }
            }
            Thing::Element(id) => {
                let other = |flow: &crate::model::Flow| if flow.from == id { flow.to } else { flow.from };
                let first = |way: Way| facts.flows(id, way).first().map(|flow| model.flow(*flow));
                let source = first(Way::Incoming).map_or("somebody".to_owned(), |flow| label(other(flow)));
                let sink = first(Way::Outgoing).map_or("others".to_owned(), |flow| label(other(flow)));
                let is_entity = model.element(id).kind == ElementKind::Entity;
                let telling = if is_entity {
                    first(Way::Outgoing).or_else(|| first(Way::Incoming))
                } else {
                    first(Way::Incoming).or_else(|| first(Way::Outgoing))
                };
                let action = telling.filter(|flow| !flow.label.is_empty());
                let action = action.map_or("what was done".to_owned(), |flow| format!("“{}”", flow.label));
                let data = facts.labels_of_data(thing);
                Words { name, source, sink, data, action }
            }
        }
    }
}

fn of_entity(words: &Words, category: Category) -> String {
    let Words { name, sink, action, data, .. } = words;
    match category {
        Category::Spoofing => {
            format!("How does {sink} know that it is {name} who calls, and not somebody who says so?")
        }
        Category::Repudiation => format!("If {name} says that {action} never happened, what proves that it did?"),
        Category::Linking => format!("Can what {name} does today be joined with what they do tomorrow, or elsewhere?"),
        Category::Identifying => format!("Who can tell who {name} is from {data}, and does anybody need to?"),
        Category::Unawareness => {
            format!("Does {name} know what happens with {data}, and can they see, correct or delete it?")
        }
        _ => general(words, category),
    }
}

fn of_process(words: &Words, category: Category) -> String {
    let Words { name, source, sink, data, action } = words;
    match category {
        Category::Spoofing => {
            format!("Who could pretend to be {name} towards {sink}, or reach {name} as if they were {source}?")
        }
        Category::Tampering => format!("What could {source} send in {action} that makes {name} do something else?"),
        Category::Repudiation => {
            format!("If {source} denies {action}, what does {name} have to show, and who can change it?")
        }
        Category::InformationDisclosure => {
            format!("What does {name} tell to whom that they need not know: {data}, errors, logs, timing?")
        }
        Category::DenialOfService => {
            format!("What is the cheapest way for {source} to keep {name} from working, and what gives out first?")
        }
        Category::ElevationOfPrivilege => {
            format!(
                "What could {source} make {name} do with its rights that {source} may not do: in {sink}, for example?"
            )
        }
        _ => general(words, category),
    }
}

fn of_store(words: &Words, category: Category) -> String {
    let Words { name, source, data, .. } = words;
    match category {
        Category::Tampering => {
            format!("Who besides {source} could change {data} in {name}, and how would anybody notice?")
        }
        Category::Repudiation => {
            format!("Does {name} show who changed what and when, and can the one who did it change that too?")
        }
        Category::InformationDisclosure => {
            format!("Who can read {data} in {name}, its backups and its disks without going through {source}?")
        }
        Category::DenialOfService => format!("What fills, locks or deletes {name}, and how long until {data} is back?"),
        _ => general(words, category),
    }
}

fn of_flow(words: &Words, category: Category) -> String {
    let Words { name, source, sink, data, .. } = words;
    match category {
        Category::Tampering => format!("Who between {source} and {sink} could change {name}, and would {sink} notice?"),
        Category::InformationDisclosure => {
            format!("Who between {source} and {sink} could read {data}: proxies, logs, the network?")
        }
        Category::DenialOfService => {
            format!("Who could flood or cut {name} between {source} and {sink}, and what happens then?")
        }
        _ => general(words, category),
    }
}

/// Privacy, which is asked of everything that handles data; and what does not apply, which is never asked.
fn general(words: &Words, category: Category) -> String {
    let Words { name, data, source, .. } = words;
    match category {
        Category::Linking => format!("Can {data} in {name} be joined with other data about the same person?"),
        Category::Identifying => format!("Could {data} in {name} tell who a person is where that is not needed?"),
        Category::NonRepudiation => {
            format!("Does {name} keep proof of what a person did that they should be able to deny?")
        }
        Category::Detecting => {
            format!("Does {name} show outsiders that somebody is in it: by an error, a delay, a size?")
        }
        Category::DataDisclosure => format!("Is all of {data} needed in {name}, and when is it deleted?"),
        Category::Unawareness => format!("Does the person behind {data} know that {name} has it?"),
        Category::NonCompliance => format!("On what ground does {name} use {data}, and who could show that?"),
        Category::Spoofing
        | Category::Tampering
        | Category::Repudiation
        | Category::InformationDisclosure
        | Category::DenialOfService
        | Category::ElevationOfPrivilege => format!("What could {source} do to {name}?"),
    }
}
