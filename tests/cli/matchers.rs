//! What editors and CI read out of a report, by their own means: node for VS Code and GitHub, vim
//! for vim. Without the program a test says that it was skipped; `.ci/run` asks for both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::site::Site;

const CONFIG: &str = "[[rule]]\nid = \"e\"\nkind = \"pattern\"\nwords = [\"beta\"]\n\
                      [[rule]]\nid = \"w\"\nkind = \"pattern\"\nseverity = \"warning\"\nwords = [\"gamma\"]\n\
                      message = \"a: b [c] :1:2: error: {message}\"\n\
                      [[rule]]\nid = \"i\"\nkind = \"pattern\"\nseverity = \"info\"\nwords = [\"delta\"]\n\
                      [[rule]]\nid = \"t\"\nkind = \"unique\"\nseverity = \"warning\"\nkey = \"title\"\n";

/// Names and texts that a loose expression would misread.
fn nasty() -> Site {
    Site::with(
        CONFIG,
        &[
            (
                "a b/ü (1).md",
                "---\ntitle: 'One: two'\n---\nö beta é gamma\n",
            ),
            ("a-12:3.md", "delta\n\nbeta\n"),
            (
                "[x]/y,z.md",
                "---\ntitle: 'One: two'\n---\n\n  gamma: error: beta\n",
            ),
        ],
    )
}

/// Every finding as `[path, line, column, severity, message, code]`.
fn wanted(site: &Site) -> Vec<Value> {
    let report = site.json(&[]);
    let found = report["diagnostics"].as_array().unwrap().iter();
    let wanted: Vec<Value> = found
        .map(|it| {
            let start = &it["span"]["start"];
            let place = [&it["path"], &start["line"], &start["column"]];
            json!([
                place[0],
                place[1],
                place[2],
                it["severity"],
                it["message"],
                it["code"]
            ])
        })
        .collect();
    assert!(wanted.len() >= 8, "{wanted:?}");
    wanted
}

fn shipped(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Runs a program on its input; nothing where the program is not there.
fn output(program: &str, args: &[&str], folder: &Path) -> Option<String> {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).stdin(Stdio::null());
    match command.output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{program}: {said}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            let all = std::env::var_os("GATEPOST_TEST_ALL").filter(|it| !it.is_empty());
            assert!(all.is_none(), "{program}: {error}");
            skipped(program);
            None
        }
    }
}

#[expect(clippy::print_stderr, reason = "a test that tests nothing must say so")]
fn skipped(program: &str) {
    eprintln!("SKIPPED: {program} is not on the path");
}

/// What a matcher of VS Code or GitHub reads: its patterns are applied to lines in a row.
const MATCH: &str = r#"
const [patterns, report] = process.argv.slice(1).map((it) => JSON.parse(it));
const lines = report.split("\n");
const found = [];
for (let at = 0; at + patterns.length <= lines.length; at++) {
  const read = {};
  const fits = patterns.every((pattern, next) => {
    const match = new RegExp(pattern.regexp).exec(lines[at + next]);
    for (const key of ["file", "line", "column", "severity", "message", "code"]) {
      if (match && pattern[key]) read[key] = match[pattern[key]];
    }
    return match;
  });
  if (fits) {
    found.push([read.file, Number(read.line), Number(read.column), read.severity, read.message, read.code ?? null]);
  }
}
console.log(JSON.stringify(found));
"#;

/// What node reads with some patterns out of a report, the columns of `$gcc` included.
fn matched(site: &Site, patterns: &Value, format: &str) -> Option<Vec<Value>> {
    let report = site.run(&["check", "--output-format", format]).stdout;
    let (patterns, report) = (patterns.to_string(), json!(report).to_string());
    let found = output(
        "node",
        &["-e", MATCH, "--", &patterns, &report],
        site.path(),
    )?;
    Some(serde_json::from_str(&found).unwrap())
}

fn parsed(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(shipped(path)).unwrap()).unwrap()
}

#[test]
fn the_matcher_for_github_reads_every_finding() {
    let site = nasty();
    let matcher = parsed(".github/gatepost-matcher.json");
    let patterns = &matcher["problemMatcher"][0]["pattern"];
    if let Some(found) = matched(&site, patterns, "concise") {
        assert_eq!(found, wanted(&site));
    }
}

#[test]
fn the_tasks_for_vscode_read_every_finding() {
    let site = nasty();
    let tasks = parsed("editors/vscode/tasks.json");
    for task in tasks["tasks"].as_array().unwrap() {
        let pattern = json!([task["problemMatcher"]["pattern"]]);
        if let Some(found) = matched(&site, &pattern, "concise") {
            assert_eq!(found, wanted(&site), "{}", task["label"]);
        }
    }
}

/// `$gcc` of VS Code's C/C++ extension. It knows no `info` and takes the code into the message.
#[test]
fn the_matcher_of_gcc_reads_errors_and_warnings() {
    let site = nasty();
    let gcc = json!([{
        "regexp": r"^(.*?):(\d+):(\d*):?\s+(?:fatal\s+)?(warning|error):\s+(.*)$",
        "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5,
    }]);
    let known = wanted(&site).into_iter().filter(|it| it[3] != "info");
    let told = known.map(|it| {
        let message = format!("{} [{}]", it[4].as_str().unwrap(), it[5].as_str().unwrap());
        json!([it[0], it[1], it[2], it[3], message, null])
    });
    if let Some(found) = matched(&site, &gcc, "concise") {
        assert_eq!(found, told.collect::<Vec<_>>());
    }
}

/// `$rustc` of rust-analyzer. It knows no `info`.
#[test]
fn the_matcher_of_rustc_reads_errors_and_warnings() {
    let site = nasty();
    let rustc = json!([
        { "regexp": r"^(warning|warn|error)(?:\[(.*?)\])?: (.*)$", "severity": 1, "code": 2, "message": 3 },
        { "regexp": r"^[\s->=]*(.*?):(\d*):(\d*)\s*$", "file": 1, "line": 2, "column": 3 },
    ]);
    let known = wanted(&site).into_iter().filter(|it| it[3] != "info");
    if let Some(found) = matched(&site, &rustc, "full") {
        assert_eq!(found, known.collect::<Vec<_>>());
    }
}

/// What a script makes of a report in vim; nothing where there is no vim.
fn in_vim(site: &Site, script: &str) -> Option<Vec<Value>> {
    let report = site.run(&["check", "--output-format", "concise"]).stdout;
    site.file("report.out", report);
    let script = format!(
        "set encoding=utf-8\nlet list = []\n{script}call writefile([json_encode(list)], 'read.json')\nqa!\n"
    );
    site.file("read.vim", script);
    let compiler = shipped("editors/vim/compiler/gatepost.vim");
    let source = format!("source {}", compiler.display());
    let define = "command! -nargs=* CompilerSet setlocal <args>";
    let encoding = ["--cmd", "set encoding=utf-8"];
    let mut args = ["-N", "-u", "NONE", "-i", "NONE", "-es"].to_vec();
    args.extend(encoding);
    for command in [define, &source, "cgetfile report.out", "source read.vim"] {
        args.extend(["-c", command]);
    }
    output("vim", &args, site.path())?;
    let read = fs::read_to_string(site.path().join("read.json")).unwrap();
    Some(serde_json::from_str(&read).unwrap())
}

#[test]
fn vim_reads_every_finding() {
    let site = nasty();
    let script = "for it in getqflist()\n\
        call add(list, [bufname(it.bufnr), it.lnum, it.col, it.type, it.text])\n\
        endfor\n";
    let Some(found) = in_vim(&site, script) else {
        return;
    };
    let told = wanted(&site).into_iter().map(|it| {
        let letter = it[3].as_str().unwrap()[..1].to_owned();
        let message = format!("{} [{}]", it[4].as_str().unwrap(), it[5].as_str().unwrap());
        json!([it[0], it[1], it[2], letter, message])
    });
    assert_eq!(found, told.collect::<Vec<_>>());
}

#[test]
fn vim_goes_to_the_word_unless_a_wide_character_stands_before_it() {
    let post = "beta\n\nä é beta\n\n日 beta\n";
    let site = Site::with(CONFIG, &[("a.md", post)]);
    let script = "for number in range(1, 3)\n\
        execute 'cc ' . number\n\
        call add(list, matchstr(getline('.'), '\\%' . col('.') . 'c.*'))\n\
        endfor\n";
    if let Some(found) = in_vim(&site, script) {
        assert_eq!(found, ["beta", "beta", " beta"]);
    }
}
