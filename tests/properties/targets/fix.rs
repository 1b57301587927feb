//! Fixes: they come to an end, make nothing worse, and a second run finds nothing more to do.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use gatepost::config::Config;
use gatepost::diagnostic::Applicability;
use gatepost::discover::Input;
use gatepost::fix::{Converged, Fixable, Judged, Proposed, Texts, converge};
use gatepost::source::Origin;

use super::engine::{alone, configured, drafts, inputs, reported};
use super::pieces::{choice_and_text, parts};
use super::places::assert_in;

/// Rules that can put right what they find, in every way that there is.
const RULES: &str = r#"
[[rule]]
id = "fields"
kind = "meta"
severity = "error"
unknown-keys = "deny"
[rule.fields.title]
required = true
[rule.fields.date]
type = "date"
[rule.fields.updated]
format = "date"
[rule.fields.level]
one-of = ["beginner", "advanced", "Expert"]
[rule.fields.draft]
type = "boolean"
[rule.fields.tags]
type = "list"
unique-items = true
of = "string"
[rule.fields.version]
type = "string"
[rule.fields.count]
type = "integer"
[rule.fields.hash]

[[rule]]
id = "hash"
kind = "hash"
field = "hash"
algorithm = "xxh3-64"
"#;

static CONFIG: LazyLock<Config> = LazyLock::new(|| {
    let (_, config) = configured(RULES);
    config.unwrap_or_else(|failure| panic!("{failure:?}"))
});

/// The first byte chooses how sure fixes must be; the posts stand one after the other.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let wanted = if choice % 2 == 0 {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let drafts = drafts(choice / 2 % 8, &parts(text, 3));
    let mut posts = Posts {
        inputs: inputs(&drafts),
        wanted,
    };
    alone(|| {
        let before = posts.judge(&Texts::new()).unwrap();
        let converged = converge(&mut posts).expect("nobody stops it");
        for change in &converged.changes {
            assert_kept(&change.before, &change.after);
            assert!(change.fixed > 0);
        }
        posts.take(&converged);
        let after = posts.judge(&Texts::new()).unwrap();
        for (key, count) in &after.counts {
            let had = before.counts.get(key).copied().unwrap_or_default();
            assert!(*count <= had, "{key:?}: {had} before, {count} after");
        }
        if converged.is_settled && converged.conflicts.is_empty() {
            let again = converge(&mut posts).expect("nobody stops it");
            assert_eq!(again.changes, [], "a second run changes more");
        }
    });
}

/// What no fix touches: a byte order mark, the sort of line ends, the end of the file.
fn assert_kept(before: &str, after: &str) {
    assert_ne!(before, after);
    assert_eq!(
        before.starts_with('\u{feff}'),
        after.starts_with('\u{feff}')
    );
    let lone = |text: &str| text.replace("\r\n", "").matches(['\r', '\n']).count();
    let pairs = |text: &str| text.matches("\r\n").count();
    assert!(lone(after) <= lone(before), "a line end more");
    assert!(pairs(after) <= pairs(before), "a line end more");
}

struct Posts {
    inputs: Vec<Input>,
    wanted: Applicability,
}

impl Posts {
    fn take(&mut self, converged: &Converged) {
        for change in &converged.changes {
            self.inputs[change.input].origin = Origin::Memory(change.after.clone());
        }
    }

    fn text_of(&self, input: usize) -> Arc<str> {
        match &self.inputs[input].origin {
            Origin::Memory(text) => text.clone(),
            other => panic!("{other:?} is not in memory"),
        }
    }
}

impl Fixable for Posts {
    fn text(&mut self, input: usize) -> Option<Arc<str>> {
        Some(self.text_of(input))
    }

    fn judge(&mut self, texts: &Texts) -> Option<Judged> {
        let mut inputs = self.inputs.clone();
        for (number, text) in texts {
            inputs[*number].origin = Origin::Memory(text.clone());
        }
        let judged = reported(&CONFIG, &inputs, None, |report, _| {
            let mut judged = Judged {
                proposed: Vec::new(),
                counts: HashMap::default(),
            };
            for located in report.findings.iter() {
                let told = located.diagnostic;
                let input = told.primary().source.0 as usize;
                *judged.counts.entry((input, told.code.clone())).or_default() += 1;
                let Some(fix) = told.fix.filter(|fix| fix.applicability <= self.wanted) else {
                    continue;
                };
                let Origin::Memory(text) = &inputs[input].origin else {
                    continue;
                };
                fix.edits.iter().for_each(|edit| assert_in(text, edit.span));
                judged.proposed.push(Proposed {
                    input,
                    code: told.code,
                    fix,
                });
            }
            judged
        });
        Some(judged)
    }
}
