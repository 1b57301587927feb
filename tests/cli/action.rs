//! The script of the GitHub action.

use std::fs;
use std::path::Path;

use crate::site::{Ran, Site, ran};

const WORDS: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";

/// Runs the script as the action does, and gives what it set as outputs.
fn acted(site: &Site, inputs: &[(&str, &str)]) -> (Ran, String) {
    let tool = Path::new(env!("CARGO_BIN_EXE_gatepost")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = std::process::Command::new("bash");
    command
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/.github/action/check.sh"
        ))
        .current_dir(site.path())
        .env_clear()
        .env("PATH", format!("{}:{path}", tool.display()))
        .env("GITHUB_OUTPUT", site.file("out/outputs", ""))
        .env("GITHUB_STEP_SUMMARY", site.file("out/summary", ""))
        .envs(inputs.iter().copied());
    let ran = ran(&mut command);
    (
        ran,
        fs::read_to_string(site.path().join("out/outputs")).unwrap(),
    )
}

#[test]
#[cfg_attr(windows, ignore = "needs bash")]
fn a_gate_that_fails_fails_the_step_and_is_told() {
    let site = Site::with(WORDS, &[("a.md", "beta\n"), ("b c.md", "beta\n")]);
    let (ran, outputs) = acted(&site, &[("INPUT_SARIF_FILE", "out/a.sarif")]);
    let ran = ran.exits(1);
    assert_eq!(outputs, "exit-code=1\nfindings=2\nsarif-file=out/a.sarif\n");
    assert!(
        ran.stdout.starts_with("::error title=w/found,file=a.md,"),
        "{}",
        ran.stdout
    );
    let summary = fs::read_to_string(site.path().join("out/summary")).unwrap();
    assert!(summary.contains("w/found"), "{summary}");
}

#[test]
#[cfg_attr(windows, ignore = "needs bash")]
fn inputs_are_arguments_and_never_script() {
    let site = Site::with(WORDS, &[("a.md", "beta\n"), ("b c.md", "good\n")]);
    let inputs = [("INPUT_PATHS", "b c.md\n\n"), ("INPUT_SUMMARY", "false")];
    let (ran, outputs) = acted(&site, &inputs);
    ran.exits(0);
    assert_eq!(outputs, "exit-code=0\nfindings=0\n");
    let inputs = [
        ("INPUT_PATHS", "$(touch x)\n`touch x`;touch x"),
        ("INPUT_ARGS", "--allow-empty"),
    ];
    let (ran, outputs) = acted(&site, &inputs);
    ran.exits(2);
    assert!(outputs.starts_with("exit-code=2\n"), "{outputs}");
    assert!(!site.path().join("x").exists());
    let inputs = [(
        "INPUT_CONFIG",
        "gate.fail-on=\"never\"\ngate.max-warnings=3",
    )];
    acted(&site, &inputs).0.exits(0);
}
