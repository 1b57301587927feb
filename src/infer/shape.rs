//! What texts look like: from `inv-0012` and `inv-0340` to `inv-[0-9]{4}`.

use rustc_hash::FxHashMap;

/// The shapes of texts with their counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Shapes {
    /// By the kinds of their runs.
    shapes: FxHashMap<Box<str>, Shape>,
    is_given_up: bool,
}

/// Texts whose runs are of the same kinds.
#[derive(Debug, Clone)]
struct Shape {
    runs: Vec<Run>,
    count: u32,
}

/// Characters of one kind that follow each other.
#[derive(Debug, Clone)]
struct Run {
    kind: char,
    /// The characters that most texts have here, and how many do at least.
    usual: Box<str>,
    usual_count: u32,
    /// By how many votes of texts they lead: the odd first text loses against all that follow.
    lead: u32,
    shortest: usize,
    longest: usize,
    is_zero_padded: bool,
}

/// Shapes that are kept apart; texts of more have none in common.
const MOST_SHAPES: usize = 24;
/// Runs of a text that has a shape.
const MOST_RUNS: usize = 8;
/// Bytes of a text that has a shape.
const MOST_BYTES: usize = 64;

/// Hundredths of texts that have the same characters where the others are at fault.
const CONSTANT: u32 = 98;
/// Letters of a code that stands before a number, as in `F12`; more are a word.
const LONGEST_CODE: usize = 3;

const DIGITS: char = '9';
const LOWER: char = 'a';
const UPPER: char = 'A';

impl Shapes {
    /// Takes in a text.
    pub(super) fn note(&mut self, text: &str) {
        if self.is_given_up {
            return;
        }
        let Some(shape) = Shape::of(text) else {
            return;
        };
        self.add(shape.signature().into(), shape);
    }

    /// Takes in what another has seen.
    pub(super) fn merge(&mut self, other: Self) {
        self.is_given_up |= other.is_given_up;
        let mut shapes: Vec<_> = other.shapes.into_iter().collect();
        shapes.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (signature, shape) in shapes {
            self.add(signature, shape);
        }
    }

    /// The pattern of the commonest shape, and how many texts at least match it. Nothing where it
    /// would say no more than that there are words or a number.
    pub(super) fn pattern(&self) -> Option<(String, u32)> {
        if self.is_given_up {
            return None;
        }
        let mut shapes: Vec<_> = self.shapes.iter().collect();
        shapes.sort_by(|(a, one), (b, other)| other.count.cmp(&one.count).then(a.cmp(b)));
        let (_, shape) = shapes.first()?;
        shape.pattern()
    }

    fn add(&mut self, signature: Box<str>, shape: Shape) {
        if let Some(known) = self.shapes.get_mut(&signature) {
            known.merge(shape);
        } else if self.shapes.len() == MOST_SHAPES {
            self.is_given_up = true;
            self.shapes = FxHashMap::default();
        } else if !self.is_given_up {
            self.shapes.insert(signature, shape);
        }
    }
}

impl Shape {
    fn of(text: &str) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let runs = runs(text);
        let is_short = !runs.is_empty() && runs.len() <= MOST_RUNS;
        is_short.then_some(Self { runs, count: 1 })
    }

    fn signature(&self) -> String {
        self.runs.iter().map(|run| run.kind).collect()
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        for (run, other) in self.runs.iter_mut().zip(other.runs) {
            if run.usual == other.usual {
                run.usual_count += other.usual_count;
                run.lead += other.lead;
            } else if run.lead > other.lead {
                run.lead -= other.lead;
            } else {
                run.usual = other.usual;
                run.usual_count = other.usual_count;
                run.lead = (other.lead - run.lead).max(1);
            }
            run.shortest = run.shortest.min(other.shortest);
            run.longest = run.longest.max(other.longest);
            run.is_zero_padded |= other.is_zero_padded;
        }
    }

    fn pattern(&self) -> Option<(String, u32)> {
        let has_digits = self.runs.iter().any(|run| run.kind == DIGITS);
        if !has_digits || self.runs.len() < 2 {
            return None;
        }
        let mut pattern = String::new();
        let mut others = 0;
        for run in &self.runs {
            if run.is_constant(self.count) {
                run.usual
                    .chars()
                    .for_each(|c| push_literal(&mut pattern, c));
                others += self.count - run.usual_count;
            } else {
                pattern.push_str(&run.class()?);
            }
        }
        Some((pattern, self.count.saturating_sub(others)))
    }
}

impl Run {
    /// Whether nearly all of `count` texts have the same here. A number that all share so far is
    /// one that the next post counts up.
    fn is_constant(&self, count: u32) -> bool {
        let is_sign = !matches!(self.kind, DIGITS | LOWER | UPPER);
        is_sign || self.kind != DIGITS && self.usual_count * 100 >= count * CONSTANT
    }

    /// What stands here in any text; nothing where that is a word.
    fn class(&self) -> Option<String> {
        let class = match self.kind {
            DIGITS => "[0-9]",
            LOWER => "[a-z]",
            _ => "[A-Z]",
        };
        if self.kind != DIGITS && self.longest > LONGEST_CODE {
            return None;
        }
        let is_wide = self.kind != DIGITS || self.is_zero_padded;
        Some(match self.longest {
            1 if self.kind != DIGITS => class.to_owned(),
            // Digits of one width are a width only where they are filled up with zeros.
            width if is_wide && self.shortest == width => format!("{class}{{{width}}}"),
            _ => format!("{class}+"),
        })
    }
}

/// Appends a character as a pattern has it, with no more escapes than it takes.
fn push_literal(pattern: &mut String, c: char) {
    if "\\.+*?()|[]{}^$".contains(c) {
        pattern.push('\\');
    }
    pattern.push(c);
}

/// The runs of a text; signs that are neither digits nor Latin letters are runs of their own.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = kind_of(first);
        let end = match kind {
            DIGITS | LOWER | UPPER => rest.find(|c| kind_of(c) != kind),
            _ => Some(first.len_utf8()),
        };
        let (run, behind) = rest.split_at(end.unwrap_or(rest.len()));
        runs.push(Run {
            kind,
            usual: run.into(),
            usual_count: 1,
            lead: 1,
            shortest: run.len(),
            longest: run.len(),
            is_zero_padded: kind == DIGITS && run.len() > 1 && run.starts_with('0'),
        });
        if runs.len() > MOST_RUNS {
            break;
        }
        rest = behind;
    }
    runs
}

fn kind_of(c: char) -> char {
    match c {
        '0'..='9' => DIGITS,
        'a'..='z' => LOWER,
        'A'..='Z' => UPPER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(texts: &[&str]) -> Option<(String, u32)> {
        let mut shapes = Shapes::default();
        for text in texts {
            shapes.note(text);
        }
        shapes.pattern()
    }

    #[test]
    fn a_width_is_one_where_zeros_fill_it() {
        let told = |pattern: &str, count| Some((pattern.to_owned(), count));
        assert_eq!(pattern(&["inv-0012", "inv-0340"]), told("inv-[0-9]{4}", 2));
        assert_eq!(pattern(&["inv-12", "inv-34"]), told("inv-[0-9]+", 2));
        assert_eq!(pattern(&["A1", "F12", "x"]), told("[A-Z][0-9]+", 2));
        assert_eq!(pattern(&["v2", "v2"]), told("v[0-9]+", 2));
    }

    #[test]
    fn one_odd_text_of_many_is_no_shape() {
        let mut texts = vec!["inb-001"];
        texts.extend(["inv-001"; 99]);
        assert_eq!(pattern(&texts), Some(("inv-[0-9]{3}".to_owned(), 99)));
        texts.reverse();
        assert_eq!(pattern(&texts), Some(("inv-[0-9]{3}".to_owned(), 99)));
    }

    #[test]
    fn letters_alone_and_numbers_alone_are_no_pattern() {
        assert_eq!(pattern(&["python", "go"]), None);
        assert_eq!(pattern(&["12", "13"]), None);
        assert_eq!(pattern(&["a b c d e f"]), None);
        assert_eq!(pattern(&["warm-caches-2", "cold-rooms-3"]), None);
    }

    #[test]
    fn merging_is_seeing_together() {
        let mut one = Shapes::default();
        let mut other = Shapes::default();
        one.note("a-01");
        one.note("b");
        other.note("c-10");
        one.merge(other);
        assert_eq!(one.pattern(), Some(("[a-z]-[0-9]{2}".to_owned(), 2)));
    }
}
