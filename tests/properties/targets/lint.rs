//! The rules of the built-in packs, over posts of any content.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use gatepost::config::Config;
use gatepost::gate::Report;
use gatepost::source::Sources;

use super::engine::{Draft, alone, drafts, inputs, pack, reported};
use super::inert::assert_all_inert;
use super::pieces::{choice_and_text, parts};
use super::places::assert_in;

/// The packs.
pub(super) static CONFIGS: LazyLock<[Config; 2]> =
    LazyLock::new(|| ["recommended", "alphanode"].map(pack));

/// The first byte chooses the pack and the formats; the posts stand one after the other.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let config = &CONFIGS[choice % 2];
    let drafts = drafts(choice / 2 % 8, &parts(text, 4));
    alone(|| {
        reported(config, &inputs(&drafts), None, |report, sources| {
            assert_true(report, &drafts);
            if choice >= 128 {
                assert_all_inert(report, sources);
            }
        });
    });
}

/// Asserts that what a report says of places is so, and that each finding has a name of its own.
pub(super) fn assert_true(report: &Report<'_>, drafts: &[Draft<'_>]) {
    let mut fingerprints = BTreeSet::new();
    for located in report.findings.iter() {
        let told = &located.diagnostic;
        for label in &told.labels {
            let text = drafts[label.source.0 as usize].text;
            label
                .span
                .into_iter()
                .for_each(|span| assert_in(text, span));
        }
        for edit in told.fix.iter().flat_map(|fix| &fix.edits) {
            assert_in(drafts[told.primary().source.0 as usize].text, edit.span);
        }
        assert_eq!(located.places.len(), told.labels.len());
        assert!(
            !told.message.is_empty() && !told.message.ends_with('.'),
            "{}",
            told.message
        );
        assert_eq!(located.fingerprint.len(), 32);
        assert!(
            fingerprints.insert(located.fingerprint.clone()),
            "{}",
            told.message
        );
    }
    let summary = &report.summary;
    assert_eq!(
        summary.findings,
        summary.errors + summary.warnings + summary.infos
    );
    assert_eq!(summary.findings, summary.by_code.values().sum::<usize>());
    assert_eq!(summary.shown(), fingerprints.len());
}

/// What a report says, as JSON.
pub(super) fn json(report: &Report<'_>, sources: &Sources) -> String {
    super::inert::emitted("json", report, sources)
}
