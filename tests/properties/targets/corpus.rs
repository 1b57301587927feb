//! Posts together: threads do not show, and posts do not speak of one another but by corpus rules.

use std::collections::BTreeSet;

use gatepost::config::Config;
use gatepost::rule::RuleSet;

use super::engine::{Draft, alone, drafts, inputs, reported, together};
use super::lint::{CONFIGS, json};
use super::pieces::{choice_and_text, parts};

/// The first byte chooses the pack and the formats; the posts stand one after the other.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let config = &CONFIGS[choice % 2];
    let drafts = drafts(choice / 2 % 8, &parts(text, 6));
    let all = inputs(&drafts);
    let one = alone(|| reported(config, &all, None, json));
    let many = together(|| reported(config, &all, None, json));
    assert_eq!(one, many, "threads show");
    if let [rest @ .., _] = drafts.as_slice()
        && !rest.is_empty()
    {
        let with = alone(|| of_posts_alone(config, &drafts));
        let mut without = alone(|| of_posts_alone(config, rest));
        without.retain(|it| !with.contains(it));
        assert_eq!(
            without,
            BTreeSet::new(),
            "a post takes findings from others"
        );
        let mut more = with;
        let without = alone(|| of_posts_alone(config, rest));
        more.retain(|it| !without.contains(it) && it.0 != drafts[rest.len()].name);
        assert_eq!(more, BTreeSet::new(), "a post gives findings to others");
    }
}

/// Post, code and message of what rules find that look at one post alone. Places are none of it:
/// of two findings that begin at one place, one gives way.
fn of_posts_alone(config: &Config, drafts: &[Draft<'_>]) -> BTreeSet<(String, String, String)> {
    let inputs = inputs(drafts);
    reported(config, &inputs, None, |report, _| {
        let findings = report.findings.iter();
        let findings = findings.filter(|it| {
            let mut rules = config.rules.rules.iter();
            let rule = rules.find(|rule| rule.id == it.diagnostic.code.rule());
            rule.is_none_or(|rule| !RuleSet::check(rule, &[]).is_corpus())
        });
        let named = findings.map(|it| {
            let told = it.diagnostic;
            (
                it.places[0].path.to_string(),
                told.code.to_string(),
                told.message,
            )
        });
        named.collect()
    })
}
