//! Colours of human formats.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Look};

use super::Style;
use super::escape::plain;
use super::link::END;
use crate::diagnostic::Severity;

/// What should stand out.
pub(super) const STRONG: Look = Look::new().bold();
/// Gutters, arrows and other furniture.
pub(super) const FRAME: Look = AnsiColor::Blue.on_default();
/// What may be overlooked.
pub(super) const FAINT: Look = Look::new().dimmed();
/// A gate that passed.
pub(super) const PASSED: Look = AnsiColor::Green.on_default().bold();
/// A gate that failed.
pub(super) const FAILED: Look = AnsiColor::Red.on_default().bold();

/// The colour of a severity.
pub(super) fn severity(severity: Severity) -> Look {
    match severity {
        Severity::Error => AnsiColor::Red.on_default(),
        Severity::Warning => AnsiColor::Yellow.on_default(),
        Severity::Info => AnsiColor::Cyan.on_default(),
    }
}

/// Writes a path, as a link where the style has links.
pub(super) fn write_path(
    out: &mut dyn Write,
    style: Style,
    look: Look,
    path: &str,
) -> io::Result<()> {
    write_name(out, style, look, path, path)
}

/// Writes the name of what stands at a path, as a link where the style has links.
pub(super) fn write_name(
    out: &mut dyn Write,
    style: Style,
    look: Look,
    path: &str,
    name: &str,
) -> io::Result<()> {
    let start = style.links.and_then(|links| links.start(path));
    let Some(start) = start else {
        return write(out, style, look, &plain(name));
    };
    out.write_all(start.as_bytes())?;
    write(out, style, look, &plain(name))?;
    out.write_all(END.as_bytes())
}

/// Writes `text`, in colour where the style has colours.
pub(super) fn write(out: &mut dyn Write, style: Style, look: Look, text: &str) -> io::Result<()> {
    if style.color {
        write!(out, "{look}{text}{look:#}")
    } else {
        out.write_all(text.as_bytes())
    }
}
