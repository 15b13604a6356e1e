//! The hash by which code scanning follows a line through revisions: a rolling hash over the hundred characters from the
//! line's start on, without spaces and tabs, and how often it occurred before (`primaryLocationLineHash` of GitHub's
//! `CodeQL` action, `src/fingerprints.ts`).

use std::collections::BTreeMap;

/// How many characters count.
const WINDOW: usize = 100;
const FACTOR: i64 = 37;
/// What stands at the end of a text.
const END: i64 = 65_535;

/// By line, from the first on, its fingerprint.
pub(super) fn fingerprints(text: &str) -> Vec<String> {
    let mut roller =
        Roller { window: [0; WINDOW], lines: [None; WINDOW], hash: 0, at: 0, seen: BTreeMap::new(), found: Vec::new() };
    let (mut line, mut is_start, mut after_return) = (0, true, false);
    for unit in text.encode_utf16().map(i64::from).chain([END]) {
        let (space, tab, feed, carriage) = (0x20, 0x09, 0x0a, 0x0d);
        if unit == space || unit == tab || (after_return && unit == feed) {
            after_return = false;
            continue;
        }
        after_return = unit == carriage;
        let unit = if after_return { feed } else { unit };
        roller.give_out();
        if is_start {
            roller.lines[roller.at] = Some(line);
            line += 1;
        }
        is_start = unit == feed;
        roller.take(unit);
    }
    for _ in 0..WINDOW {
        roller.give_out();
        roller.take(0);
    }
    let mut found = vec![String::new(); line];
    for (line, fingerprint) in roller.found {
        found[line] = fingerprint;
    }
    found
}

struct Roller {
    window: [i64; WINDOW],
    /// The line that begins with the character at this place of the window.
    lines: [Option<usize>; WINDOW],
    hash: i64,
    at: usize,
    seen: BTreeMap<i64, usize>,
    found: Vec<(usize, String)>,
}

impl Roller {
    /// The character that is about to leave the window began a line: the window is what follows it.
    fn give_out(&mut self) {
        if let Some(line) = self.lines[self.at].take() {
            let count = self.seen.entry(self.hash).or_default();
            *count += 1;
            self.found.push((line, format!("{:x}:{count}", self.hash as u64)));
        }
    }

    fn take(&mut self, unit: i64) {
        let first = (0..WINDOW).fold(1_i64, |power, _| power.wrapping_mul(FACTOR));
        let leaving = std::mem::replace(&mut self.window[self.at], unit);
        self.hash = self.hash.wrapping_mul(FACTOR).wrapping_add(unit).wrapping_sub(first.wrapping_mul(leaving));
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprints;

    #[test]
    fn lines_have_the_fingerprints_that_code_scanning_gives_them() {
        // As the action's own tests have them.
        let expected = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(fingerprints(" a\nb\n  \t\tc\n d"), expected);
        assert_eq!(fingerprints("a\nb\n"), fingerprints("a\r\nb\r\n"));
        assert_eq!(fingerprints(&"x\n".repeat(3))[..2].len(), 2);
    }
}
