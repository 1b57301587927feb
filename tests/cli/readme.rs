//! Every example of the README is what the tool does, and every table what the code says.

mod markdown;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::{Ran, Site};
use markdown::{Block, Section, sections};

/// A line that stands for any number of lines.
const MORE: &str = "…";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn readme() -> Vec<Section> {
    sections(&text_of("README.md"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A folder that holds the examples, as the folder of the README does.
fn site_with_examples() -> Site {
    let site = Site::new();
    copy(&root().join("examples"), &site.path().join("examples"));
    site
}

/// The file that a block shows: its first line is `# NAME.toml` then.
fn file_name(block: &Block) -> Option<&str> {
    let name = block.text.lines().next()?.strip_prefix("# ")?;
    name.strip_suffix(".toml").map(|_| name)
}

/// What stands behind each `$ ` of a block, with the lines below it.
fn commands(block: &Block) -> Vec<(&str, Vec<&str>)> {
    assert!(block.text.starts_with("$ "), "README.md:{}", block.line);
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in block.text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push((command, Vec::new()));
        } else if let Some((_, output)) = commands.last_mut() {
            output.push(line);
        }
    }
    commands
}

fn is_like(wanted: &[&str], got: &[&str]) -> bool {
    match wanted.split_first() {
        None => got.is_empty(),
        Some((&MORE, rest)) => (0..=got.len()).any(|more| is_like(rest, &got[more..])),
        Some((line, rest)) => got.first() == Some(line) && is_like(rest, &got[1..]),
    }
}

/// Asserts that a run printed `wanted`, blanks at the ends of lines aside.
#[track_caller]
fn assert_printed(ran: &Ran, wanted: &[&str], line: usize, command: &str) {
    let printed = format!("{}{}", ran.stdout, ran.stderr);
    let got: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
    assert!(
        is_like(wanted, &got),
        "README.md:{line}: `{command}` prints\n{}",
        got.join("\n")
    );
}

/// The words of a command as a shell splits them; single quotes hold one word together.
fn words(command: &str) -> Vec<&str> {
    let parts = command.split('\'').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        })
        .collect()
}

fn run_console(site: &Site, block: &Block) {
    let mut code = None;
    for (command, wanted) in commands(block) {
        if command == "echo $?" {
            let code = code.map(|code: i32| code.to_string()).unwrap();
            assert_eq!(wanted, [code], "README.md:{}: {command}", block.line);
            continue;
        }
        let args = command.strip_prefix("gatepost ").unwrap();
        let ran = site.run(&words(args));
        assert_printed(&ran, &wanted, block.line, command);
        code = Some(ran.code);
    }
}

#[test]
fn what_commands_print_is_what_they_print() {
    let mut count = 0;
    for section in readme() {
        let site = site_with_examples();
        for block in &section.blocks {
            match (block.language.as_str(), file_name(block)) {
                ("console", _) => {
                    run_console(&site, block);
                    count += 1;
                }
                ("toml", Some(name)) => {
                    site.file(name, &block.text);
                }
                _ => {}
            }
        }
    }
    assert!(count > 5, "{count}");
}

#[test]
fn configurations_are_valid_and_their_examples_hold() {
    let mut count = 0;
    for section in readme() {
        let site = Site::new();
        let mut blocks = section.blocks.iter();
        let is_schema = |it: &&Block| it.language == "json" && it.text.contains("$schema");
        if let Some(schema) = blocks.find(is_schema) {
            site.file("post.schema.json", &schema.text);
        }
        for block in section.blocks.iter().filter(|it| it.language == "toml") {
            let has_rules = block.text.contains("extends = ") || block.text.contains("[[rule]]");
            let base = "extends = [\"gatepost:recommended\"]\n";
            let text = format!("{}{}", if has_rules { "" } else { base }, block.text);
            let name = file_name(block).unwrap_or("gatepost.toml");
            site.file(name, text);
            let ran = site.run(&["test", name]);
            let said = format!("README.md:{}\n{}{}", block.line, ran.stdout, ran.stderr);
            assert_eq!(ran.code, 0, "{said}");
            assert!(
                said.ends_with(" 0 failed, 0 rules without examples\n"),
                "{said}"
            );
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

#[test]
fn expressions_hold_for_their_post_and_their_opposites_do_not() {
    let readme = readme();
    let section = readme.iter().find(|it| it.title == "Expressions").unwrap();
    let post = &section
        .blocks
        .iter()
        .find(|it| it.language == "markdown")
        .unwrap()
        .text;
    let rows = section.rows();
    assert!(rows.len() > 20, "{}", rows.len());
    for row in rows {
        let text = row.last().unwrap().trim_matches('`').replace("\\|", "|");
        for (condition, findings) in [(text.clone(), 0), (format!("!({text})"), 1)] {
            let config =
                format!("[[rule]]\nid = \"x\"\nkind = \"assert\"\nassert = '''{condition}'''\n");
            let site = Site::with(&config, &[("posts/2025-11-03-ladder.md", post)]);
            assert_eq!(site.findings(&[]).len(), findings, "{condition}");
        }
    }
}

#[test]
fn every_function_of_expressions_is_told() {
    let source = text_of("src/rule/expr/functions.rs");
    let readme = readme();
    let section = readme.iter().find(|it| it.title == "Expressions").unwrap();
    let names = source.split("    signature(\"").skip(1);
    let mut count = 0;
    for name in names.map(|rest| rest.split('"').next().unwrap()) {
        assert!(section.text.contains(&format!("`{name}")), "{name}");
        count += 1;
    }
    assert!(count > 10, "{count}");
}

#[test]
fn the_two_commands_of_the_set_up_are_those_that_ci_runs() {
    let readme = readme();
    let section = readme.iter().find(|it| it.title == "Set up").unwrap();
    let commands: Vec<&str> = section.blocks[0].text.lines().collect();
    assert_eq!(commands.len(), 2);
    let ci = text_of(".ci/run");
    // What `.ci/run` does with the output or the exit code of a command stands behind it.
    let run = |line: &str| {
        let end = line.find(" 2>&1 | ").or(line.find(" || "));
        line[..end.unwrap_or(line.len())].trim().to_owned()
    };
    let run: Vec<String> = ci.lines().map(run).collect();
    for command in commands {
        assert!(run.iter().any(|it| it == command), "{command}");
    }
}

#[test]
fn what_is_linked_is_there() {
    let text = text_of("README.md");
    let sections = sections(&text);
    let anchors: Vec<String> = sections.iter().map(Section::anchor).collect();
    let texts = sections.iter().map(|section| section.text.as_str());
    for link in texts.flat_map(|text| text.split("](").skip(1)) {
        let target = link.split(')').next().unwrap();
        if let Some(anchor) = target.strip_prefix('#') {
            assert!(anchors.iter().any(|it| it == anchor), "{target}");
        } else if !target.starts_with("https://") {
            assert!(root().join(target).is_file(), "{target}");
        }
    }
}
