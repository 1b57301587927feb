//! What a run could have found, declared whether it was found or not.

use std::io::{self, Write};

use serde::Serialize;

use super::super::escape::plain;
use super::super::json::write_value;
use super::super::markup::shown;
use super::{Text, level};
use crate::config::says_unjudged;
use crate::diagnostic::Severity;
use crate::gate::Declared;

/// The longest description that GitHub takes, in characters.
const LONGEST: usize = 1_024;

/// Writes a descriptor a line, in the order of `declared`.
pub(super) fn write(declared: &[Declared], out: &mut dyn Write) -> io::Result<()> {
    let mut start = "\n";
    for rule in declared {
        out.write_all(start.as_bytes())?;
        write_value(&Descriptor::of(rule), out)?;
        start = ",\n";
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties<'a> {
    tags: [&'a str; 2],
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

impl<'a> Descriptor<'a> {
    fn of(rule: &'a Declared) -> Self {
        let summary = plain(rule.summary);
        let why = rule.why.as_deref().map(plain);
        let full = match &why {
            Some(why) => format!("{summary}. {why}"),
            None => format!("{summary}."),
        };
        Self {
            id: &rule.code,
            short_description: Text {
                text: summary.into_owned(),
            },
            full_description: Text {
                text: full.chars().take(LONGEST).collect(),
            },
            help: Help::of(rule),
            help_uri: rule.url.as_deref().and_then(address),
            default_configuration: Configuration {
                level: level(rule.severity),
            },
            properties: Properties {
                tags: ["content", rule.kind.unwrap_or("engine")],
                precision: "very-high",
                problem_severity: match rule.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
            },
        }
    }
}

impl Help {
    fn of(rule: &Declared) -> Self {
        let code = plain(&rule.code);
        let mut parts = vec![format!("{}.", plain(rule.summary))];
        parts.extend(rule.why.as_deref().map(|why| plain(why).into_owned()));
        let paragraphs: Vec<String> = parts
            .iter()
            .map(|part| format!("<p>{}</p>", shown(part)))
            .collect();
        let (before, setting) = if says_unjudged(&rule.code) {
            ("No configuration switches it off.", String::new())
        } else {
            (
                "To switch it off, in gatepost.toml:",
                format!("[rules]\n\"{code}\" = \"off\""),
            )
        };
        let more = format!("`gatepost explain {code}` tells more.");
        let block = match setting.as_str() {
            "" => String::new(),
            setting => format!("\n\n```toml\n{setting}\n```"),
        };
        Self {
            markdown: format!("{}\n\n{before}{block}\n\n{more}", paragraphs.join("\n")),
            text: format!("{}\n\n{before}\n\n{setting}\n\n{more}", parts.join("\n\n")),
        }
    }
}

/// An address of the web as a valid URI; anything else is left out.
fn address(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
