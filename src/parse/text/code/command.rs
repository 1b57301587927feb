//! Lines that a shell runs.

use super::Likeness;
use super::expression::split_word;
use super::words::{is_plain, reads_as_prose};

/// Programs with the words that follow them in commands and seldom in prose.
const TOOLS: [(&str, &[&str]); 18] = [
    (
        "npm",
        &[
            "install", "i", "ci", "run", "init", "audit", "publish", "start", "test",
        ],
    ),
    ("yarn", &["add", "install", "run", "build"]),
    ("pnpm", &["add", "install", "run", "build"]),
    ("npx", &["create-react-app", "tsc", "eslint", "prettier"]),
    ("pip", &["install", "freeze", "uninstall"]),
    ("pip3", &["install", "freeze", "uninstall"]),
    (
        "cargo",
        &[
            "add", "build", "check", "clippy", "fmt", "install", "new", "run", "test",
        ],
    ),
    (
        "composer",
        &["install", "require", "update", "dump-autoload"],
    ),
    (
        "git",
        &[
            "clone", "pull", "push", "checkout", "rebase", "stash", "fetch", "init",
        ],
    ),
    ("docker", &["build", "run", "ps", "exec", "pull", "push"]),
    ("docker-compose", &["up", "down", "build", "exec"]),
    (
        "kubectl",
        &["apply", "get", "describe", "rollout", "delete"],
    ),
    ("apt-get", &["install", "update", "upgrade"]),
    ("brew", &["install", "update", "upgrade"]),
    ("php", &["artisan"]),
    (
        "redis-cli",
        &[
            "config", "dbsize", "flushall", "get", "info", "keys", "monitor", "ping",
        ],
    ),
    (
        "systemctl",
        &["enable", "reload", "restart", "start", "status", "stop"],
    ),
    (
        "wp",
        &[
            "cache",
            "core",
            "cron",
            "db",
            "option",
            "plugin",
            "post",
            "rewrite",
            "transient",
        ],
    ),
];
/// Programs that only a flag, a path or a pipe tells from the words of the language.
const PROGRAMS: [&str; 42] = [
    "ansible",
    "apt",
    "artisan",
    "awk",
    "bash",
    "cat",
    "cd",
    "chmod",
    "chown",
    "cp",
    "curl",
    "dig",
    "echo",
    "export",
    "find",
    "go",
    "grep",
    "gunicorn",
    "helm",
    "journalctl",
    "ls",
    "make",
    "mkdir",
    "mv",
    "mysql",
    "nginx",
    "node",
    "psql",
    "python",
    "python3",
    "rm",
    "rsync",
    "sed",
    "service",
    "set",
    "sh",
    "ssh",
    "sudo",
    "tail",
    "tar",
    "terraform",
    "wget",
];
/// Words of a command without any sign.
const PLAIN_WORDS: usize = 3;

/// Judges a line as a command.
pub(super) fn judge(line: &str) -> Likeness {
    if let Some(command) = line.strip_prefix("$ ") {
        let is_typed = command.starts_with(|c: char| c.is_ascii_alphabetic() || ".~/".contains(c));
        return Likeness::code_if(is_typed && !reads_as_prose(command));
    }
    let (program, rest) = split_word(line.strip_prefix("sudo ").unwrap_or(line));
    let tool = TOOLS.iter().find(|(name, _)| *name == program);
    let is_known = tool.is_some() || PROGRAMS.contains(&program);
    if !is_known || rest.is_empty() || reads_as_prose(line) {
        return Likeness::Text;
    }
    let is_task = tool.is_some_and(|(_, tasks)| {
        let (task, behind) = split_word(rest);
        let words = line.split(' ').count();
        tasks.contains(&task) && (words <= PLAIN_WORDS || !is_plain(behind))
    });
    Likeness::code_if(is_task || rest.split(' ').any(is_shell_word))
}

/// A flag, a path, a variable, a pipe.
fn is_shell_word(word: &str) -> bool {
    let is_flag = word
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_alphanumeric());
    (word.starts_with('-') && is_flag)
        || ["/", "./", "../", "~/", "$"]
            .iter()
            .any(|start| word.len() > start.len() && word.starts_with(start))
        || matches!(word, "|" | "&&" | ">" | ">>" | "||")
        || word.contains("://")
        || word.contains('=')
}
