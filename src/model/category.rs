//! The threat categories of STRIDE and LINDDUN, and which element types each applies to.
//!
//! STRIDE per element after Shostack, *Threat Modeling* (2014), chapter 3; LINDDUN per element after Deng and
//! others, *A privacy threat analysis framework* (2011), table 3, with the names of LINDDUN GO (2020).

/// The four element types of a data-flow diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementType {
    /// A running thing that does work.
    Process,
    /// A place where data sits.
    Store,
    /// Data moving.
    Flow,
    /// Something outside what is modelled.
    Entity,
}

impl ElementType {
    /// With its article: `a data store`.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            ElementType::Process => "a process",
            ElementType::Store => "a data store",
            ElementType::Flow => "a data flow",
            ElementType::Entity => "an external entity",
        }
    }

    /// The keyword that declares one.
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            ElementType::Process => "process",
            ElementType::Store => "store",
            ElementType::Flow => "flow",
            ElementType::Entity => "entity",
        }
    }
}

/// A threat category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Pretending to be somebody or something else.
    Spoofing,
    /// Changing what one must not change.
    Tampering,
    /// Denying something that nobody can prove.
    Repudiation,
    /// Showing what must not be seen.
    InformationDisclosure,
    /// Making it unavailable.
    DenialOfService,
    /// Gaining rights that one must not have.
    ElevationOfPrivilege,
    /// Joining what must stay apart.
    Linking,
    /// Learning who somebody is.
    Identifying,
    /// Being unable to deny something that one must be able to deny.
    NonRepudiation,
    /// Learning that something is there.
    Detecting,
    /// Collecting, keeping or sharing more than needed.
    DataDisclosure,
    /// Not knowing, or not being able to decide, what happens with one's data.
    Unawareness,
    /// Breaking the law or one's own policy.
    NonCompliance,
}

use Category::{
    DataDisclosure, DenialOfService, Detecting, ElevationOfPrivilege, Identifying, InformationDisclosure, Linking,
    NonCompliance, NonRepudiation, Repudiation, Spoofing, Tampering, Unawareness,
};

impl Category {
    /// STRIDE, then LINDDUN, in the order of their letters.
    pub const ALL: [Category; 13] = [
        Spoofing,
        Tampering,
        Repudiation,
        InformationDisclosure,
        DenialOfService,
        ElevationOfPrivilege,
        Linking,
        Identifying,
        NonRepudiation,
        Detecting,
        DataDisclosure,
        Unawareness,
        NonCompliance,
    ];

    /// As it is written in a model.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Spoofing => "spoofing",
            Tampering => "tampering",
            Repudiation => "repudiation",
            InformationDisclosure => "information-disclosure",
            DenialOfService => "denial-of-service",
            ElevationOfPrivilege => "elevation-of-privilege",
            Linking => "linking",
            Identifying => "identifying",
            NonRepudiation => "non-repudiation",
            Detecting => "detecting",
            DataDisclosure => "data-disclosure",
            Unawareness => "unawareness",
            NonCompliance => "non-compliance",
        }
    }

    /// As it is abbreviated in the mnemonic; LINDDUN's second and third N and D are spelled out enough to differ.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Spoofing => "S",
            Tampering => "T",
            Repudiation => "R",
            InformationDisclosure => "I",
            DenialOfService => "D",
            ElevationOfPrivilege => "E",
            Linking => "L",
            Identifying => "Id",
            NonRepudiation => "Nr",
            Detecting => "De",
            DataDisclosure => "Dd",
            Unawareness => "U",
            NonCompliance => "Nc",
        }
    }

    /// The category of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Category> {
        Category::ALL.into_iter().find(|category| category.word() == word)
    }

    /// Whether it belongs to LINDDUN.
    #[must_use]
    pub fn is_privacy(self) -> bool {
        self >= Linking
    }

    /// Whether the category makes sense for an element of this type.
    #[must_use]
    pub fn applies_to(self, element: ElementType) -> bool {
        self.element_types().contains(&element)
    }

    /// The element types that the category makes sense for.
    #[must_use]
    #[expect(clippy::match_same_arms, reason = "STRIDE and LINDDUN are two tables")]
    pub fn element_types(self) -> &'static [ElementType] {
        use ElementType::{Entity, Flow, Process, Store};
        match self {
            Spoofing => &[Process, Entity],
            Tampering | InformationDisclosure | DenialOfService => &[Process, Store, Flow],
            Repudiation => &[Process, Store, Entity],
            ElevationOfPrivilege => &[Process],
            Linking | Identifying => &[Process, Store, Flow, Entity],
            NonRepudiation | Detecting | DataDisclosure | NonCompliance => &[Process, Store, Flow],
            Unawareness => &[Entity],
        }
    }

    /// Why the category makes no sense for an element of this type; [`None`] where it does.
    #[must_use]
    pub fn reason_against(self, element: ElementType) -> Option<&'static str> {
        use ElementType::{Entity, Flow, Process, Store};
        if self.applies_to(element) {
            return None;
        }
        Some(match (self, element) {
            (Spoofing, Flow) => "data that moves claims no identity; the process or entity that sends it does",
            (Spoofing, _) => "a data store does not call anybody, so it cannot pretend to be somebody else",
            (Repudiation, _) => "a data flow does nothing that it could deny; its two ends can",
            (ElevationOfPrivilege, Entity) => {
                "an external entity is outside; the process that gives it too many rights is where this happens"
            }
            (ElevationOfPrivilege, Flow) => "a data flow runs no code, so it has no rights to gain",
            (ElevationOfPrivilege, _) => "a data store runs no code, so it has no rights to gain",
            (Tampering, _) => "an external entity is outside what you can protect from changes",
            (InformationDisclosure, _) => "an external entity is outside; data leaks from a process, a store or a flow",
            (DenialOfService, _) => "an external entity is outside; what you run is what can be made unavailable",
            (Unawareness, Process | Store | Flow | Entity) => {
                "only a person can be unaware; put it on the external entity whose data it is"
            }
            (Linking | Identifying | NonRepudiation | Detecting | DataDisclosure | NonCompliance, _) => {
                "this happens where the data is handled: in a process, a store or a flow"
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stride_per_element_is_the_published_table() {
        use ElementType::{Entity, Flow, Process, Store};
        for (element, letters) in [(Process, "STRIDE"), (Store, "TRID"), (Flow, "TID"), (Entity, "SR")] {
            let applying: String = Category::ALL
                .into_iter()
                .filter(|category| !category.is_privacy() && category.applies_to(element))
                .map(Category::letter)
                .collect();
            assert_eq!(applying, letters, "{element:?}");
        }
    }

    #[test]
    fn words_find_their_category() {
        for category in Category::ALL {
            assert_eq!(Category::from_word(category.word()), Some(category));
        }
    }
}
