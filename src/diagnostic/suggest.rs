//! Did-you-mean.

/// The candidate that `word` most likely meant, or none that is close enough: within a third of the word's
/// length by Damerau-Levenshtein distance, or equal but for case, hyphens and underscores.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = normalised(word);
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (strsim::damerau_levenshtein(&plain, &normalised(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, candidate)| (*distance, candidate.len().abs_diff(word.len())))
        .map(|(_, candidate)| candidate)
}

/// How like one another two texts are, from 0 to 1. Very long ones are only compared for being the same.
pub(crate) fn likeness(one: &str, other: &str) -> f64 {
    const LONGEST: usize = 600;
    if one.len().max(other.len()) > LONGEST {
        return f64::from(u8::from(one == other));
    }
    strsim::normalized_damerau_levenshtein(one, other)
}

fn normalised(word: &str) -> String {
    word.chars().filter(|c| *c != '-' && *c != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn finds_typos_and_refuses_strangers() {
        let words = ["process", "store", "entity", "information-disclosure", "db"];
        for (typo, expected) in [
            ("proces", Some("process")),
            ("Store", Some("store")),
            ("information_disclosure", Some("information-disclosure")),
            ("bd", Some("db")),
            ("x", None),
            ("warehouse", None),
        ] {
            assert_eq!(did_you_mean(typo, words), expected, "{typo}");
        }
    }
}
