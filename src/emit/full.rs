//! `full`: what compilers print, with the source lines.
//!
//! codespan-reporting lays out the snippets. It escapes nothing and cuts nothing, so it is given
//! excerpts, and strings that went through `escape.rs`.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::Style as Look;
use codespan_reporting::diagnostic::{
    Diagnostic as Layout, Label as Mark, LabelStyle, Severity as Weight,
};
use codespan_reporting::files::{self, Files, Location};
use codespan_reporting::term::{self, Chars, Config, WriteStyle};

use super::cluster::Clusters;
use super::escape::plain;
use super::link::END;
use super::snippets::{Snippet, Snippets, name_of, position_of};
use super::verdict::{self, Fixable};
use super::{Emitter, Style, paint};
use crate::diagnostic::Severity;
use crate::gate::{Located, Report};
use crate::source::Sources;

/// Snippets with labels, notes and help.
pub(super) struct Full;

impl Emitter for Full {
    fn name(&self) -> &'static str {
        "full"
    }

    fn is_for_people(&self) -> bool {
        true
    }

    fn emit(
        &self,
        report: &Report,
        sources: &Sources,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut fixable = Fixable::default();
        if !style.quiet {
            for located in report.findings.iter() {
                fixable.count(&located);
                render_one(&located, sources, style, out)?;
            }
        }
        verdict::write(report, fixable, *style, out)
    }
}

/// Writes one diagnostic as `full` does: header, snippets, notes, an empty line.
pub fn render_one(
    located: &Located,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostic = &located.diagnostic;
    let header = format!(
        "{}[{}]",
        diagnostic.severity,
        plain(diagnostic.code.as_str())
    );
    let look = paint::severity(diagnostic.severity).bold();
    paint::write(out, *style, look, &header)?;
    let message = format!(": {}", plain(&diagnostic.message));
    paint::write(out, *style, paint::STRONG, &message)?;
    writeln!(out)?;
    Snippets::new(located, sources).write(*style, out)
}

/// Writes a fault in a configuration: one line that says all, then the place, then an empty line.
pub fn config_problem(
    located: &Located,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let place = name_of(located.primary());
    writeln!(
        out,
        "gatepost: {place}: {}",
        plain(&located.diagnostic.message)
    )?;
    Snippets::new(located, sources).write(*style, out)
}

impl Snippets<'_> {
    fn write(mut self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        if self.bare.first() == Some(&0) {
            let arrow = format!("{:1$} --> ", "", self.gutter());
            paint::write(out, style, paint::FRAME, &arrow)?;
            let place = self.located.primary();
            paint::write_path(out, style, Look::new(), &place.path)?;
            writeln!(out, "{}", position_of(place))?;
        }
        self.link(style);
        let config = Config {
            chars: Chars::ascii(),
            start_context_lines: 0,
            end_context_lines: 0,
            ..Config::default()
        };
        let mut painter = Painter {
            out,
            style,
            clusters: &self.clusters,
            is_header: true,
        };
        let layout = self.layout();
        term::emit_to_write_style(&mut painter, &config, &self, &layout).map_err(into_io)
    }

    /// Makes links of the names, which the painter writes as such.
    fn link(&mut self, style: Style) {
        for file in &mut self.files {
            let path = &self.located.places[file.labels[0]].path;
            let start = style.links.and_then(|links| links.start(path));
            if let Some(start) = start.and_then(|start| self.clusters.hidden(&start))
                && let Some(end) = self.clusters.hidden(END)
            {
                file.name = format!("{start}{}{end}", file.name);
            }
        }
    }

    fn layout(&self) -> Layout<usize> {
        let mut layout = Layout::new(weight(self.located.diagnostic.severity));
        for (file, snippet) in self.files.iter().enumerate() {
            for (at, range) in snippet.labels.iter().zip(&snippet.excerpt.ranges) {
                let style = if *at == 0 {
                    LabelStyle::Primary
                } else {
                    LabelStyle::Secondary
                };
                let message = plain(&self.located.diagnostic.labels[*at].message);
                layout
                    .labels
                    .push(Mark::new(style, file, range.clone()).with_message(message));
            }
        }
        layout.notes = self.notes();
        layout
    }

    fn file(&self, id: usize) -> Result<&Snippet, files::Error> {
        self.files.get(id).ok_or(files::Error::FileMissing)
    }
}

fn weight(severity: Severity) -> Weight {
    match severity {
        Severity::Error => Weight::Error,
        Severity::Warning => Weight::Warning,
        Severity::Info => Weight::Note,
    }
}

fn into_io(error: files::Error) -> io::Error {
    match error {
        files::Error::Io(error) => error,
        error => io::Error::other(error),
    }
}

impl<'a> Files<'a> for Snippets<'_> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, files::Error> {
        Ok(&self.file(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, files::Error> {
        Ok(&self.file(id)?.excerpt.text)
    }

    fn line_index(&'a self, id: usize, offset: usize) -> Result<usize, files::Error> {
        let row = self.file(id)?.excerpt.row_of(offset);
        Ok(row.map_or(0, |row| row.index))
    }

    fn line_number(&'a self, id: usize, line: usize) -> Result<usize, files::Error> {
        let row = self.file(id)?.excerpt.row_at(line);
        Ok(row.map_or(1, |row| row.number))
    }

    fn location(&'a self, id: usize, _offset: usize) -> Result<Location, files::Error> {
        let (line_number, column_number) = self.file(id)?.start;
        Ok(Location {
            line_number,
            column_number,
        })
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, files::Error> {
        let row = self.file(id)?.excerpt.row_at(line);
        Ok(match row {
            Some(row) if row.index == line => row.range.clone(),
            Some(row) => row.range.end..row.range.end,
            None => 0..0,
        })
    }
}

/// Writes what codespan lays out: in our colours, with clusters put back, and without its header,
/// which knows no `info` and cannot be turned off.
struct Painter<'a> {
    out: &'a mut dyn Write,
    style: Style<'a>,
    clusters: &'a Clusters,
    is_header: bool,
}

impl Painter<'_> {
    fn set(&mut self, look: anstyle::Style) -> io::Result<()> {
        if self.style.color && !self.is_header {
            write!(self.out, "{look}")?;
        }
        Ok(())
    }
}

impl Write for Painter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_header {
            self.is_header = !bytes.contains(&b'\n');
            return Ok(bytes.len());
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.is_ascii() => {
                for c in text.chars() {
                    match self.clusters.text_of(c) {
                        Some(cluster) => self.out.write_all(cluster.as_bytes())?,
                        None => write!(self.out, "{c}")?,
                    }
                }
            }
            _ => self.out.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl WriteStyle for Painter<'_> {
    fn set_header(&mut self, _severity: Weight) -> io::Result<()> {
        Ok(())
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.set(paint::FRAME)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.set(paint::FRAME)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.set(paint::FRAME)
    }

    fn set_label(&mut self, severity: Weight, label: LabelStyle) -> io::Result<()> {
        self.set(match (label, severity) {
            (LabelStyle::Secondary, _) => paint::FRAME,
            (LabelStyle::Primary, Weight::Bug | Weight::Error) => paint::severity(Severity::Error),
            (LabelStyle::Primary, Weight::Warning) => paint::severity(Severity::Warning),
            (LabelStyle::Primary, Weight::Note | Weight::Help) => paint::severity(Severity::Info),
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        if self.style.color && !self.is_header {
            write!(self.out, "{}", anstyle::Reset)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
