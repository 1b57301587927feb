//! What is said about a topic, as text and as JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::emit::plain;
use crate::rule::Example;

#[derive(Serialize)]
pub(super) struct OptionRow {
    pub(super) name: &'static str,
    pub(super) takes: &'static str,
    pub(super) default: &'static str,
    pub(super) doc: &'static str,
}

/// How a finding is put right.
#[derive(Serialize)]
pub(super) struct FixRow {
    pub(super) code: String,
    /// The options of `check` that do it.
    pub(super) made_with: &'static str,
    pub(super) summary: &'static str,
}

/// Everything that is said about a topic.
pub(super) struct Explained<'a> {
    pub(super) name: String,
    pub(super) kind: Option<&'static str>,
    pub(super) severity: Option<&'static str>,
    pub(super) summary: &'a str,
    pub(super) why: Option<&'a str>,
    pub(super) url: Option<&'a str>,
    pub(super) findings: Vec<(String, &'static str)>,
    pub(super) fixes: Vec<FixRow>,
    pub(super) options: Vec<OptionRow>,
    pub(super) bad: Option<&'a Example>,
    pub(super) good: Option<&'a Example>,
    /// A comment that hides it in a post.
    pub(super) suppress: Option<String>,
    pub(super) switch_off: Option<String>,
    pub(super) note: Option<&'static str>,
}

impl Explained<'_> {
    pub(super) fn named(name: String) -> Self {
        Self {
            name,
            kind: None,
            severity: None,
            summary: "",
            why: None,
            url: None,
            findings: Vec::new(),
            fixes: Vec::new(),
            options: Vec::new(),
            bad: None,
            good: None,
            suppress: None,
            switch_off: None,
            note: None,
        }
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}", plain(&self.name))?;
        match (self.kind, self.severity) {
            (Some(kind), Some(severity)) => writeln!(out, " ({severity}, kind {kind})")?,
            (Some(_), None) => writeln!(out, " (a kind of rule)")?,
            _ => writeln!(out)?,
        }
        writeln!(out, "\n{}.", capitalized(self.summary))?;
        for text in [self.why, self.note].into_iter().flatten() {
            writeln!(out, "\n{}", plain(text))?;
        }
        if let Some(url) = self.url {
            writeln!(out, "\nSee {}", plain(url))?;
        }
        if !self.findings.is_empty() {
            writeln!(out, "\nFindings:")?;
        }
        for (code, summary) in &self.findings {
            writeln!(out, "  {code:32} {summary}")?;
        }
        self.write_fixes(out)?;
        for (title, example) in [("Found", self.bad), ("Not found", self.good)] {
            if let Some(example) = example {
                writeln!(out, "\n{title} ({}):", plain(&example.name))?;
                write_example(example, out)?;
            }
        }
        if !self.options.is_empty() {
            writeln!(out, "\nOptions:")?;
        }
        for option in &self.options {
            let takes = match option.default {
                "" => option.takes.to_owned(),
                default => format!("{}, default {default}", option.takes),
            };
            writeln!(out, "  {} ({takes})\n      {}", option.name, option.doc)?;
        }
        if let Some(text) = &self.suppress {
            let text = indented(text);
            writeln!(
                out,
                "\nTo hide it in a post, in front of what it points at:\n\n{text}"
            )?;
        }
        if let Some(text) = &self.switch_off {
            let text = indented(text);
            writeln!(out, "\nTo switch it off, in gatepost.toml:\n\n{text}")?;
        }
        Ok(())
    }

    fn write_fixes(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.fixes.is_empty() {
            writeln!(out, "\nFixes:")?;
        }
        for fix in &self.fixes {
            writeln!(
                out,
                "  {:32} {}\n      {}",
                fix.code, fix.made_with, fix.summary
            )?;
        }
        Ok(())
    }
}

impl Serialize for Explained<'_> {
    fn serialize<S: serde::Serializer>(
        &self,
        serializer: S,
    ) -> std::result::Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Finding<'a> {
            code: &'a str,
            summary: &'a str,
        }
        #[derive(Serialize)]
        struct Shape<'a> {
            name: &'a str,
            kind: Option<&'a str>,
            severity: Option<&'a str>,
            summary: &'a str,
            why: Option<&'a str>,
            url: Option<&'a str>,
            findings: Vec<Finding<'a>>,
            fixes: &'a [FixRow],
            options: &'a [OptionRow],
            bad: Option<&'a [(String, String)]>,
            good: Option<&'a [(String, String)]>,
            suppress: Option<&'a str>,
            switch_off: Option<&'a str>,
            note: Option<&'a str>,
        }
        let findings = self.findings.iter();
        Shape {
            name: &self.name,
            kind: self.kind,
            severity: self.severity,
            summary: self.summary,
            why: self.why,
            url: self.url,
            findings: findings
                .map(|(code, summary)| Finding { code, summary })
                .collect(),
            fixes: &self.fixes,
            options: &self.options,
            bad: self.bad.map(|example| example.posts.as_slice()),
            good: self.good.map(|example| example.posts.as_slice()),
            suppress: self.suppress.as_deref(),
            switch_off: self.switch_off.as_deref(),
            note: self.note,
        }
        .serialize(serializer)
    }
}

fn write_example(example: &Example, out: &mut dyn Write) -> io::Result<()> {
    for (path, text) in &example.posts {
        if example.posts.len() > 1 {
            writeln!(out, "  -- {}", plain(path))?;
        }
        for line in text.lines() {
            writeln!(out, "{}", format!("  | {}", plain(line)).trim_end())?;
        }
    }
    Ok(())
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
