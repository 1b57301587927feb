//! gatepost's own pages, and what its rules say of themselves, pass gatepost.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::Site;

const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/self/gatepost.toml");
/// What is not written by us, or is written to have faults.
const APART: [&str; 6] = [
    "target",
    "examples",
    "corpus",
    "post.md",
    "skills",
    "node_modules",
];

/// The Markdown files below a folder, hidden ones left out.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with('.') || APART.contains(&name) {
            continue;
        }
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// One page for each rule of a pack and each kind: what they say to those who ask.
fn rule_texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for pack in gatepost::rule::packs::PACKS {
        let table: toml::Table = toml::from_str(pack.text).unwrap();
        for rule in table["rule"].as_array().unwrap() {
            let (id, why) = (rule["id"].as_str().unwrap(), rule["why"].as_str().unwrap());
            let text = format!("# The rule {id} of {}\n\n{why}\n", pack.name);
            texts.push((format!("rules/{}-{id}.md", pack.name), text));
        }
    }
    for kind in gatepost::rule::kinds::KINDS {
        let mut text = format!("# The kind {}\n\n{}.\n", kind.name(), kind.summary());
        for finding in kind.findings() {
            text.push_str(&format!("\n- {}: {}.\n", finding.name, finding.summary));
        }
        for option in kind.options() {
            text.push_str(&format!("\n- {}: {}.\n", option.name, option.doc));
        }
        texts.push((format!("kinds/{}.md", kind.name()), text));
    }
    texts
}

#[test]
fn our_own_pages_pass_our_own_gate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new();
    let pages = pages(root);
    assert!(pages.len() >= 4, "{pages:?}");
    for page in pages {
        let name = page.strip_prefix(root).unwrap().to_str().unwrap();
        site.file(name, fs::read(&page).unwrap());
    }
    let ran = site.run(&["check", "--config", CONFIG, "--output-format", "concise"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

/// Rules of two packs may give the same reason, and kinds share options: that is no repetition.
#[test]
fn what_rules_say_of_themselves_passes_our_own_gate() {
    let site = Site::new();
    for (path, text) in rule_texts() {
        site.file(&path, text);
    }
    let ignored = "duplicate-content,near-duplicate,boilerplate,readme";
    let args = [
        "check",
        "--config",
        CONFIG,
        "--ignore",
        ignored,
        "--output-format",
        "concise",
    ];
    let ran = site.run(&args);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn our_own_gate_is_one() {
    let site = Site::new();
    site.file("README.md", "# gatepost\n\nSimply lorem ipsum.\n");
    let found = site.findings(&["--config", CONFIG]);
    for code in ["placeholder/found", "plain-words/found", "readme/missing"] {
        let mut lines = found.iter();
        assert!(
            lines.any(|line| line.contains(code)),
            "{code} is not among {found:?}"
        );
    }
}
