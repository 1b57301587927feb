//! Rules of strangers over posts of strangers.

use super::engine::{alone, configured, drafts, inputs, reported};
use super::inert::assert_all_inert;
use super::lint::assert_true;
use super::pieces::{choice_and_text, parts};

/// The first byte chooses the formats; a configuration comes first, then posts.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let parts = parts(text, 4);
    let Some((rules, posts)) = parts.split_first() else {
        return;
    };
    let (_, config) = configured(rules);
    let Ok(config) = config else {
        return;
    };
    let drafts = drafts(choice % 8, posts);
    alone(|| {
        reported(&config, &inputs(&drafts), None, |report, sources| {
            assert_true(report, &drafts);
            assert_all_inert(report, sources);
        });
    });
}
