//! A site in a temporary folder, and gatepost run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A folder with posts.
pub(crate) struct Site {
    dir: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
        }
    }

    /// A site with one configuration and some posts.
    pub(crate) fn with(config: &str, posts: &[(&str, &str)]) -> Self {
        let site = Self::new();
        site.file("gatepost.toml", config);
        for (path, text) in posts {
            site.file(path, text);
        }
        site
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn file(&self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The command, in this folder, in an environment of its own.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gatepost"));
        command
            .args(args)
            .current_dir(self.dir.path())
            .env_clear()
            .env("SOURCE_DATE_EPOCH", "1767225600")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .stdin(Stdio::null());
        for kept in ["LLVM_PROFILE_FILE", "PATH", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(&mut self.command(args))
    }

    pub(crate) fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not ask for its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// `path:line:col: severity [code]` of each finding.
    pub(crate) fn findings(&self, args: &[&str]) -> Vec<String> {
        let mut all = vec!["check", "--output-format", "json"];
        all.extend(args);
        let ran = self.run(&all);
        assert_ne!(ran.code, 2, "{}", ran.stderr);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let found = report["diagnostics"].as_array().unwrap().iter();
        found
            .map(|it| {
                format!(
                    "{}:{}:{}: {} [{}]",
                    it["path"].as_str().unwrap(),
                    it["span"]["start"]["line"],
                    it["span"]["start"]["column"],
                    it["severity"].as_str().unwrap(),
                    it["code"].as_str().unwrap(),
                )
            })
            .collect()
    }

    /// The report as JSON.
    pub(crate) fn json(&self, args: &[&str]) -> serde_json::Value {
        let mut all = vec!["check", "--output-format", "json"];
        all.extend(args);
        serde_json::from_str(&self.run(&all).stdout).unwrap()
    }
}

pub(crate) fn ran(command: &mut Command) -> Ran {
    Ran::of(command.output().unwrap())
}

impl Ran {
    fn of(output: std::process::Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Asserts the exit code, showing what was said.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "\n-- stdout\n{}\n-- stderr\n{}",
            self.stdout, self.stderr
        );
        self
    }
}
