//! What is kept of one file once its text is dropped, in few bytes: for each post its findings
//! and the facts that corpus rules noted. The same bytes are kept in memory and between runs.
//!
//! Reading stops where bytes are none of these; what was read until then is returned.

#[cfg(test)]
mod tests;

use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Fix, Label, Severity};
use crate::rule::{Fact, identity_of, read_facts, read_number, write_facts, write_number};
use crate::source::{SourceId, Span};
use crate::suppression::Suppression;

/// What is known of one file.
#[derive(Debug, Default)]
pub struct FileNotes {
    /// Findings about the file as a whole.
    pub remarks: Vec<Remark>,
    /// The posts in it.
    pub posts: Vec<PostNotes>,
}

/// What is known of one post.
#[derive(Debug, Default)]
pub struct PostNotes {
    /// Where a finding about the whole post is shown.
    pub anchor: Span,
    /// Its name inside a container.
    pub id: Option<String>,
    /// Findings of rules that look at the post alone.
    pub remarks: Vec<Remark>,
    /// What it does not want to hear.
    pub suppressions: Vec<Suppression>,
    /// Numbers that the gate asks for, in the order of its requirements.
    pub values: Vec<Option<f64>>,
    /// What corpus rules noted.
    pub facts: Vec<RuleNotes>,
}

/// A finding about a post alone: every place that it points at lies in its own source.
pub type Remark = Diagnostic;

/// What one corpus rule noted of a post.
#[derive(Debug)]
pub struct RuleNotes {
    /// The number of the rule.
    pub rule: usize,
    /// Whether findings of the rule are wanted in this post.
    pub is_judged: bool,
    /// Its facts.
    pub facts: Vec<Fact>,
}

impl FileNotes {
    /// Writes the notes.
    pub fn to_bytes(&self, scratch: &mut Scratch) -> Box<[u8]> {
        let Scratch { file, post, part } = scratch;
        file.clear();
        write_remarks(&self.remarks, file);
        for notes in &self.posts {
            post.clear();
            notes.write(post, part);
            write_number(post.len() as u64, file);
            file.extend_from_slice(post);
        }
        file.as_slice().into()
    }
}

/// Memory in which notes are written, of one file after another.
#[derive(Debug, Default)]
pub struct Scratch {
    file: Vec<u8>,
    post: Vec<u8>,
    part: Vec<u8>,
}

impl PostNotes {
    fn write(&self, out: &mut Vec<u8>, part: &mut Vec<u8>) {
        write_span(self.anchor, out);
        write_part(self.id.as_deref().unwrap_or_default().as_bytes(), out);
        write_remarks(&self.remarks, out);
        part.clear();
        for suppression in &self.suppressions {
            write_suppression(suppression, part);
        }
        write_part(part, out);
        write_values(&self.values, out);
        for noted in &self.facts {
            part.clear();
            write_facts(&noted.facts, part);
            write_number((noted.rule as u64) << 1 | u64::from(noted.is_judged), out);
            write_number(part.len() as u64, out);
            out.extend_from_slice(part);
        }
    }
}

/// Written notes of a file.
#[derive(Debug, Clone, Copy)]
pub struct WrittenFile<'a>(&'a [u8]);

/// Written notes of a post.
#[derive(Debug, Clone, Copy)]
pub struct WrittenPost<'a>(&'a [u8]);

impl<'a> WrittenFile<'a> {
    /// The notes that were written as `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The written notes.
    pub fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// Findings about the file as a whole.
    pub fn remarks(self) -> WrittenRemarks<'a> {
        WrittenRemarks(part(&mut { self.0 }).unwrap_or_default())
    }

    /// The posts, each with the offset at which [`WrittenFile::post`] finds it.
    pub fn posts(self) -> impl Iterator<Item = (u32, WrittenPost<'a>)> {
        let mut rest = self.0;
        part(&mut rest);
        std::iter::from_fn(move || {
            let offset = u32::try_from(self.0.len() - rest.len()).ok()?;
            Some((offset, WrittenPost(part(&mut rest)?)))
        })
    }

    /// The post at an offset.
    pub fn post(self, offset: u32) -> WrittenPost<'a> {
        let mut rest = self.0.get(offset as usize..).unwrap_or_default();
        WrittenPost(part(&mut rest).unwrap_or_default())
    }
}

impl<'a> WrittenPost<'a> {
    /// Where a finding about the whole post is shown.
    pub fn anchor(self) -> Span {
        read_span(&mut { self.0 }).unwrap_or_default()
    }

    /// Its name inside a container.
    pub fn id(self) -> Option<&'a str> {
        let mut rest = self.0;
        read_span(&mut rest);
        let id = std::str::from_utf8(part(&mut rest)?).ok()?;
        (!id.is_empty()).then_some(id)
    }

    /// What stands behind its place and its name.
    fn parts(self) -> &'a [u8] {
        let mut rest = self.0;
        read_span(&mut rest);
        part(&mut rest);
        rest
    }

    /// Findings of rules that look at the post alone.
    pub fn remarks(self) -> WrittenRemarks<'a> {
        WrittenRemarks(part(&mut self.parts()).unwrap_or_default())
    }

    /// What the post does not want to hear.
    pub fn suppressions(self) -> Vec<Suppression> {
        let mut rest = self.parts();
        part(&mut rest);
        let mut rest = part(&mut rest).unwrap_or_default();
        std::iter::from_fn(|| read_suppression(&mut rest)).collect()
    }

    /// Number `at` of those that the gate asks for.
    pub fn value(self, at: usize) -> Option<f64> {
        let mut rest = self.parts();
        part(&mut rest);
        part(&mut rest);
        let (values, _) = part(&mut rest)?.as_chunks();
        let value = f64::from_le_bytes(*values.get(at)?);
        (!value.is_nan()).then_some(value)
    }

    /// What corpus rules noted: number of the rule, whether it judges the post, written facts.
    pub fn notes(self) -> impl Iterator<Item = (usize, bool, &'a [u8])> {
        let mut rest = self.parts();
        part(&mut rest);
        part(&mut rest);
        part(&mut rest);
        std::iter::from_fn(move || {
            let head = read_number(&mut rest)?;
            let rule = usize::try_from(head >> 1).ok()?;
            Some((rule, head & 1 == 1, part(&mut rest)?))
        })
    }

    /// What one rule noted.
    pub fn facts(self, rule: usize) -> Vec<Fact> {
        self.written_facts(rule).map_or_else(Vec::new, read_facts)
    }

    /// The same as it is written; nothing where the rule does not speak of the post.
    pub fn written_facts(self, rule: usize) -> Option<&'a [u8]> {
        let mut notes = self.notes();
        let (.., facts) = notes.find(|(number, ..)| *number == rule)?;
        Some(facts)
    }
}

/// Written findings.
#[derive(Debug, Clone, Copy)]
pub struct WrittenRemarks<'a>(&'a [u8]);

/// The beginning of a finding: enough to sort, count and judge it.
#[derive(Debug, Clone, Copy)]
pub struct RemarkHead<'a> {
    /// Its code.
    pub code: &'a str,
    /// How much it matters.
    pub severity: Severity,
    /// Where it stands; `None` speaks of the file as a whole.
    pub span: Option<Span>,
    /// The wider stretch any change of which may have caused it.
    pub reach: Option<Span>,
    /// Tells it from others of its code in the post.
    pub identity: u64,
    /// Whether a program can put it right, and of itself.
    pub fix: Option<Applicability>,
}

impl<'a> WrittenRemarks<'a> {
    /// The beginnings of all findings in order.
    pub fn heads(self) -> impl Iterator<Item = RemarkHead<'a>> {
        let mut rest = self.0;
        std::iter::from_fn(move || read_head(&mut part(&mut rest)?))
    }

    /// Finding number `at`, about a post of `source`.
    pub fn get(self, at: usize, source: SourceId) -> Option<Remark> {
        let mut rest = self.0;
        for _ in 0..at {
            part(&mut rest)?;
        }
        read_remark(part(&mut rest)?, source)
    }
}

fn write_remarks(remarks: &[Remark], out: &mut Vec<u8>) {
    let mut all = Vec::new();
    let mut one = Vec::new();
    for remark in remarks {
        one.clear();
        write_remark(remark, &mut one);
        write_part(&one, &mut all);
    }
    write_part(&all, out);
}

/// Numbers of eight bytes; a missing one is no number.
fn write_values(values: &[Option<f64>], out: &mut Vec<u8>) {
    write_number(values.len() as u64 * 8, out);
    for value in values {
        out.extend_from_slice(&value.unwrap_or(f64::NAN).to_le_bytes());
    }
}

fn write_suppression(suppression: &Suppression, out: &mut Vec<u8>) {
    write_part(suppression.selector.as_bytes(), out);
    write_span(suppression.span, out);
    write_span(suppression.hides, out);
    out.push(suppression.unused.map_or(NOTHING, severity_byte));
}

fn read_suppression(rest: &mut &[u8]) -> Option<Suppression> {
    Some(Suppression {
        selector: text(rest)?,
        span: read_span(rest)?,
        hides: read_span(rest)?,
        unused: match rest.split_off_first()? {
            &NOTHING => None,
            byte => Some(severity_of(*byte)?),
        },
    })
}

/// Stands where there is no severity.
const NOTHING: u8 = 3;

fn severity_byte(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

fn severity_of(byte: u8) -> Option<Severity> {
    Some(match byte {
        0 => Severity::Error,
        1 => Severity::Warning,
        2 => Severity::Info,
        _ => return None,
    })
}

fn write_remark(remark: &Remark, out: &mut Vec<u8>) {
    write_part(remark.code.as_str().as_bytes(), out);
    out.push(severity_byte(remark.severity));
    write_place(remark.primary().span, out);
    write_place(remark.reach, out);
    out.extend_from_slice(&identity_of(&remark.identity).to_le_bytes());
    out.push(match &remark.fix {
        None => 0,
        Some(fix) => match fix.applicability {
            Applicability::Safe => 1,
            Applicability::Unsafe => 2,
        },
    });
    write_part(remark.message.as_bytes(), out);
    write_part(remark.primary().message.as_bytes(), out);
    write_number(remark.labels.len() as u64 - 1, out);
    for label in &remark.labels[1..] {
        write_place(label.span, out);
        write_part(label.message.as_bytes(), out);
    }
    for texts in [&remark.notes, &remark.help] {
        write_number(texts.len() as u64, out);
        for text in texts {
            write_part(text.as_bytes(), out);
        }
    }
    let edits = remark.fix.iter().flat_map(|fix| &fix.edits);
    for edit in edits {
        write_span(edit.span, out);
        write_part(edit.text.as_bytes(), out);
    }
}

fn read_head<'a>(rest: &mut &'a [u8]) -> Option<RemarkHead<'a>> {
    let code = std::str::from_utf8(part(rest)?).ok()?;
    let severity = severity_of(*rest.split_off_first()?)?;
    let Place(span) = read_place(rest)?;
    let Place(reach) = read_place(rest)?;
    let (identity, behind) = rest.split_first_chunk()?;
    *rest = behind;
    let (fix, behind) = rest.split_first()?;
    *rest = behind;
    let fix = match fix {
        0 => None,
        1 => Some(Applicability::Safe),
        2 => Some(Applicability::Unsafe),
        _ => return None,
    };
    Some(RemarkHead {
        code,
        severity,
        span,
        reach,
        identity: u64::from_le_bytes(*identity),
        fix,
    })
}

fn read_remark(bytes: &[u8], source: SourceId) -> Option<Remark> {
    let mut rest = bytes;
    let head = read_head(&mut rest)?;
    let message = text(&mut rest)?;
    let mut remark = Diagnostic::new(
        Code::of_engine(head.code),
        head.severity,
        source,
        head.span,
        message,
    );
    remark.reach = head.reach;
    remark.labels[0].message = text(&mut rest)?;
    for _ in 0..read_number(&mut rest)? {
        remark.labels.push(Label {
            source,
            span: read_place(&mut rest)?.0,
            message: text(&mut rest)?,
        });
    }
    remark.notes = texts(&mut rest)?;
    remark.help = texts(&mut rest)?;
    if let Some(applicability) = head.fix {
        let edits = edits(&mut rest)?;
        remark.fix = Some(Fix {
            applicability,
            edits,
        });
    }
    Some(remark)
}

/// The edits up to the end.
fn edits(rest: &mut &[u8]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    while !rest.is_empty() {
        let span = read_span(rest)?;
        let text = text(rest)?;
        edits.push(Edit { span, text });
    }
    (!edits.is_empty()).then_some(edits)
}

fn texts(rest: &mut &[u8]) -> Option<Vec<String>> {
    (0..read_number(rest)?).map(|_| text(rest)).collect()
}

fn text(rest: &mut &[u8]) -> Option<String> {
    String::from_utf8(part(rest)?.to_vec()).ok()
}

fn write_part(bytes: &[u8], out: &mut Vec<u8>) {
    write_number(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// Takes a part with its length before it.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(read_number(rest)?).ok()?;
    let (part, behind) = rest.split_at_checked(len)?;
    *rest = behind;
    Some(part)
}

fn write_span(span: Span, out: &mut Vec<u8>) {
    write_number(u64::from(span.start), out);
    write_number(u64::from(span.len()), out);
}

fn read_span(rest: &mut &[u8]) -> Option<Span> {
    let start = u32::try_from(read_number(rest)?).ok()?;
    let len = u32::try_from(read_number(rest)?).ok()?;
    Some(Span::new(start, start.checked_add(len)?))
}

/// Writes a span, or that there is none.
fn write_place(span: Option<Span>, out: &mut Vec<u8>) {
    let (start, len) = span.map_or((0, 0), |span| (span.start, u64::from(span.len()) + 1));
    write_number(u64::from(start), out);
    write_number(len, out);
}

/// What [`write_place`] wrote.
struct Place(Option<Span>);

fn read_place(rest: &mut &[u8]) -> Option<Place> {
    let start = u32::try_from(read_number(rest)?).ok()?;
    let len = u32::try_from(read_number(rest)?).ok()?;
    let Some(len) = len.checked_sub(1) else {
        return Some(Place(None));
    };
    let end = start.checked_add(len)?;
    Some(Place(Some(Span::new(start, end))))
}
