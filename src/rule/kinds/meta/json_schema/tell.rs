//! Complaints put into words.

use std::cell::Cell;

use rustc_hash::FxHashSet;

use super::super::fixes;
use super::super::value::{advice, cut};
use super::complaint::{Complaint, Missing, What};
use super::constant::Constant;
use super::formats::TextFormat;
use super::keywords::Types;
use super::node::NodeId;
use super::place::Step;
use super::schema::Nodes;
use super::view::Keys;
use crate::diagnostic::{Diagnostic, Fix};
use crate::post::{Data, Key, ValueType};
use crate::rule::PostContext;
use crate::source::Span;
use crate::text::nearest;

/// Most values that a message lists.
const LISTED: usize = 8;
/// Keys and values of a post for which a near name is looked for; it costs the more, the more names
/// there are.
const GUESSES: usize = 50;

/// What is needed to put complaints into words.
pub(super) struct Teller<'a, 'p> {
    nodes: &'a Nodes,
    cx: &'a PostContext<'p>,
    guesses: Cell<usize>,
}

/// A message with what follows from it.
struct Told {
    finding: &'static str,
    span: Span,
    message: String,
    help: Vec<String>,
    fix: Option<Fix>,
}

impl<'a, 'p> Teller<'a, 'p> {
    /// What speaks of one post.
    pub(super) fn new(nodes: &'a Nodes, cx: &'a PostContext<'p>) -> Self {
        Self {
            nodes,
            cx,
            guesses: Cell::new(GUESSES),
        }
    }

    /// Whether one more near name may be looked for.
    fn may_guess(&self) -> bool {
        let left = self.guesses.get().checked_sub(1);
        self.guesses.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The finding that a complaint makes.
    pub(super) fn told(&self, complaint: &Complaint<'p>) -> Diagnostic {
        let told = self.words(complaint);
        let value = complaint.step.value();
        let text = value.and_then(|it| it.data.as_text()).unwrap_or_default();
        let identity = match &complaint.what {
            What::Missing(..) | What::Unknown(..) => told.message.clone(),
            _ => format!("{} {text}", complaint.name),
        };
        let finding = match complaint.step {
            Step::Name(_) => "unknown",
            _ => told.finding,
        };
        let found = self.cx.found(finding, told.span, told.message);
        let mut found = found.identified_by(identity).fixed_by(told.fix);
        found.help = told.help;
        if complaint.forms > 1 {
            let forms = complaint.forms;
            found = found.note(format!(
                "this is the closest of the {forms} forms it may have"
            ));
        }
        if let Some(note) = complaint
            .note
            .as_deref()
            .or(self.note_of_missing(complaint))
        {
            found = found.note(note);
        }
        if let What::Repeated(_, first, _) = &complaint.what {
            found = found.also(self.cx.source, first.span, "first here");
        }
        if let What::Missing(..) = &complaint.what {
            found.reach = self.cx.post.meta.as_ref().map(|meta| meta.span);
        }
        found
    }

    fn words(&self, complaint: &Complaint<'p>) -> Told {
        let subject = subject(complaint);
        let at = |finding, message: String| self.plain(complaint, finding, message);
        match &complaint.what {
            What::Type(types) => self.wrong_type(complaint, *types),
            What::Value(known) => self.wrong_value(complaint, known),
            What::Format(formats) => self.wrong_format(complaint, formats),
            What::Unknown(key, beside) => self.unknown(complaint, key, *beside),
            What::Missing(keys, because) => self.missing(complaint, keys, because.as_deref()),
            What::Not(what) if what.is_empty() => at(
                "value",
                format!("{subject} is what the schema's `not` rules out"),
            ),
            What::Not(what) => at("value", format!("{subject} must not be {what}")),
            What::Several(count) => at(
                "value",
                format!("{subject} has {count} of the forms of `oneOf`, where it may have one"),
            ),
            What::Range(wanted) => at(
                "range",
                format!("{subject} must be {wanted}, not {}", shown(complaint)),
            ),
            What::Length(wanted, length) => {
                let unit = if wanted.ends_with(" 1") {
                    "character"
                } else {
                    "characters"
                };
                let message = format!("{subject} must have {wanted} {unit}, not {length}");
                at("length", message)
            }
            What::Pattern(pattern) => at(
                "pattern",
                format!("{subject} does not match `{pattern}`{}", quoted(complaint)),
            ),
            What::Count(count, what, wanted) => at(
                "items",
                format!("{subject} has {}; {wanted}", counted(*count, what)),
            ),
            What::Surplus(places) => {
                let list = complaint.name.trim_end_matches("[]");
                let message = format!("`{list}` has more than {}", counted(*places, "item"));
                at("items", message)
            }
            What::Contains(count, wanted) => at(
                "items",
                format!(
                    "{subject} has {} that `contains` asks for; {wanted}",
                    counted(*count, "item")
                ),
            ),
            What::Repeated(number, _, items) => {
                let list = complaint.name.trim_end_matches("[]");
                let mut told = at("items", format!("`{list}` repeats {}", item(complaint)));
                told.fix = fixes::of_repeated(self.cx.text, items, *number);
                told
            }
            What::Forbidden => self.forbidden(complaint),
        }
    }

    fn plain(&self, complaint: &Complaint<'p>, finding: &'static str, message: String) -> Told {
        Told {
            finding,
            span: complaint.step.span(self.cx.post.meta_anchor()),
            message,
            help: Vec::new(),
            fix: None,
        }
    }

    fn wrong_type(&self, complaint: &Complaint<'p>, types: Types) -> Told {
        let subject = subject(complaint);
        let wanted = types.described();
        let Some(value) = complaint.step.value() else {
            return self.plain(complaint, "type", format!("{subject} is not {wanted}"));
        };
        let message = match &value.data {
            Data::Null => format!("{subject} has no value, where {wanted} is asked for"),
            data => format!("{subject} is {}, not {wanted}", data.described()),
        };
        let mut told = self.plain(complaint, "type", message);
        if let Some(wanted) = types.only() {
            told.help.extend(advice(&value.data, wanted));
            told.fix = fixes::of_type(self.cx.text, value, wanted);
        }
        told
    }

    fn wrong_value(&self, complaint: &Complaint<'p>, known: &[Constant]) -> Told {
        let listed = known.iter().take(LISTED).map(Constant::shown);
        let mut shown: Vec<String> = listed.map(|it| format!("`{}`", cut(&it))).collect();
        if known.len() > LISTED {
            shown.push("…".to_owned());
        }
        let one_of = if known.len() > 1 { "one of " } else { "" };
        let subject = subject(complaint);
        let not = match value_text(complaint) {
            Some(text) => format!("'{}'", cut(&text)),
            None => kind(complaint).to_owned(),
        };
        let message = format!("{subject} must be {one_of}{}, not {not}", shown.join(", "));
        let mut told = self.plain(complaint, "value", message);
        if let Some(value) = complaint.step.value()
            && let Data::String(text) = &value.data
            && self.may_guess()
        {
            let texts = known.iter().filter_map(Constant::text);
            let texts: Vec<String> = texts.map(str::to_owned).collect();
            told.help.extend(choice(text, known, &texts));
            told.fix = fixes::of_choice(self.cx.text, value, &texts);
        }
        told
    }

    fn wrong_format(&self, complaint: &Complaint<'p>, formats: &[TextFormat]) -> Told {
        let names: Vec<&str> = formats.iter().map(|it| it.described()).collect();
        let subject = subject(complaint);
        let text = quoted(complaint);
        let mut told = self.plain(
            complaint,
            "format",
            match names.split_last() {
                Some((last, [])) => format!("{subject} is not {last}{text}"),
                Some((last, others)) => {
                    format!(
                        "{subject} is neither {} nor {last}{text}",
                        others.join(" nor ")
                    )
                }
                None => format!("{subject} has the wrong format{text}"),
            },
        );
        told.help
            .extend(formats.first().map(|it| it.advice().to_owned()));
        if let (Some(value), [TextFormat::Date]) = (complaint.step.value(), formats) {
            told.fix = fixes::of_type(self.cx.text, value, ValueType::Date);
        }
        told
    }

    fn unknown(&self, complaint: &Complaint<'p>, key: &Key, beside: Keys<'_>) -> Told {
        let message = format!("unknown key `{}`{}", key.name, inside(complaint));
        let mut told = self.plain(complaint, "unknown", message);
        told.span = key.span;
        let absent = match complaint.schema {
            Some(schema) if self.may_guess() => self.absent(schema, beside),
            _ => Vec::new(),
        };
        match nearest(&key.name, absent.iter().map(|(name, _)| *name)) {
            Some(near) => told.message.push_str(&format!("; did you mean `{near}`?")),
            None => told
                .help
                .push("remove it, or declare it in the schema".to_owned()),
        }
        told.fix = fixes::of_key(self.cx.text, key, absent.into_iter());
        told
    }

    /// The keys that a schema declares and a map does not have, and whether they are required.
    fn absent(&self, schema: NodeId, beside: Keys<'_>) -> Vec<(&'a str, bool)> {
        let held: FxHashSet<&str> = beside.entries().map(|it| it.key.name.as_str()).collect();
        let required: FxHashSet<&str> = self
            .nodes
            .required(schema)
            .iter()
            .map(String::as_str)
            .collect();
        let declared = self
            .nodes
            .keys(schema)
            .map_or(&[][..], |keys| &keys.declared);
        let names = declared.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| !held.contains(name))
            .map(|name| (name, required.contains(name)))
            .collect()
    }

    fn missing(&self, complaint: &Complaint<'p>, keys: &Missing, because: Option<&str>) -> Told {
        let names = keys.names.iter();
        let quoted: Vec<String> = names.map(|key| format!("`{key}`")).collect();
        let (word, list) = match quoted.split_last() {
            Some(_) if keys.more > 0 => (
                "keys",
                format!("{} and {} more", quoted.join(", "), keys.more),
            ),
            Some((last, others)) if !others.is_empty() => {
                ("keys", format!("{} and {last}", others.join(", ")))
            }
            _ => ("key", quoted.join("")),
        };
        let mut message = format!("missing {word} {list}{}", inside(complaint));
        if let Some(because) = because {
            message.push_str(&format!(", which `{because}` asks for"));
        }
        let described: Vec<String> = keys
            .names
            .iter()
            .map(|key| self.described(complaint, key))
            .collect();
        let mut help = format!("add {}", described.join(", "));
        if self.cx.post.meta.is_none() {
            "the post has no meta block".clone_into(&mut message);
            help = format!("add one with {}", described.join(", "));
        }
        let mut told = self.plain(complaint, "missing", message);
        told.span = complaint.step.owner(self.cx.post.meta_anchor());
        told.help.push(help);
        told
    }

    /// `` `title` (a string) ``.
    fn described(&self, complaint: &Complaint<'_>, key: &str) -> String {
        let declared = complaint.schema.and_then(|it| self.nodes.declared(it, key));
        match declared.and_then(|it| self.nodes.described(it)) {
            Some(wanted) => format!("`{key}` ({wanted})"),
            None => format!("`{key}`"),
        }
    }

    /// What the schema says of the one key that is missing.
    fn note_of_missing(&self, complaint: &Complaint<'_>) -> Option<&str> {
        let What::Missing(keys, _) = &complaint.what else {
            return None;
        };
        let [key] = keys.names.as_slice() else {
            return None;
        };
        let declared = self.nodes.declared(complaint.schema?, key)?;
        self.nodes.description(declared)
    }

    fn forbidden(&self, complaint: &Complaint<'p>) -> Told {
        match complaint.step {
            Step::Key(entry) => {
                let message = format!("the key `{}` must not be there", complaint.name);
                let mut told = self.plain(complaint, "unknown", message);
                told.span = entry.key.span;
                told.help.push("remove it".to_owned());
                told
            }
            Step::Item(number, _) => {
                let list = complaint.name.trim_end_matches("[]");
                let message = format!("item {} of `{list}` must not be there", number + 1);
                self.plain(complaint, "items", message)
            }
            Step::Meta | Step::Name(_) => {
                let message = format!("{} must not be there", subject(complaint));
                self.plain(complaint, "value", message)
            }
        }
    }
}

/// Which of the known values a text was meant to be.
fn choice(text: &str, known: &[Constant], texts: &[String]) -> Option<String> {
    let lower = text.to_lowercase();
    if let Some(same) = texts.iter().find(|it| it.to_lowercase() == lower) {
        return Some(format!("write it as `{same}`"));
    }
    if known.iter().any(|it| it.shown() == text) {
        return Some("remove the quotes".to_owned());
    }
    let near = nearest(text, texts.iter().map(String::as_str))?;
    Some(format!("did you mean `{near}`?"))
}

/// What a message speaks of.
fn subject(complaint: &Complaint<'_>) -> String {
    match complaint.step {
        Step::Meta => "the meta block".to_owned(),
        Step::Name(key) => format!("the key `{}`", key.name),
        Step::Key(_) | Step::Item(..) => format!("`{}`", complaint.name),
    }
}

/// As it ends a message about keys.
fn inside(complaint: &Complaint<'_>) -> String {
    match complaint.step {
        Step::Item(number, _) => {
            let list = complaint.name.trim_end_matches("[]");
            format!(" in item {} of `{list}`", number + 1)
        }
        Step::Key(_) => format!(" in `{}`", complaint.name),
        Step::Meta | Step::Name(_) => String::new(),
    }
}

/// The text of a scalar.
fn value_text(complaint: &Complaint<'_>) -> Option<String> {
    match complaint.step {
        Step::Name(key) => Some(key.name.to_string()),
        step => step.value()?.data.as_text(),
    }
}

fn kind(complaint: &Complaint<'_>) -> &'static str {
    let value = complaint.step.value();
    value.map_or("a map", |value| value.data.described())
}

fn shown(complaint: &Complaint<'_>) -> String {
    value_text(complaint).unwrap_or_default()
}

/// A text behind a colon; keys are named in the message already.
fn quoted(complaint: &Complaint<'_>) -> String {
    match (complaint.step, value_text(complaint)) {
        (Step::Name(_), _) | (_, None) => String::new(),
        (_, Some(text)) => format!(": '{}'", cut(&text)),
    }
}

/// An item of a list, by its text or its kind.
fn item(complaint: &Complaint<'_>) -> String {
    match value_text(complaint) {
        Some(text) => format!("'{}'", cut(&text)),
        None => kind(complaint).to_owned(),
    }
}

fn counted(count: usize, what: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{count} {what}{many}")
}
