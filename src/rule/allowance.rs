//! How large the patterns of a configuration may be, each and all together.

use std::cell::Cell;
use std::rc::Rc;

use regex::{Error, Regex, RegexBuilder};

/// Sizes that are tried for a pattern: it takes the first that it fits in. The last is the largest
/// compiled size of a pattern.
const SIZES: [usize; 4] = [4 << 10, 64 << 10, 1 << 20, 10 << 20];
/// What all patterns of a configuration may take together. To compile so much takes seconds.
const ALL: usize = 64 << 20;
/// Deepest nesting of a pattern.
const NESTING: u32 = 100;

/// What is left for the patterns of a configuration; clones share it.
#[derive(Debug, Clone)]
pub struct Allowance(Rc<Cell<usize>>);

/// Why a pattern can not be had.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is wrong, or too large by itself.
    Pattern(Error),
    /// The patterns of the configuration are too large together.
    Together,
}

impl Default for Allowance {
    fn default() -> Self {
        Self(Rc::new(Cell::new(ALL)))
    }
}

impl Allowance {
    /// Compiles a pattern, which takes from what is left.
    pub(super) fn compile(&self, builder: &mut RegexBuilder) -> Result<Regex, Refused> {
        builder.nest_limit(NESTING);
        let mut refused = Refused::Together;
        for size in SIZES {
            let Some(left) = self.0.get().checked_sub(size) else {
                return Err(Refused::Together);
            };
            match builder.size_limit(size).build() {
                Ok(regex) => {
                    self.0.set(left);
                    return Ok(regex);
                }
                Err(error @ Error::CompiledTooBig(_)) => refused = Refused::Pattern(error),
                Err(error) => return Err(Refused::Pattern(error)),
            }
        }
        Err(refused)
    }
}

impl Refused {
    /// What is wrong, in one line.
    pub(super) fn message(&self) -> String {
        match self {
            Self::Together => "the regular expressions are too large together".to_owned(),
            Self::Pattern(Error::CompiledTooBig(limit)) => {
                format!("regular expression is over the size limit of {limit} bytes")
            }
            Self::Pattern(other) => {
                // The last line says what is wrong; those before it draw the pattern.
                let text = other.to_string();
                let last = text.lines().last().unwrap_or_default();
                let reason = last.strip_prefix("error: ").unwrap_or(last);
                format!("bad regular expression: {reason}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_from_what_they_share() {
        let allowance = Allowance::default();
        let other = allowance.clone();
        let compile = |allowance: &Allowance| allowance.compile(&mut RegexBuilder::new(r"\w{60}"));
        let had = (0..2000).take_while(|_| compile(&other).is_ok()).count();
        assert!((2..1000).contains(&had), "{had}");
        let refused = compile(&allowance);
        assert!(matches!(refused, Err(Refused::Together)), "{refused:?}");
        assert!(compile(&Allowance::default()).is_ok());
    }

    #[test]
    fn ordinary_patterns_are_many() {
        let allowance = Allowance::default();
        for number in 0..5000 {
            let pattern = format!(r"\bword{number}\b");
            let mut builder = RegexBuilder::new(&pattern);
            assert!(allowance.compile(builder.case_insensitive(true)).is_ok());
        }
    }

    #[test]
    fn one_that_is_too_large_takes_nothing() {
        let allowance = Allowance::default();
        let mut builder = RegexBuilder::new("(((a{100}){100}){100}){100}");
        for _ in 0..3 {
            let refused = allowance.compile(&mut builder);
            let limit = SIZES[SIZES.len() - 1];
            let wanted =
                matches!(refused, Err(Refused::Pattern(Error::CompiledTooBig(it))) if it == limit);
            assert!(wanted, "{refused:?}");
        }
        assert_eq!(allowance.0.get(), ALL);
    }
}
