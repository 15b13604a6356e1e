//! Reading sentences: what the lints on wording look for in them.
//!
//! They know English words only; a sentence of another language has none of them, and nothing is said of it.

/// The words of a sentence in lower case, without what stands around them; `rate-limit` is two words.
pub(super) fn words(text: &str) -> Vec<String> {
    let is_part = |symbol: char| symbol.is_alphanumeric() || symbol == '\'';
    let words = text.split(|symbol: char| !is_part(symbol));
    words.map(|word| word.trim_matches('\'').to_lowercase()).filter(|word| !word.is_empty()).collect()
}

/// Whether one of the phrases stands in the words. A phrase is words with single spaces between; one that ends in `*`
/// matches every word that begins so.
pub(super) fn mentions(words: &[String], phrases: &[&str]) -> bool {
    let stands_at = |first: usize, phrase: &str| {
        let mut following = words[first..].iter();
        phrase.split(' ').all(|part| following.next().is_some_and(|word| matches(word, part)))
    };
    // Nearly every word differs from a phrase in its first letter.
    let may_stand_at = |first: usize, phrase: &str| words[first].as_bytes().first() == phrase.as_bytes().first();
    phrases.iter().any(|phrase| (0..words.len()).any(|first| may_stand_at(first, phrase) && stands_at(first, phrase)))
}

fn matches(word: &str, part: &str) -> bool {
    part.strip_suffix('*').map_or(word == part, |stem| word.starts_with(stem))
}

#[cfg(test)]
mod tests {
    use super::{mentions, words};

    #[test]
    fn words_stand_without_what_is_around_them() {
        assert_eq!(words("Rate-limit, per \"user\"; it's done!"), ["rate", "limit", "per", "user", "it's", "done"]);
    }

    #[test]
    fn phrases_match_whole_words_and_stems() {
        let text = words("Encrypts the disk and adds rate limiting");
        assert!(mentions(&text, &["encrypt*"]));
        assert!(mentions(&text, &["rate limit*"]));
        assert!(!mentions(&text, &["crypt*", "limit", "disk rate"]));
    }
}
