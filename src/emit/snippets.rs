//! What `full` shows of a diagnostic: lines of its sources, and notes.

use std::sync::Arc;

use super::cluster::Clusters;
use super::escape::plain;
use super::excerpt::{Excerpt, Wanted};
use super::fix_lines::fix_lines;
use crate::diagnostic::Label;
use crate::gate::{Located, Place};
use crate::source::{SourceId, SourceText, Sources};

/// `path:line:col`, or the path of a source as a whole.
pub(super) fn name_of(place: &Place) -> String {
    format!("{}{}", plain(&place.path), position_of(place))
}

/// `:line:col`, or nothing for a source as a whole.
pub(super) fn position_of(place: &Place) -> String {
    let start = place.range.as_ref().map(|(start, _)| start);
    start.map_or_else(String::new, |start| {
        format!(":{}:{}", start.line, start.column)
    })
}

/// Everything below the header.
pub(super) struct Snippets<'a> {
    pub(super) located: &'a Located,
    pub(super) files: Vec<Snippet>,
    /// What stands in for clusters in the excerpts.
    pub(super) clusters: Clusters,
    /// The labels that no line can be shown for.
    pub(super) bare: Vec<usize>,
}

/// The lines of one source.
pub(super) struct Snippet {
    id: SourceId,
    pub(super) name: String,
    /// Where the arrow points: the primary label, else the first label of the source.
    pub(super) start: (usize, usize),
    source: Arc<SourceText>,
    /// The numbers of its labels, in the order of the excerpt's ranges.
    pub(super) labels: Vec<usize>,
    wanted: Vec<Wanted>,
    pub(super) excerpt: Excerpt,
}

impl<'a> Snippets<'a> {
    /// Loads the lines to show.
    pub(super) fn new(located: &'a Located, sources: &Sources) -> Self {
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

    /// How wide the line numbers are.
    pub(super) fn gutter(&self) -> usize {
        let rows = self
            .files
            .iter()
            .filter_map(|file| file.excerpt.rows.last());
        let widest = rows.map(|row| row.number).max();
        widest.map_or(0, |number| number.to_string().len())
    }

    /// Everything said below the lines.
    pub(super) fn notes(&self) -> Vec<String> {
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
        notes.extend(self.fix());
        notes
    }

    /// What a fix of the finding changes.
    fn fix(&self) -> Option<String> {
        let diagnostic = &self.located.diagnostic;
        let id = diagnostic.primary().source;
        let file = self.files.iter().find(|file| file.id == id)?;
        Some(fix_lines(diagnostic.fix.as_ref()?, &file.source.text))
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
