//! "Did you mean": the known name that a mistyped one is closest to.

/// The known name nearest to `name`, if one is near enough to be meant: at most a third of the
/// letters differ. Swapped neighbours count once; case does not count.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    if wanted.len() > MOST {
        return None;
    }
    let mut rows = Rows::default();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in known {
        let letters: Vec<char> = candidate.to_lowercase().chars().collect();
        let allowed = (wanted.len().max(letters.len()) / 3).max(1);
        // Each letter that one name has more than the other is a difference.
        if letters.len() > MOST || wanted.len().abs_diff(letters.len()) > allowed {
            continue;
        }
        let distance = rows.distance(&wanted, &letters);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether `name` is `known` but for one slip of the hand: a letter too many, too few or wrong, or
/// two swapped. Where that may well be another word it is none: in short names, in the first letter
/// and in digits.
pub fn is_slip(name: &str, known: &str) -> bool {
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let (name, known) = (letters(name), letters(known));
    let is_word = |text: &[char]| {
        (SHORTEST..=MOST).contains(&text.len()) && !text.iter().any(|c| c.is_numeric())
    };
    is_word(&name)
        && is_word(&known)
        && name[0] == known[0]
        && Rows::default().distance(&name, &known) <= 1
}

/// In shorter names one other letter is another word.
const SHORTEST: usize = 4;

/// Longer names are not compared: the cost is quadratic in the length.
const MOST: usize = 200;

/// The rows of the table of distances that are still needed.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Rows {
    /// Optimal string alignment distance.
    fn distance(&mut self, a: &[char], b: &[char]) -> usize {
        let Self { before, last, row } = self;
        last.clear();
        last.extend(0..=b.len());
        for (i, from) in a.iter().enumerate() {
            row.clear();
            let mut left = i + 1;
            row.push(left);
            for (j, to) in b.iter().enumerate() {
                let replaced = last[j] + usize::from(from != to);
                let mut least = replaced.min(last[j + 1] + 1).min(left + 1);
                if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                    least = least.min(before[j - 1] + 1);
                }
                row.push(least);
                left = least;
            }
            std::mem::swap(before, last);
            std::mem::swap(last, row);
        }
        last[b.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_swapped_missing_and_wrong_letters() {
        let known = ["severity", "required", "files"];
        assert_eq!(nearest("serverity", known), Some("severity"));
        assert_eq!(nearest("requierd", known), Some("required"));
        assert_eq!(nearest("FILE", known), Some("files"));
    }

    #[test]
    fn one_name_after_another_is_measured_anew() {
        let known = ["ab", "severities", "serveity", "requirement", "severity"];
        assert_eq!(nearest("severity", known), Some("severity"));
        assert_eq!(nearest("requiremetn", known), Some("requirement"));
        assert_eq!(nearest("ba", known), Some("ab"));
    }

    #[test]
    fn a_slip_is_one_letter_inside_a_word() {
        for slip in ["titel", "tite", "tiitle", "tible", "TITLE"] {
            assert!(is_slip(slip, "title"), "{slip}");
        }
        for (name, known) in [
            ("atypical", "typical"),
            ("tag", "tags"),
            ("release1", "release2"),
            ("unpublished", "published"),
            ("publish", "public"),
        ] {
            assert!(!is_slip(name, known), "{name}");
        }
    }

    #[test]
    fn is_silent_when_nothing_is_near() {
        assert_eq!(nearest("colour", ["severity", "files"]), None);
    }
}
