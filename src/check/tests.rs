//! What happens when rules fail, and when findings can not be told in full.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;
use crate::config::{Request, load};
use crate::diagnostic::{Code, Severity};
use crate::discover::{Named, discover, discover_telling};
use crate::read::{now, reload};
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
    let (folder, sources, mut config) = site_of(posts);
    let root = folder.path();
    if let Some(check) = check {
        config.rules.rules[0].check = check;
    }
    let found = discover(&config, root, &Named::default()).unwrap();
    let input_sources = sources_of(&found.inputs, &sources);
    let (site, progress) = (Site::none(), Progress::default());
    let run = Run {
        inputs: &found.inputs,
        input_sources: &input_sources,
        ..run_of_nothing(&config, &site, &sources, &progress)
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

/// A folder with posts, and what is configured there.
fn site_of(posts: &[(&str, &str)]) -> (TempDir, Sources, Config) {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    std::fs::write(root.join("gatepost.toml"), CONFIG).unwrap();
    for (name, text) in posts {
        std::fs::write(root.join(name), text).unwrap();
    }
    let mut sources = Sources::new(reload);
    let config = load(&Request::default(), root, &mut sources).unwrap();
    (folder, sources, config)
}

fn sources_of(inputs: &[Input], sources: &Sources) -> Vec<SourceId> {
    let inputs = inputs.iter();
    let added = inputs.map(|input| sources.add(input.shown.clone(), input.origin.clone()));
    added.collect()
}

fn run_of_nothing<'a>(
    config: &'a Config,
    site: &'a Site,
    sources: &'a Sources,
    progress: &'a Progress,
) -> Run<'a> {
    Run {
        config,
        site,
        inputs: &[],
        input_sources: &[],
        sources,
        today: Date::constant(2026, 1, 1),
        progress,
    }
}

/// Works with so many threads.
fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
    builder.build().unwrap().install(work)
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
    let told = || told_of(&posts, Some(Box::new(Fragile)), |_| {});
    let (mut messages, _) = with_threads(1, told);
    messages.retain(|it| !it.contains("YAML"));
    let is_failure = |it: &mut String| it.contains("internal error");
    let failures: Vec<String> = messages.extract_if(.., is_failure).collect();
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(failures[0].contains("099.md"), "{failures:?}");
    let others = names.iter().filter(|name| *name != "099.md");
    assert!(messages.iter().eq(others), "{messages:?}");
}

/// Two steps of posts of one title.
fn posts_of_one_title() -> Vec<(String, &'static str)> {
    let names = (0..32).map(|number| (format!("{number:02}.md"), "# One\n"));
    names.collect()
}

#[test]
fn files_are_judged_while_others_are_looked_for() {
    let posts = posts_of_one_title();
    let named: Vec<(&str, &str)> = posts.iter().map(|(name, text)| (&**name, *text)).collect();
    let (folder, sources, config) = site_of(&named);
    let (site, progress) = (Site::none(), Progress::default());
    let run = run_of_nothing(&config, &site, &sources, &progress);
    let began = AtomicU64::default();
    let find = |tell: &mut dyn FnMut(&Input)| {
        began.store(now(), Ordering::Relaxed);
        let found = discover_telling(&config, folder.path(), &Named::default(), tell).unwrap();
        let patience = Instant::now() + Duration::from_secs(60);
        while progress.judged() < posts.len() && Instant::now() < patience {
            std::thread::yield_now();
        }
        // Standard input and what is staged take the place of what was met on the disk.
        let mut inputs = found.inputs;
        inputs[7] = inputs[7]
            .clone()
            .with_bytes(Ok(b"# Two\n".as_slice().into()));
        inputs
    };
    let (inputs, ahead) = with_threads(2, || note_ahead(&run, find));
    assert_eq!(progress.judged(), posts.len(), "before all were found");
    for (name, _) in &named {
        std::fs::remove_file(folder.path().join(name)).unwrap();
    }
    let input_sources = sources_of(&inputs, &sources);
    let run = Run {
        inputs: &inputs,
        input_sources: &input_sources,
        ..run
    };
    let book = note_rest(&run, ahead, None, None);
    assert!(book.read <= began.into_inner(), "read since then");
    let corpora = corpora(&book);
    let outcome = judge(&book, &corpora);
    assert_eq!(book.failures(), [], "nothing is read again");
    let findings = outcome.findings();
    let found = findings.iter().map(|it| sources.shown(it.source));
    let others = inputs.iter().map(|input| input.shown.clone());
    assert!(found.eq(others.filter(|shown| **shown != *"07.md")));
}

#[test]
fn one_thread_judges_when_all_is_found() {
    let posts = posts_of_one_title();
    let named: Vec<(&str, &str)> = posts.iter().map(|(name, text)| (&**name, *text)).collect();
    let (folder, sources, config) = site_of(&named);
    let (site, progress) = (Site::none(), Progress::default());
    let run = run_of_nothing(&config, &site, &sources, &progress);
    let find = |tell: &mut dyn FnMut(&Input)| {
        discover_telling(&config, folder.path(), &Named::default(), tell).unwrap()
    };
    let (found, _) = with_threads(1, || note_ahead(&run, find));
    assert_eq!((found.inputs.len(), progress.judged()), (posts.len(), 0));
}

#[test]
fn a_fault_while_files_are_looked_for_leaves_nobody_waiting() {
    let (_folder, sources, config) = site_of(&[]);
    let (site, progress) = (Site::none(), Progress::default());
    let run = run_of_nothing(&config, &site, &sources, &progress);
    let fault = || with_threads(4, || note_ahead(&run, |_| panic!("a fault")));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(fault));
    assert!(ended.is_err());
}
