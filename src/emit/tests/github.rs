//! What the runner of GitHub Actions reads out of `github`.

use std::collections::BTreeSet;

use super::super::fixture::{AWKWARD, MARKUP};
use super::*;

/// A command as the runner of GitHub Actions reads it out of a line of a log.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Command {
    fn of(line: &str) -> Option<Self> {
        let rest = line.trim_start().strip_prefix("::")?;
        let (head, message) = rest.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let properties = properties.split(',').filter(|it| !it.is_empty());
        Some(Self {
            name: name.to_owned(),
            properties: properties
                .map(|it| {
                    let (key, value) = it.split_once('=').unwrap();
                    let value = value.replace("%3A", ":").replace("%2C", ",");
                    (key.to_owned(), unescaped(&value))
                })
                .collect(),
            message: unescaped(message),
        })
    }

    fn property(&self, key: &str) -> Option<&str> {
        let mut properties = self.properties.iter();
        let found = properties.find(|(known, _)| known == key)?;
        Some(&found.1)
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n");
    text.replace("%25", "%")
}

#[test]
fn github_reads_our_commands_and_no_others() {
    let fixture = nasty();
    let out = emitted("github", &fixture, Style::default());
    let commands: Vec<Command> = out.lines().filter_map(Command::of).collect();
    let names: BTreeSet<&str> = commands.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["error", "notice", "warning"]));
    let known = ["title", "file", "line", "endLine", "col", "endColumn"];
    for command in &commands {
        for (key, _) in &command.properties {
            assert!(known.contains(&key.as_str()), "{command:?}");
        }
    }
    let of = |path: &str| {
        let path = format!("site/{path}");
        let mut found = commands.iter();
        found.find(|it| it.property("file") == Some(&path)).unwrap()
    };
    assert_eq!(of("posts/shut.md").property("title"), Some("io-error"));
    assert_eq!(of(AWKWARD).message, plain(MARKUP));
    assert_eq!(of(AWKWARD).property("endColumn"), Some("4"));
    of("posts/\n::error file=x::\\u{1b}]0;a\\u{7}#\\u{23}[b.md");
    let lines = of("posts/lines.md");
    assert_eq!(
        (lines.property("endLine"), lines.property("col")),
        (Some("5"), None)
    );
    assert!(out.lines().last().unwrap().starts_with("gate failed: "));
}

#[test]
fn github_shows_one_finding_a_code_and_post() {
    let mut fixture = small();
    let source = fixture.source("posts/c.md", "one one\n");
    for _ in 0..3 {
        fixture.found(Severity::Error, &Spot(source, Some("one")), "again");
    }
    let out = emitted("github", &fixture.finish(), Style::default());
    insta::assert_snapshot!(out, @r"
    ::error title=prose/found,file=posts/a.md,line=3,endLine=3,col=1,endColumn=8::'utilize' is not our word
    ::warning title=prose/found,file=posts/b.md,line=1::no summary
    ::error title=prose/found,file=posts/c.md,line=1,endLine=1,col=1,endColumn=4::again
    ::notice title=gatepost::+3 more findings without an annotation, of which GitHub shows 10 a level
    found 4 errors, 1 warning and 1 info in 3 posts (3 files)
    gate failed: 4 errors (not met: no errors); 1 warning (met: at most 200 warnings)
    ");
}

#[test]
fn github_gets_no_more_than_it_shows() {
    for (severity, name, most) in [
        (Severity::Error, "::error ", 10),
        (Severity::Warning, "::warning ", 10),
        (Severity::Info, "::notice ", 10),
    ] {
        let out = emitted("github", &many(40, severity), Style::default());
        let shown = out.lines().filter(|line| line.starts_with(name)).count();
        assert_eq!(shown, most, "{name}");
        let rest = if severity == Severity::Info { 31 } else { 30 };
        assert!(out.contains(&format!("::+{rest} more findings ")), "{out}");
    }
}
