//! Writes drafts down, and tells on which line everything stands.

mod html;
mod jsonl;
mod markdown;
mod text;
mod wxr;

use super::Format;
use super::draft::{Anchor, Draft};
use super::prng::mix;

pub(super) use wxr::{EXPORT_END, EXPORT_HEAD};

/// A post as text, with the lines of what defects can point at.
pub(super) struct Rendered {
    pub(super) text: String,
    marks: Vec<(Anchor, u32)>,
}

/// Writes a draft in a format.
pub(super) fn render(draft: &Draft, format: Format) -> Rendered {
    let mut page = Page::default();
    match format {
        Format::Markdown => markdown::write(draft, &mut page),
        Format::Text => text::write(draft, has_bar(draft), &mut page),
        Format::Compact => text::write_compact(draft, &mut page),
        Format::Html => html::write(draft, &mut page),
        Format::Jsonl => jsonl::write(draft, &mut page),
        Format::Wxr => wxr::write(draft, &mut page),
    }
    Rendered {
        text: page.text,
        marks: page.marks,
    }
}

/// Half of the rendered texts begin with a bar.
fn has_bar(draft: &Draft) -> bool {
    mix(u64::from(draft.number)).is_multiple_of(2)
}

impl Rendered {
    /// The 1-based line of an anchor; the first line for what the format does not hold. Of a key
    /// that stands twice it is the second one.
    pub(super) fn line(&self, anchor: Anchor) -> u32 {
        let found = self.marks.iter().rev().find(|(known, _)| *known == anchor);
        found.map_or(1, |(_, line)| *line)
    }
}

/// Text that counts its lines.
#[derive(Default)]
struct Page {
    text: String,
    lines: u32,
    marks: Vec<(Anchor, u32)>,
}

impl Page {
    /// Adds a line made of parts.
    fn line(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
        self.text.push('\n');
        self.lines += 1;
    }

    /// Adds a line that an anchor points at.
    fn marked(&mut self, anchor: Anchor, parts: &[&str]) {
        self.line(parts);
        self.mark(anchor);
    }

    /// Lets an anchor point at the last line.
    fn mark(&mut self, anchor: Anchor) {
        self.marks.push((anchor, self.lines));
    }

    /// Adds sentences as one line.
    fn prose(&mut self, anchor: Anchor, sentences: &[String]) {
        self.marked(anchor, &[&sentences.join(" ")]);
    }
}
