//! `gatepost config`.

use std::io::{self, Write};

use super::rules::place;
use super::session::Session;
use super::{Status, print, schema};
use crate::cli::ConfigArgs;
use crate::config::keys::KEYS;
use crate::emit::escape::acts;
use crate::emit::{plain, write_json};
use crate::error::Result;
use crate::rule::node::{Node, NodeEntry, NodeTable, NodeValue};
use crate::rule::{Rule, Selection, Setting};

/// Column at which origins are shown where the value leaves room.
const ORIGIN_COLUMN: usize = 48;

pub(super) fn run(args: &ConfigArgs) -> Result<Status> {
    if args.schema {
        return print(|out| write_json(out, &schema::schema()));
    }
    let session = Session::start(&args.config, Selection::default())?;
    print(|out| {
        write_layers(&session, out)?;
        write_values(&session, out)?;
        for rule in &session.config.rules.rules {
            write_rule(rule, &session, out)?;
        }
        write_overrides(&session, out)
    })
}

/// What was read, the last word last.
fn write_layers(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    for source in &session.config.layers {
        writeln!(out, "# from {}", plain(&session.sources.shown(*source)))?;
    }
    Ok(())
}

/// The keys that are no rules: each with its value or default, and where it came from.
fn write_values(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    let mut section = "";
    for key in KEYS {
        if key.path.contains("[]") || key.path == "rules" {
            continue;
        }
        let (table, name) = key.path.rsplit_once('.').unwrap_or(("", key.path));
        if table != section {
            section = table;
            writeln!(out, "\n[{section}]")?;
        }
        match session.config.merged.values.get(key.path) {
            Some((node, _)) => {
                let set = Setting {
                    source: node.source,
                    span: node.span,
                };
                let line = format!("{name} = {}", toml_value(node));
                write_line(&line, &place(set, &session.sources), out)?;
            }
            None if key.default.is_empty() => writeln!(out, "# {name} is not set")?,
            None => write_line(&format!("{name} = {}", key.default), "default", out)?,
        }
    }
    Ok(())
}

fn write_rule(rule: &Rule, session: &Session, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n[[rule]]")?;
    let declared = place(rule.declared, &session.sources);
    write_line(&format!("id = {}", quoted(&rule.id)), &declared, out)?;
    writeln!(out, "kind = {}", quoted(rule.kind.name()))?;
    let set = place(rule.level_set, &session.sources);
    write_line(
        &format!("severity = {}", quoted(rule.level.as_str())),
        &set,
        out,
    )?;
    for entry in &rule.options.entries {
        write_option(entry, session, out)?;
    }
    for (finding, level) in &rule.finding_levels {
        writeln!(out, "# {}/{finding} is {}", rule.id, level.as_str())?;
    }
    Ok(())
}

fn write_option(entry: &NodeEntry, session: &Session, out: &mut dyn Write) -> io::Result<()> {
    let set = Setting {
        source: entry.source,
        span: entry.key_span,
    };
    let line = format!("{} = {}", key(&entry.key), toml_value(&entry.value));
    write_line(&line, &place(set, &session.sources), out)
}

fn write_overrides(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    for entry in &session.config.merged.overrides {
        writeln!(out, "\n[[override]]")?;
        let files: Vec<String> = entry.files.iter().map(toml_value).collect();
        writeln!(out, "files = [{}]", files.join(", "))?;
        for setting in &entry.settings {
            let mut parts = Vec::new();
            if let Some((level, _)) = setting.level {
                parts.push(format!("severity = {}", quoted(level.as_str())));
            }
            parts.extend(inline_entries(&setting.options));
            let line = format!(
                "rules.{} = {{ {} }}",
                key(&setting.selector),
                parts.join(", ")
            );
            write_line(&line, &place(setting.selector_set, &session.sources), out)?;
        }
    }
    Ok(())
}

fn write_line(line: &str, origin: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{line:ORIGIN_COLUMN$} # {}", plain(origin))
}

fn toml_value(node: &Node) -> String {
    match &node.value {
        NodeValue::String(text) => quoted(text),
        NodeValue::Integer(value) => value.to_string(),
        NodeValue::Float(value) => format!("{value:?}"),
        NodeValue::Boolean(value) => value.to_string(),
        NodeValue::Datetime(text) => text.clone(),
        NodeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(toml_value).collect();
            format!("[{}]", items.join(", "))
        }
        NodeValue::Table(table) => format!("{{ {} }}", inline_entries(table).join(", ")),
    }
}

fn inline_entries(table: &NodeTable) -> Vec<String> {
    let entries = table.entries.iter();
    entries
        .map(|entry| format!("{} = {}", key(&entry.key), toml_value(&entry.value)))
        .collect()
}

/// A key, quoted where TOML asks for it.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A TOML basic string; what a terminal must not see is escaped, which TOML reads back.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if acts(c) => {
                quoted.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    // A runner acts on `##[` and `##vso[` anywhere in a line.
    quoted.replace("##", "#\\u0023")
}
