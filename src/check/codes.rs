//! The codes that findings of a run can have, by number.

use rustc_hash::FxHashMap;

use crate::config::{ENGINE, SUPPRESSION};
use crate::diagnostic::Code;
use crate::rule::RuleSet;

/// The code of a post that can not be read, whatever rules there are.
const UNPARSABLE: &str = "meta/unparsable";
/// Stands for a code that no rule declares: a rule that tells such a finding is at fault.
const UNDECLARED: &str = "internal-error";

/// All codes, sorted, so that their numbers compare as they do.
pub(super) struct Codes {
    sorted: Vec<Code>,
    numbers: FxHashMap<Code, u32>,
}

impl Codes {
    pub(super) fn of(rules: &RuleSet) -> Self {
        let of_rules = rules.rules.iter().flat_map(|rule| {
            let findings = rule.kind.findings().iter();
            findings.map(|finding| Code::of_rule(&rule.id, finding.name))
        });
        let of_engine = ENGINE.iter().chain(SUPPRESSION).map(|(name, _)| *name);
        let of_engine = of_engine.chain([UNPARSABLE]).map(Code::of_engine);
        let mut sorted: Vec<Code> = of_rules.chain(of_engine).collect();
        sorted.sort();
        sorted.dedup();
        let numbers = sorted.iter().cloned().zip(0..).collect();
        Self { sorted, numbers }
    }

    /// The number of a code.
    pub(super) fn number(&self, code: &str) -> u32 {
        let number = self.numbers.get(code);
        let number = number.or_else(|| self.numbers.get(UNDECLARED));
        number.copied().unwrap_or_default()
    }

    /// The code of a number.
    pub(super) fn get(&self, number: u32) -> &Code {
        &self.sorted[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_engine_have_numbers_in_their_order() {
        let codes = Codes::of(&RuleSet::default());
        for pair in codes.sorted.windows(2) {
            let numbers = pair.iter().map(|code| codes.number(code.as_str()));
            let numbers: Vec<u32> = numbers.collect();
            assert_eq!(numbers[1], numbers[0] + 1);
            assert_eq!(codes.get(numbers[0]), &pair[0]);
        }
        assert_eq!(codes.get(codes.number("io-error")).as_str(), "io-error");
        assert_eq!(codes.get(codes.number("w/nothing")).as_str(), UNDECLARED);
    }
}
