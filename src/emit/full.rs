//! `full`: what compilers print, with the source lines.
//!
//! codespan-reporting lays out the snippets. It escapes nothing and cuts nothing, so it is given
//! excerpts, and strings that went through `escape.rs`.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::diagnostic::{
    Diagnostic as Layout, Label as Mark, LabelStyle, Severity as Weight,
};
use codespan_reporting::files::{self, Files, Location};
use codespan_reporting::term::{self, Chars, Config, WriteStyle};

use super::cluster::Clusters;
use super::escape::plain;
use super::excerpt::{Excerpt, Wanted};
use super::{Emitter, Style, paint, verdict};
use crate::diagnostic::{Label, Severity};
use crate::gate::{Located, Place, Report};
use crate::source::{SourceId, SourceText, Sources};

/// Snippets with labels, notes and help.
pub(super) struct Full;

impl Emitter for Full {
    fn name(&self) -> &'static str {
        "full"
    }

    fn emit(
        &self,
        report: &Report,
        sources: &Sources,
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if !style.quiet {
            for located in &report.diagnostics {
                render_one(located, sources, style, out)?;
            }
        }
        verdict::write(report, *style, out)
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

/// `path:line:col`, or the path of a source as a whole.
fn name_of(place: &Place) -> String {
    let path = plain(&place.path);
    match &place.range {
        Some((start, _)) => format!("{path}:{}:{}", start.line, start.column),
        None => path.into_owned(),
    }
}

/// Everything below the header.
struct Snippets<'a> {
    located: &'a Located,
    files: Vec<Snippet>,
    clusters: Clusters,
    /// The labels that no line can be shown for.
    bare: Vec<usize>,
}

/// The lines of one source.
struct Snippet {
    id: SourceId,
    name: String,
    /// Where the arrow points: the primary label, else the first label of the source.
    start: (usize, usize),
    source: Arc<SourceText>,
    labels: Vec<usize>,
    wanted: Vec<Wanted>,
    excerpt: Excerpt,
}

impl<'a> Snippets<'a> {
    fn new(located: &'a Located, sources: &Sources) -> Self {
        let mut snippets = Self {
            located,
            files: Vec::new(),
            clusters: Clusters::default(),
            bare: Vec::new(),
        };
        let labels = located.diagnostic.labels.iter().zip(&located.places);
        for (at, (label, place)) in labels.enumerate() {
            if !snippets.add(at, label, place, sources) {
                snippets.bare.push(at);
            }
        }
        for file in &mut snippets.files {
            file.excerpt = Excerpt::new(&file.source, &file.wanted, &mut snippets.clusters);
        }
        snippets
    }

    /// Takes up label number `at`; false when there is no line to show for it.
    fn add(&mut self, at: usize, label: &Label, place: &Place, sources: &Sources) -> bool {
        let (Some(span), Some((start, _))) = (label.span, &place.range) else {
            return false;
        };
        let start = (start.line as usize, start.column as usize);
        let wanted = Wanted {
            span,
            line: start.0,
        };
        if let Some(file) = self.files.iter_mut().find(|file| file.id == label.source) {
            if file.labels[0] > 0 {
                file.start = file.start.min(start);
            }
            file.labels.push(at);
            file.wanted.push(wanted);
            return true;
        }
        let Ok(source) = sources.text(label.source) else {
            return false;
        };
        self.files.push(Snippet {
            id: label.source,
            name: plain(&place.path).into_owned(),
            start,
            source,
            labels: vec![at],
            wanted: vec![wanted],
            excerpt: Excerpt::default(),
        });
        true
    }

    fn write(&self, style: Style, out: &mut dyn Write) -> io::Result<()> {
        if self.bare.first() == Some(&0) {
            let arrow = format!("{:1$} -->", "", self.gutter());
            paint::write(out, style, paint::FRAME, &arrow)?;
            writeln!(out, " {}", name_of(self.located.primary()))?;
        }
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
        term::emit_to_write_style(&mut painter, &config, self, &layout).map_err(into_io)
    }

    /// How wide the line numbers are.
    fn gutter(&self) -> usize {
        let rows = self
            .files
            .iter()
            .filter_map(|file| file.excerpt.rows.last());
        let widest = rows.map(|row| row.number).max();
        widest.map_or(0, |number| number.to_string().len())
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

    fn notes(&self) -> Vec<String> {
        let diagnostic = &self.located.diagnostic;
        let mut notes: Vec<String> = self
            .bare
            .iter()
            .filter_map(|at| self.bare_note(*at))
            .collect();
        if let Some(post) = &self.located.post {
            notes.push(format!("post: {}", plain(post)));
        }
        notes.extend(
            diagnostic
                .notes
                .iter()
                .map(|note| format!("note: {}", plain(note))),
        );
        notes.extend(
            diagnostic
                .help
                .iter()
                .map(|help| format!("help: {}", plain(help))),
        );
        notes
    }

    /// What a label without a line says; the place of the primary one stands above already.
    fn bare_note(&self, at: usize) -> Option<String> {
        let message = plain(&self.located.diagnostic.labels[at].message);
        match at {
            0 if message.is_empty() => None,
            0 => Some(message.into_owned()),
            _ => Some(format!("{}: {message}", name_of(&self.located.places[at]))),
        }
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

impl Snippets<'_> {
    fn file(&self, id: usize) -> Result<&Snippet, files::Error> {
        self.files.get(id).ok_or(files::Error::FileMissing)
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
    style: Style,
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
