//! `gatepost rules`.

use serde::Serialize;

use super::session::Session;
use super::{Status, print};
use crate::cli::RulesArgs;
use crate::emit::{plain, write_json};
use crate::error::Result;
use crate::rule::{Rule, Selection, Setting};
use crate::source::Sources;

pub(super) fn run(args: &RulesArgs) -> Result<Status> {
    let session = Session::start(&args.config, Selection::default())?;
    let rules = &session.config.rules.rules;
    if args.json {
        let rows: Vec<Row<'_>> = rules.iter().map(|rule| Row::of(rule, &session)).collect();
        return print(|out| write_json(out, &rows));
    }
    let widths = |of: fn(&Rule) -> usize| rules.iter().map(of).max().unwrap_or(0);
    let id_width = widths(|rule| rule.id.len());
    let kind_width = widths(|rule| rule.kind.name().len());
    print(|out| {
        for rule in rules {
            let set = place(rule.level_set, &session.sources);
            writeln!(
                out,
                "{:id_width$}  {:kind_width$}  {:7}  {}",
                rule.id,
                rule.kind.name(),
                rule.level.as_str(),
                plain(&set),
            )?;
            for (finding, level) in &rule.finding_levels {
                writeln!(
                    out,
                    "  {:1$}  {2}",
                    format!("{}/{finding}", rule.id),
                    id_width + kind_width,
                    level.as_str()
                )?;
            }
        }
        Ok(())
    })
}

/// `file:line:column` of a setting.
pub(super) fn place(setting: Setting, sources: &Sources) -> String {
    let shown = sources.shown(setting.source);
    match sources.text(setting.source) {
        Ok(text) => {
            let at = text.lines.position(&text.text, setting.span.start);
            format!("{shown}:{}:{}", at.line, at.column)
        }
        Err(_) => shown.to_string(),
    }
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: &'a str,
    severity: &'a str,
    set_at: String,
    declared_at: String,
    findings: Vec<FindingRow<'a>>,
    why: Option<&'a str>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingRow<'a> {
    code: String,
    severity: &'a str,
    summary: &'a str,
}

impl<'a> Row<'a> {
    fn of(rule: &'a Rule, session: &Session) -> Self {
        let findings = rule.kind.findings().iter().map(|finding| FindingRow {
            code: format!("{}/{}", rule.id, finding.name),
            severity: rule
                .finding_levels
                .get(finding.name)
                .unwrap_or(&rule.level)
                .as_str(),
            summary: finding.summary,
        });
        Self {
            id: &rule.id,
            kind: rule.kind.name(),
            severity: rule.level.as_str(),
            set_at: place(rule.level_set, &session.sources),
            declared_at: place(rule.declared, &session.sources),
            findings: findings.collect(),
            why: rule.why.as_deref(),
            url: rule.url.as_deref(),
        }
    }
}
