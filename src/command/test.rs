//! `gatepost test`: the examples that rules carry.

use std::path::Path;

use super::rules::place;
use super::session::Session;
use super::{Status, print};
use crate::check::{Progress, Run, corpora, judge, note};
use crate::cli::TestArgs;
use crate::config::Config;
use crate::discover::{Input, in_records};
use crate::emit::plain;
use crate::error::{Error, Result};
use crate::parse::format_of_extension;
use crate::read::reload;
use crate::rule::{Example, Rule, Selection};
use crate::site::Site;
use crate::source::{SourceId, Sources};

/// The day on which examples take place, so that they do not age.
const EXAMPLE_DAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

pub(super) fn run(args: &TestArgs) -> Result<Status> {
    let choices = if args.packs.is_empty() {
        vec![args.config.clone()]
    } else {
        let packs = args.packs.iter();
        packs
            .map(|pack| {
                let mut choice = args.config.clone();
                choice.config.insert(0, pack.clone());
                choice
            })
            .collect()
    };
    let mut lines = Vec::new();
    let mut counts = Counts::default();
    for choice in &choices {
        let mut session = Session::start(choice, Selection::default())?;
        test_rules(&mut session, args.quiet, &mut lines, &mut counts)?;
    }
    let Counts {
        passed,
        failed,
        without,
    } = counts;
    print(|out| {
        for line in &lines {
            writeln!(out, "{line}")?;
        }
        writeln!(
            out,
            "{passed} examples passed, {failed} failed, {without} rules without examples"
        )
    })?;
    Ok(if failed == 0 {
        Status::Passed
    } else {
        Status::Failed
    })
}

#[derive(Default)]
struct Counts {
    passed: usize,
    failed: usize,
    without: usize,
}

fn test_rules(
    session: &mut Session,
    quiet: bool,
    lines: &mut Vec<String>,
    counts: &mut Counts,
) -> Result<()> {
    let rules = std::mem::take(&mut session.config.rules.rules);
    for rule in rules {
        if rule.examples.is_empty() {
            counts.without += 1;
        }
        let examples = rule.examples.clone();
        let id = rule.id.clone();
        session.config.rules.rules = vec![judged(rule)];
        for example in &examples {
            let found = codes_found(&session.config, example)?;
            if found == example.want {
                counts.passed += 1;
                if !quiet {
                    lines.push(format!("ok      {id}: {}", plain(&example.name)));
                }
            } else {
                counts.failed += 1;
                let at = place(example.declared, &session.sources);
                lines.push(format!(
                    "FAILED  {id}: {} ({})",
                    plain(&example.name),
                    plain(&at)
                ));
                lines.push(format!("          wanted {}", listed(&example.want)));
                lines.push(format!("          found  {}", listed(&found)));
            }
        }
    }
    Ok(())
}

/// A rule is tested whatever its severity and paths.
fn judged(mut rule: Rule) -> Rule {
    use crate::diagnostic::{Level, Severity};
    if rule.level == Level::Off {
        rule.level = Level::On(Severity::Error);
    }
    for level in rule.finding_levels.values_mut() {
        *level = rule.level;
    }
    rule.scope = None;
    rule
}

/// The sorted codes that the one rule of `config` finds in the posts of an example.
fn codes_found(config: &Config, example: &Example) -> Result<Vec<String>> {
    let sources = Sources::new(reload);
    let mut inputs = Vec::new();
    for (path, text) in &example.posts {
        inputs.push(input(path, text)?);
    }
    inputs.sort_by(|a, b| a.shown.cmp(&b.shown));
    let (inputs, _) = in_records(inputs, config.limits.file_size);
    let input_sources: Vec<SourceId> = inputs
        .iter()
        .map(|input| sources.add(input.shown.clone(), input.origin.clone()))
        .collect();
    let run = Run {
        config,
        site: &Site::none(),
        inputs: &inputs,
        input_sources: &input_sources,
        sources: &sources,
        today: EXAMPLE_DAY,
        progress: &Progress::default(),
    };
    let book = note(&run, None, None);
    let corpora = corpora(&book);
    let outcome = judge(&book, &corpora);
    if let Some((_, reason)) = outcome.failures.first() {
        return Err(Error::new(reason.clone()));
    }
    let mut codes: Vec<String> = outcome
        .findings()
        .iter()
        .map(|finding| outcome.code(finding).to_string())
        .collect();
    codes.sort();
    Ok(codes)
}

fn input(path: &str, text: &str) -> Result<Input> {
    let extension = Path::new(path).extension().and_then(|ext| ext.to_str());
    let Some(format) = extension.and_then(format_of_extension) else {
        return Err(Error::new(format!(
            "cannot tell the format of the example post '{path}'"
        )));
    };
    let input = Input::of_file(Path::new(path), path.to_owned(), format);
    Ok(input.with_bytes(Ok(text.as_bytes().into())))
}

fn listed(codes: &[String]) -> String {
    if codes.is_empty() {
        return "nothing".to_owned();
    }
    plain(&codes.join(", ")).into_owned()
}
