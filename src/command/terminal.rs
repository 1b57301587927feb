//! What the terminal can show, if there is one.

use std::path::Path;
use std::{env, fs};

use crate::cli::ColorChoice;
use crate::emit::Links;

/// Terminals that follow links, by `TERM_PROGRAM`.
const PROGRAMS: [&str; 10] = [
    "Hyper",
    "WarpTerminal",
    "WezTerm",
    "ghostty",
    "iTerm.app",
    "mintty",
    "rio",
    "tabby",
    "vscode",
    "zed",
];
/// The same by what `TERM` begins with.
const TERMS: [&str; 5] = [
    "alacritty",
    "contour",
    "foot",
    "xterm-ghostty",
    "xterm-kitty",
];
/// The same by a variable that only they set.
const SIGNS: [&str; 4] = [
    "DOMTERM",
    "KITTY_WINDOW_ID",
    "KONSOLE_VERSION",
    "WT_SESSION",
];
/// VTE, which many terminals are made of, follows links from this version on.
const VTE: u32 = 5000;

/// Whether colours are wanted: the flag, then what the environment asks for, then whether a person
/// looks at it.
pub(super) fn use_color(choice: ColorChoice, is_terminal: bool) -> bool {
    let is_set = |name: &str| value(name).is_some();
    let is_forced = |name: &str| value(name).is_some_and(|value| value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if is_set("NO_COLOR") => false,
        ColorChoice::Auto if is_forced("CLICOLOR_FORCE") || is_forced("FORCE_COLOR") => true,
        ColorChoice::Auto => is_terminal && value("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// Links to files below `folder`, for a terminal that has colours and can follow them.
/// `FORCE_HYPERLINK` says whether it can, where it is not known. A hook manager shows what it
/// captured to somebody else.
pub(super) fn links(folder: &Path, has_color: bool, is_terminal: bool) -> Option<Links> {
    if !has_color || !is_terminal || value("PRE_COMMIT").is_some() || !follows_links(value) {
        return None;
    }
    let host = fs::read_to_string("/proc/sys/kernel/hostname");
    Links::new(host.unwrap_or_default().trim(), folder)
}

fn value(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

fn follows_links(value: impl Fn(&str) -> Option<String>) -> bool {
    if let Some(forced) = value("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let version = value("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    let program = value("TERM_PROGRAM").unwrap_or_default();
    let term = value("TERM").unwrap_or_default();
    version.is_some_and(|version| version >= VTE)
        || PROGRAMS.contains(&program.as_str())
        || TERMS.iter().any(|known| term.starts_with(known))
        || SIGNS.iter().any(|sign| value(sign).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_known_by_what_they_set() {
        let follows = |name: &'static str, text: &'static str| {
            follows_links(move |asked| (asked == name).then(|| text.to_owned()))
        };
        for (name, text) in [
            ("VTE_VERSION", "6800"),
            ("TERM_PROGRAM", "vscode"),
            ("TERM", "xterm-kitty"),
            ("WT_SESSION", "0-0"),
            ("FORCE_HYPERLINK", "1"),
        ] {
            assert!(follows(name, text), "{name}");
        }
        for (name, text) in [
            ("VTE_VERSION", "4800"),
            ("TERM_PROGRAM", "Apple_Terminal"),
            ("TERM", "xterm-256color"),
            ("FORCE_HYPERLINK", "0"),
        ] {
            assert!(!follows(name, text), "{name}");
        }
        assert!(!follows_links(|name| match name {
            "FORCE_HYPERLINK" => Some("0".to_owned()),
            "TERM" => Some("foot".to_owned()),
            _ => None,
        }));
    }
}
