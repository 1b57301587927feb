//! Judging all posts together, from the facts that were noted of each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Outcome, PostRecord, RuleFacts, Run, reworded};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::rule::{Check, Corpus, CorpusFindings, CorpusPost, LoadedPost, Rule};

/// Runs every corpus rule over the facts of all posts.
pub(super) fn check(run: &Run<'_>, posts: &[PostRecord], outcome: &mut Outcome) {
    for (number, rule) in run.config.rules.rules.iter().enumerate() {
        if !rule.check.is_corpus() {
            continue;
        }
        let noted: Vec<(&PostRecord, &RuleFacts)> = posts
            .iter()
            .filter_map(|post| {
                let mut facts = post.facts.iter();
                let facts = facts.find(|facts| facts.rule == number)?;
                Some((post, facts))
            })
            .collect();
        let unread = Mutex::default();
        let found = judge(run, rule, &noted, &unread);
        // A post that was there when it was judged alone, and now is not, is told.
        let unread = unread.into_inner().unwrap_or_else(PoisonError::into_inner);
        outcome.failures.extend(unread);
        if let Some(found) = found {
            keep(run, rule, found, &noted, outcome);
        } else {
            let reason = format!(
                "internal error in rule {} (this is a bug; other rules were checked)",
                rule.id
            );
            outcome.failures.push((String::new(), reason));
        }
    }
}

fn judge(
    run: &Run<'_>,
    rule: &Rule,
    noted: &[(&PostRecord, &RuleFacts)],
    unread: &Mutex<Vec<(String, String)>>,
) -> Option<CorpusFindings> {
    let posts: Vec<CorpusPost<'_>> = noted
        .iter()
        .map(|(post, facts)| CorpusPost {
            source: post.source,
            path: &run.inputs[post.input].shown,
            anchor: post.anchor,
            is_reported: facts.is_reported,
            facts: &facts.facts,
        })
        .collect();
    let load = |at: usize| {
        let loaded = load(run, noted[at].0);
        if let Err(error) = &loaded {
            let path = run.inputs[noted[at].0.input].shown.to_string();
            let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
            unread.push((path, error.to_string()));
        }
        loaded
    };
    let corpus = Corpus {
        rule: &rule.id,
        posts: &posts,
        load: &load,
    };
    let check: &dyn Check = &*rule.check;
    catch_unwind(AssertUnwindSafe(|| check.check_corpus(&corpus))).ok()
}

fn load(run: &Run<'_>, post: &PostRecord) -> Result<Arc<LoadedPost>> {
    let source = run.sources.text(post.source)?;
    let input = &run.inputs[post.input];
    let mut posts = input.format.parse(&source.text, &run.config.parse);
    if post.ordinal >= posts.len() {
        let message = format!("{} changed while gatepost was running", input.shown);
        return Err(Error::new(message));
    }
    Ok(Arc::new(LoadedPost {
        text: source.text.clone(),
        post: posts.swap_remove(post.ordinal),
    }))
}

fn keep(
    run: &Run<'_>,
    rule: &Rule,
    found: CorpusFindings,
    noted: &[(&PostRecord, &RuleFacts)],
    outcome: &mut Outcome,
) {
    let severities = |diagnostic: &Diagnostic| {
        // Overrides are looked up again for the few posts with findings, not kept for all.
        let source = diagnostic.primary().source;
        let at = noted.binary_search_by_key(&source, |(post, _)| post.source);
        let input = at.ok().map(|at| &run.inputs[noted[at].0.input]);
        let overrides =
            input.map_or_else(Vec::new, |input| run.config.rules.overrides_of(&input.path));
        run.config
            .rules
            .severity(rule, &diagnostic.code, &overrides)
    };
    for mut diagnostic in found.diagnostics {
        if let Some(severity) = severities(&diagnostic) {
            diagnostic.severity = severity;
            outcome.diagnostics.push(reworded(rule, diagnostic));
        }
    }
    outcome.clusters.extend(found.clusters);
    outcome.notices.extend(found.notices);
}
