//! What happens when rules fail, and when findings can not be told in full.

use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::config::{Request, load};
use crate::diagnostic::{Code, Severity};
use crate::discover::{Named, discover};
use crate::read::reload;
use crate::rule::{Check, CorpusValues, Fact, Found, PostContext, Survey};
use crate::source::Span;

const CONFIG: &str = "[posts]\ninclude = [\"**/*.md\", \"**/*.html\"]\n[[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\n";

/// A rule that fails once it is to say what it found.
struct Speechless;

impl Check for Speechless {
    fn is_corpus(&self) -> bool {
        true
    }

    fn facts(&self, _: &PostContext<'_>) -> Vec<Fact> {
        Vec::new()
    }

    fn survey<'c>(&'c self, _: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Self))
    }
}

impl Survey for Speechless {
    fn judge(&self, _: u32, _: &dyn CorpusValues) -> Vec<Found> {
        vec![Found {
            finding: "repeated",
            span: Span::at(0),
            identity: 0,
            handle: 0,
        }]
    }

    fn tell(&self, _: u32, _: &Found) -> Option<Diagnostic> {
        panic!("a rule with a fault");
    }
}

/// Fails on the posts that say so.
struct Fragile;

impl Check for Fragile {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        assert!(!cx.text.contains("fragile"), "a rule with a fault");
        let code = Code::of_rule(cx.rule, "repeated");
        let told = Diagnostic::new(
            code,
            Severity::Error,
            cx.source,
            Span::at(0),
            cx.path.to_string(),
        );
        vec![told]
    }
}

/// Judges two posts of one title, lets something happen, and tells what was found: the messages,
/// and what kept them from being told in full.
fn told(
    check: Option<Box<dyn Check>>,
    meanwhile: impl FnOnce(&Path),
) -> (Vec<String>, Vec<String>) {
    told_of(
        &[("a.md", "# One\n"), ("b.md", "# One\n")],
        check,
        meanwhile,
    )
}

/// The same of other posts.
fn told_of(
    posts: &[(&str, &str)],
    check: Option<Box<dyn Check>>,
    meanwhile: impl FnOnce(&Path),
) -> (Vec<String>, Vec<String>) {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    std::fs::write(root.join("gatepost.toml"), CONFIG).unwrap();
    for (name, text) in posts {
        std::fs::write(root.join(name), text).unwrap();
    }
    let mut sources = Sources::new(reload);
    let mut config = load(&Request::default(), root, &mut sources).unwrap();
    if let Some(check) = check {
        config.rules.rules[0].check = check;
    }
    let found = discover(&config, root, &Named::default()).unwrap();
    let inputs = found.inputs.iter();
    let input_sources: Vec<SourceId> = inputs
        .map(|input| sources.add(input.shown.clone(), input.origin.clone()))
        .collect();
    let run = Run {
        config: &config,
        site: &Site::none(),
        inputs: &found.inputs,
        input_sources: &input_sources,
        sources: &sources,
        today: Date::constant(2026, 1, 1),
        progress: &Progress::default(),
    };
    let book = note(&run, None, None);
    let corpora = corpora(&book);
    let outcome = judge(&book, &corpora);
    meanwhile(root);
    let findings = outcome.findings();
    let messages = findings.iter().map(|it| outcome.tell(it).message);
    let messages = messages.collect();
    let lost = outcome.lost().into_iter().map(|(_, reason)| reason);
    (messages, lost.collect())
}

#[test]
fn nothing_is_lost_of_findings_that_are_told() {
    let (messages, lost) = told(None, |_| {});
    assert_eq!(messages.len(), 2);
    assert!(
        messages.iter().all(|it| it.contains("title")),
        "{messages:?}"
    );
    assert_eq!(lost, Vec::<String>::new());
}

#[test]
fn a_rule_that_fails_while_it_tells_is_an_internal_error() {
    let (messages, lost) = told(Some(Box::new(Speechless)), |_| {});
    assert_eq!(messages, ["nothing more can be told of this finding"; 2]);
    assert!(lost[0].starts_with("internal error in rule t "), "{lost:?}");
}

#[test]
fn a_post_that_vanishes_before_it_is_told_is_a_failure() {
    let (messages, lost) = told(None, |root| {
        for name in ["a.md", "b.md"] {
            std::fs::remove_file(root.join(name)).unwrap();
        }
    });
    assert_eq!(messages.len(), 2);
    assert!(
        lost.iter().any(|it| it.contains("No such file")),
        "{lost:?}"
    );
}

#[test]
fn a_post_that_a_rule_fails_on_hides_no_other_that_is_judged_in_step_with_it() {
    let texts = ["# One\n", "<p>One</p>\n", "---\nx: [\n---\n"];
    let names: Vec<String> = (0..200)
        .map(|number| format!("{number:03}.{}", ["md", "html", "md"][number % 3]))
        .collect();
    let texts = (0..).map(|number| {
        if number == 99 {
            "# fragile\n"
        } else {
            texts[number % 3]
        }
    });
    let posts: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts).collect();
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let told = || told_of(&posts, Some(Box::new(Fragile)), |_| {});
    let (mut messages, _) = one_thread.install(told);
    messages.retain(|it| !it.contains("YAML"));
    let is_failure = |it: &mut String| it.contains("internal error");
    let failures: Vec<String> = messages.extract_if(.., is_failure).collect();
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(failures[0].contains("099.md"), "{failures:?}");
    let others = names.iter().filter(|name| *name != "099.md");
    assert!(messages.iter().eq(others), "{messages:?}");
}
