//! The architecture's invariants, and what every rule, kind and format must be.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gatepost::config::ENGINE;
use gatepost::emit::EMITTERS;
use gatepost::parse::FORMATS;
use gatepost::rule::kinds::KINDS;
use gatepost::rule::node::{Node, NodeEntry, NodeTable, NodeValue};
use gatepost::rule::packs::PACKS;
use gatepost::rule::{METRICS, Options};
use gatepost::source::{SourceId, Span};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`, with its text, sorted.
fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files.sort();
    files
}

/// The modules of `lib.rs` in their order.
fn modules() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let lines = text.lines();
    lines
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

/// The crate's modules that a text imports.
fn imports(text: &str) -> BTreeSet<String> {
    let mentions = text.split("crate::").skip(1);
    mentions
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            rest[..end.unwrap_or(rest.len())].to_owned()
        })
        .collect()
}

/// The part of a file before its tests.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text)
}

#[test]
fn a_module_imports_only_from_modules_above_it() {
    let order = modules();
    let place = |module: &str| order.iter().position(|known| known == module);
    for (path, text) in rust_files(&root().join("src")) {
        let relative = path.strip_prefix(root().join("src")).unwrap();
        let first = relative.components().next().unwrap();
        let module = first.as_os_str().to_str().unwrap().trim_end_matches(".rs");
        let is_test = relative.ends_with("fixture.rs")
            || relative.ends_with("tests.rs")
            || relative.iter().any(|part| part == "tests");
        let Some(own) = place(module).filter(|_| !is_test) else {
            continue;
        };
        for import in imports(product(&text)) {
            if let Some(at) = place(&import) {
                assert!(at <= own, "{} imports crate::{import}", relative.display());
            }
        }
    }
}

#[test]
fn everything_that_implements_a_slice_trait_is_in_its_slice() {
    for (pattern, slice, entries) in [
        ("impl RuleKind for ", "src/rule/kinds/mod.rs", KINDS.len()),
        ("impl Emitter for ", "src/emit/mod.rs", EMITTERS.len()),
        ("impl InputFormat for ", "src/parse/mod.rs", FORMATS.len()),
    ] {
        let slice = fs::read_to_string(root().join(slice)).unwrap();
        let mut found = 0;
        for (path, text) in rust_files(&root().join("src")) {
            for rest in product(&text).split(pattern).skip(1) {
                let name = rest.split_whitespace().next().unwrap();
                let entry = format!("::{name},");
                let is_last = slice.contains(&format!("::{name}]"));
                assert!(slice.contains(&entry) || is_last, "{}", path.display());
                found += 1;
            }
        }
        assert_eq!(found, entries, "{pattern}");
    }
}

#[test]
fn codespan_is_known_to_one_file() {
    for (path, text) in rust_files(&root().join("src")) {
        let is_full = path.ends_with("emit/full.rs");
        assert!(
            is_full || !text.contains("codespan_reporting::"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn only_one_module_prints() {
    for (path, text) in rust_files(&root().join("src")) {
        let text = product(&text);
        let is_command = path.to_str().unwrap().contains("src/command/");
        let writes = is_command && !text.contains("println!(");
        let is_silent = ["println!(", "io::stdout()", "io::stderr()"]
            .iter()
            .all(|banned| !text.contains(banned));
        assert!(writes || is_silent, "{}", path.display());
    }
}

#[test]
fn files_are_one_concept_and_named_for_it() {
    for (path, text) in rust_files(&root().join("src")) {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        assert!(!["utils", "util", "helpers", "common", "misc"].contains(&stem));
        let is_test = path.ends_with("tests.rs");
        let lines = product(&text).lines().count();
        assert!(
            is_test || lines <= 500,
            "{} has {lines} lines",
            path.display()
        );
        assert!(
            text.starts_with("//!"),
            "{} says what it is",
            path.display()
        );
    }
}

#[test]
fn configuration_shapes_keep_their_spans() {
    for (path, text) in rust_files(&root().join("src")) {
        assert!(!text.contains("serde(flatten)"), "{}", path.display());
        assert!(!text.contains("serde(untagged)"), "{}", path.display());
    }
}

fn is_kebab(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_letter)
}

#[track_caller]
fn assert_sentence(text: &str) {
    assert!(!text.ends_with('.'), "no final period: {text}");
    let first = text.chars().next().unwrap();
    assert!(!first.is_lowercase(), "begins with a capital: {text}");
    assert!(!text.contains('\n'), "one line: {text}");
}

#[test]
fn names_are_unique_and_in_kebab_case() {
    let mut names: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
    names.extend(ENGINE.iter().map(|(code, _)| *code));
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(is_kebab(name), "{name}");
        assert!(seen.insert(name), "{name} is used twice");
    }
    for kind in KINDS {
        let mut seen = BTreeSet::new();
        for finding in kind.findings() {
            assert!(is_kebab(finding.name), "{}", finding.name);
            assert!(
                seen.insert(finding.name),
                "{}/{}",
                kind.name(),
                finding.name
            );
        }
        let mut seen = BTreeSet::new();
        for option in kind.options() {
            assert!(is_kebab(option.name), "{}", option.name);
            assert!(seen.insert(option.name), "{}: {}", kind.name(), option.name);
        }
    }
    let emitters: BTreeSet<&str> = EMITTERS.iter().map(|it| it.name()).collect();
    assert_eq!(emitters.len(), EMITTERS.len());
    let formats: BTreeSet<&str> = FORMATS.iter().map(|it| it.name()).collect();
    assert_eq!(formats.len(), FORMATS.len());
}

#[test]
fn what_explain_says_is_written_in_one_way() {
    for kind in KINDS {
        assert_sentence(kind.summary());
        kind.findings()
            .iter()
            .for_each(|it| assert_sentence(it.summary));
        kind.options().iter().for_each(|it| assert_sentence(it.doc));
    }
    for metric in METRICS {
        assert!(!metric.doc.ends_with('.'), "{}", metric.doc);
    }
    for (_, doc) in ENGINE {
        assert_sentence(doc);
    }
}

/// A value that no option takes.
fn misfit() -> Node {
    Node {
        value: NodeValue::Datetime("1979-05-27".to_owned()),
        source: SourceId(7),
        span: Span::new(100, 110),
    }
}

#[test]
fn every_declared_option_is_read() {
    for kind in KINDS {
        for option in kind.options() {
            let table = NodeTable {
                entries: vec![NodeEntry {
                    key: option.name.to_owned(),
                    source: SourceId(7),
                    key_span: Span::new(90, 95),
                    value: misfit(),
                }],
            };
            let mut problems = Vec::new();
            let mut options = Options::new("rule", &table, SourceId(7), Span::at(0), &mut problems);
            kind.build(&mut options);
            let told = problems
                .iter()
                .any(|it| it.primary().span == Some(Span::new(100, 110)));
            assert!(told, "{}: '{}' is not read", kind.name(), option.name);
        }
    }
}

#[test]
fn every_rule_of_a_pack_says_why_and_shows_bad_and_good() {
    for pack in PACKS {
        let table: toml::Table = toml::from_str(pack.text).unwrap();
        for rule in table["rule"].as_array().unwrap() {
            let id = rule["id"].as_str().unwrap();
            assert!(rule["why"].as_str().unwrap().ends_with('.'), "{id}");
            assert!(rule.get("message").is_some(), "{id}");
            let examples = rule["example"].as_array().unwrap();
            let wants = |example: &toml::Value| !example["want"].as_array().unwrap().is_empty();
            assert!(examples.iter().any(wants), "{id} has no bad example");
            assert!(
                examples.iter().any(|it| !wants(it)),
                "{id} has no good example"
            );
        }
    }
}

#[test]
fn a_pack_is_a_file_of_rules_and_every_file_is_a_pack() {
    let files = fs::read_dir(root().join("rules")).unwrap();
    let files: BTreeSet<String> = files
        .map(|it| {
            it.unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let packs: BTreeSet<String> = PACKS.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(files, packs);
}

/// Texts that put wide characters, marks and line breaks where spans begin and end.
const NASTY: [&str; 6] = [
    "\u{feff}---\r\ntítulo: \"Café ☕\"\r\ntags: [ä, 'ö']\r\n---\r\n# Ü\u{301}ber – 日本 `x`\r\n\r\n- ä **ö** &amp; [ü](é)\r\n",
    "+++\nname = \"ß\"\n[a]\nb = [\"é\", 2026-01-01]\n+++\n> “Zitat” — ~~ö~~ ![日](é.png)\n\n| ä | ö |\n| - | - |\n| ü | ß |\n",
    "{\"ключ\": {\"a\": \"\\u00e9\"}}\n\nТекст. 終わり。{{< é >}}\n",
    "|\n\nein titel über öl\n\nein satz, der mit é beginnt.\n\nchecklist\n\n  • ä\n  • ö\n\npost meta\n\ntopicä / ö\nscore\n  • qualität: 9\n",
    "---\nкороткий: да\n",
    "\u{200d}🏳️‍🌈\r日\r\n\u{2028}x\u{85}",
];

fn spans_of(map: &gatepost::post::Map, spans: &mut Vec<Span>) {
    for entry in &map.entries {
        spans.push(entry.key.span);
        spans_of_value(&entry.value, spans);
    }
}

fn spans_of_value(value: &gatepost::post::Value, spans: &mut Vec<Span>) {
    use gatepost::post::Data;
    spans.push(value.span);
    match &value.data {
        Data::Map(map) => spans_of(map, spans),
        Data::List(items) => items.iter().for_each(|item| spans_of_value(item, spans)),
        _ => {}
    }
}

#[test]
fn every_node_of_a_post_has_a_span_on_character_boundaries() {
    let options = gatepost::parse::ParseOptions {
        meta_heading: Some("post meta".to_owned()),
        ignore_lines: vec!["|".to_owned()],
        ..Default::default()
    };
    let mut seen = 0;
    for format in FORMATS {
        for text in NASTY {
            for post in format.parse(text, &options) {
                let mut spans = vec![post.anchor(), post.meta_anchor(), post.last_line];
                if let Some(meta) = &post.meta {
                    spans.extend([meta.span, meta.close]);
                    spans_of(&meta.root, &mut spans);
                }
                spans.extend(post.body.blocks.iter().map(|it| it.span));
                spans.extend(post.body.links.iter().map(|it| it.span));
                spans.extend(post.body.images.iter().map(|it| it.span));
                spans.extend(post.problems.iter().map(|it| it.span));
                let ends = post
                    .body
                    .text
                    .char_indices()
                    .map(|(at, _)| u32::try_from(at).unwrap());
                let ends: Vec<u32> = ends.collect();
                spans.extend(ends.windows(2).map(|pair| post.body.span(pair[0]..pair[1])));
                for span in spans {
                    assert!(
                        text.get(span.range()).is_some(),
                        "{} {span:?} in {text:?}",
                        format.name()
                    );
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 500, "{seen}");
}

#[test]
fn emitters_neither_sort_nor_drop_findings() {
    for (path, text) in rust_files(&root().join("src/emit")) {
        if path.ends_with("fixture.rs") || path.ends_with("tests.rs") {
            continue;
        }
        let text = product(&text);
        let reads_findings = text.contains(".diagnostics");
        let changes_them = [".sort", ".dedup", ".retain", ".take("]
            .iter()
            .any(|change| text.contains(change));
        assert!(!(reads_findings && changes_them), "{}", path.display());
    }
}

/// The names in backticks in the last column of a table.
fn named_in(row: &str) -> Vec<&str> {
    let last = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
    last.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_hazard_is_held_by_tests_that_exist() {
    let sources: Vec<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .map(|(_, text)| text)
        .collect();
    let is_test = |name: &str| {
        let head = format!("fn {name}(");
        sources.iter().any(|text| {
            let mut places = text.match_indices(&head);
            places.any(|(at, _)| text[..at].trim_end().ends_with(']'))
        })
    };
    let targets = fs::read_to_string(root().join("tests/properties/targets/mod.rs")).unwrap();
    let text = fs::read_to_string(root().join("tests/HAZARDS.md")).unwrap();
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| #"));
    let rows: Vec<&str> = rows.filter(|line| !line.starts_with("| ---")).collect();
    for (number, row) in (1..).zip(&rows) {
        assert!(row.starts_with(&format!("| {number} | ")), "{row}");
        let names = named_in(row);
        assert!(!names.is_empty(), "{row}");
        for name in names {
            let is_there = match name.strip_prefix("fuzz:") {
                Some(target) => targets.contains(&format!("target(\"{target}\"")),
                None => is_test(name),
            };
            assert!(is_there, "row {number} names {name}");
        }
    }
    assert_eq!(rows.len(), 48);
}
