//! `gatepost explain`.

mod explained;

use self::explained::{Explained, FixRow, OptionRow};
use super::session::Session;
use super::{Status, print};
use crate::cli::{ConfigChoice, ExplainArgs};
use crate::config::{ENGINE, SUPPRESSION, says_unjudged};
use crate::emit::write_json;
use crate::error::{Error, Result};
use crate::rule::kinds::{KINDS, kind_named};
use crate::rule::{Example, Rule, RuleKind, Selection};
use crate::text::nearest;

pub(super) fn run(args: &ExplainArgs) -> Result<Status> {
    let session = match Session::start(&args.config, Selection::default()) {
        Ok(session) => session,
        // A configuration with mistakes, told already, is when kinds need to be looked up.
        Err(_) if is_built_in(&args.code) => Session::start(
            &ConfigChoice {
                isolated: true,
                ..ConfigChoice::default()
            },
            Selection::default(),
        )?,
        Err(error) => return Err(error),
    };
    let topic = Topic::of(&args.code, &session)?;
    let explained = topic.explained();
    print(|out| {
        if args.json {
            write_json(out, &explained)
        } else {
            explained.write(out)
        }
    })
}

/// Whether a name needs no configuration to be explained.
fn is_built_in(name: &str) -> bool {
    kind_named(name).is_some() || of_engine().any(|(code, _)| *code == name)
}

/// The codes that no rule has.
fn of_engine() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    ENGINE.iter().chain(SUPPRESSION)
}

/// What is asked about.
enum Topic<'a> {
    Rule(&'a Rule, Option<&'a str>),
    Kind(&'static dyn RuleKind),
    Engine(&'static str, &'static str),
}

impl<'a> Topic<'a> {
    fn of(code: &'a str, session: &'a Session) -> Result<Self> {
        if let Some((name, doc)) = of_engine().find(|(name, _)| *name == code) {
            return Ok(Self::Engine(name, doc));
        }
        let (id, finding) = match code.split_once('/') {
            Some((id, finding)) => (id, Some(finding)),
            None => (code, None),
        };
        if let Some(rule) = session.config.rules.rule(id) {
            if let Some(finding) = finding {
                known_finding(rule, finding)?;
            }
            return Ok(Self::Rule(rule, finding));
        }
        if let Some(kind) = kind_named(code) {
            return Ok(Self::Kind(kind));
        }
        let rules = session.config.rules.rules.iter();
        let engine = of_engine().map(|(name, _)| *name);
        let kinds = KINDS.iter().map(|kind| kind.name());
        let names = rules
            .map(|rule| rule.id.as_str())
            .chain(kinds)
            .chain(engine);
        Err(Error::new(match nearest(id, names) {
            Some(near) => format!("nothing is called '{code}'; did you mean '{near}'?"),
            None => format!("nothing is called '{code}'; `gatepost rules` lists what is in force"),
        }))
    }

    fn explained(&self) -> Explained<'a> {
        match self {
            Self::Engine(name, doc) => Explained {
                summary: doc,
                note: says_unjudged(name)
                    .then_some("Told by the engine as an error; no configuration switches it off."),
                switch_off: (!says_unjudged(name))
                    .then(|| format!("[rules]\n\"{name}\" = \"off\"")),
                ..Explained::named((*name).to_owned())
            },
            Self::Kind(kind) => Explained {
                kind: Some(kind.name()),
                summary: kind.summary(),
                findings: findings(*kind, None, kind.name()),
                fixes: fixes(*kind, None, kind.name()),
                options: options(*kind),
                ..Explained::named(kind.name().to_owned())
            },
            Self::Rule(rule, finding) => Explained {
                kind: Some(rule.kind.name()),
                severity: Some(rule.level.as_str()),
                summary: rule.kind.summary(),
                why: rule.why.as_deref(),
                url: rule.url.as_deref(),
                findings: findings(rule.kind, *finding, &rule.id),
                fixes: fixes(rule.kind, *finding, &rule.id),
                options: options(rule.kind),
                bad: example(rule, *finding, true),
                good: example(rule, *finding, false),
                suppress: Some(suppress(rule, *finding)),
                switch_off: Some(switch_off(rule, *finding)),
                ..Explained::named(match finding {
                    Some(finding) => format!("{}/{finding}", rule.id),
                    None => rule.id.clone(),
                })
            },
        }
    }
}

fn known_finding(rule: &Rule, finding: &str) -> Result<()> {
    let known: Vec<&str> = rule
        .kind
        .findings()
        .iter()
        .map(|found| found.name)
        .collect();
    if known.contains(&finding) {
        return Ok(());
    }
    Err(Error::new(format!(
        "rule '{}' has no finding '{finding}'; known are {}",
        rule.id,
        known.join(", ")
    )))
}

fn findings(
    kind: &'static dyn RuleKind,
    only: Option<&str>,
    id: &str,
) -> Vec<(String, &'static str)> {
    let all = kind.findings().iter();
    all.filter(|finding| only.is_none_or(|only| only == finding.name))
        .map(|finding| (format!("{id}/{}", finding.name), finding.summary))
        .collect()
}

fn fixes(kind: &'static dyn RuleKind, only: Option<&str>, id: &str) -> Vec<FixRow> {
    let all = kind.fixes().iter();
    all.filter(|fix| only.is_none_or(|only| only == fix.finding))
        .map(|fix| FixRow {
            code: format!("{id}/{}", fix.finding),
            made_with: fix.made_with(),
            summary: fix.summary,
        })
        .collect()
}

fn options(kind: &'static dyn RuleKind) -> Vec<OptionRow> {
    let all = kind.options().iter();
    all.map(|option| OptionRow {
        name: option.name,
        takes: option.takes,
        default: option.default,
        doc: option.doc,
    })
    .collect()
}

/// The first example that shows (or does not show) the finding.
fn example<'a>(rule: &'a Rule, finding: Option<&str>, is_bad: bool) -> Option<&'a Example> {
    let shows = |example: &&Example| match finding {
        Some(finding) if is_bad => {
            let code = format!("{}/{finding}", rule.id);
            example.want.contains(&code)
        }
        _ => example.want.is_empty() != is_bad,
    };
    rule.examples.iter().find(shows)
}

fn suppress(rule: &Rule, finding: Option<&str>) -> String {
    let code = match finding {
        Some(finding) => format!("{}/{finding}", rule.id),
        None => rule.id.clone(),
    };
    format!("<!-- gatepost-disable-next-line {code} -- the reason -->")
}

fn switch_off(rule: &Rule, finding: Option<&str>) -> String {
    match finding {
        Some(finding) => format!("[rules]\n\"{}/{finding}\" = \"off\"", rule.id),
        None => format!("[rules]\n{} = \"off\"", rule.id),
    }
}
