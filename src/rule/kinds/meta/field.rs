//! What a schema asks of one field.

use jiff::civil::Date;
use regex::Regex;

use super::formats::Format;
use super::shape::Shape;
use crate::post::{Data, MetaPath, ValueType};
use crate::rule::Options;
use crate::rule::node::{Node, NodeValue};
use crate::text::date_of;

/// A declared field.
#[derive(Debug)]
pub(super) struct Field {
    /// The path as declared.
    pub(super) name: String,
    pub(super) path: MetaPath,
    pub(super) value_type: Option<ValueType>,
    /// The type of a list's items.
    pub(super) of: Option<ValueType>,
    /// Whether a post must have it; one with a default is never missed.
    pub(super) is_required: bool,
    pub(super) one_of: Vec<Data>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) pattern: Option<Pattern>,
    pub(super) format: Option<Format>,
    pub(super) not_after: Option<Limit>,
    /// In days.
    pub(super) max_age: Option<usize>,
    pub(super) min_items: Option<usize>,
    pub(super) max_items: Option<usize>,
    pub(super) has_unique_items: bool,
    /// What is asked of a value that is no list and no map, beside its type.
    pub(super) asked: Asked,
}

/// How much is asked of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing.
    Nothing,
    /// That it is one of some, or in a range.
    Value,
    /// Something of its text, too.
    Text,
}

/// A pattern that a whole text must match.
#[derive(Debug)]
pub(super) struct Pattern {
    /// As written.
    pub(super) text: String,
    /// With anchors at both ends.
    regex: Regex,
    /// Tells the same at less cost.
    shape: Option<Shape>,
}

impl Pattern {
    /// Whether a text matches as a whole.
    pub(super) fn is_match(&self, text: &str) -> bool {
        match &self.shape {
            Some(shape) => shape.holds(text),
            None => self.regex.is_match(text),
        }
    }
}

/// The last day that a date may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// The day of the run.
    Today,
    /// A fixed one.
    Day(Date),
}

/// Most values that advice lists.
const LISTED: usize = 8;

/// What other schemas call a type, with its name here.
const FOREIGN_NAMES: [(&str, &str); 6] = [
    ("array", "list"),
    ("bool", "boolean"),
    ("float", "number"),
    ("int", "integer"),
    ("object", "map"),
    ("str", "string"),
];

/// Every key of a field's table.
pub(super) const KEYS: [&str; 16] = [
    "type",
    "required",
    "one-of",
    "min",
    "max",
    "min-length",
    "max-length",
    "pattern",
    "format",
    "not-after",
    "max-age",
    "of",
    "min-items",
    "max-items",
    "unique-items",
    "default",
];

impl Field {
    /// Reads the table of one field.
    pub(super) fn read(options: &mut Options<'_>, name: &str, path: MetaPath) -> Self {
        options.reject_unknown(&KEYS);
        let is_required = options.boolean("required", false);
        let mut field = Self {
            name: name.to_owned(),
            path,
            value_type: value_type(options, "type"),
            of: value_type(options, "of"),
            is_required: is_required && options.node("default").is_none(),
            one_of: one_of(options),
            min: options.number("min"),
            max: options.number("max"),
            min_length: options.count("min-length"),
            max_length: options.count("max-length"),
            pattern: pattern(options),
            format: options
                .choice("format", &Format::NAMES)
                .and_then(Format::from_name),
            not_after: limit(options),
            max_age: options.count("max-age"),
            min_items: options.count("min-items"),
            max_items: options.count("max-items"),
            has_unique_items: options.boolean("unique-items", false),
            asked: Asked::Nothing,
        };
        field.asked = field.asked();
        // Of a type that is misspelt nothing is known, so that nothing can contradict it.
        if field.value_type.is_some() || options.node("type").is_none() {
            for group in &GROUPS {
                group.settle(options, &mut field);
            }
        }
        field
    }
}

impl Field {
    fn asked(&self) -> Asked {
        let asks_of_text = self.min_length.is_some()
            || self.max_length.is_some()
            || self.pattern.is_some()
            || self.format.is_some()
            || self.not_after.is_some()
            || self.max_age.is_some();
        let asks_of_value = !self.one_of.is_empty() || self.min.is_some() || self.max.is_some();
        match (asks_of_text, asks_of_value) {
            (true, _) => Asked::Text,
            (false, true) => Asked::Value,
            (false, false) => Asked::Nothing,
        }
    }

    /// The type that is all that it asks of a value beside its range, if one look tells that type.
    pub(super) fn plain_type(&self) -> Option<ValueType> {
        let is_plain = |it: &ValueType| {
            use ValueType::{Boolean, Integer, Number, String};
            matches!(it, String | Integer | Number | Boolean)
        };
        let asks_more = self.asked == Asked::Text || !self.one_of.is_empty();
        self.value_type.filter(|it| !asks_more && is_plain(it))
    }

    /// What keeps a number from being in its range, as a message ends.
    pub(super) fn range_missed(&self, number: f64) -> Option<String> {
        match (self.min, self.max) {
            (Some(min), _) if number < min => Some(format!("at least {min}")),
            (_, Some(max)) if number > max => Some(format!("at most {max}")),
            _ => None,
        }
    }

    /// What it wants, in a few words for advice; `None` where anything will do.
    pub(super) fn described(&self) -> Option<String> {
        if let ([_, ..], true) = (self.one_of.as_slice(), self.one_of.len() <= LISTED) {
            let texts: Vec<String> = self.one_of.iter().filter_map(Data::as_text).collect();
            return Some(format!("one of `{}`", texts.join("`, `")));
        }
        self.value_type.map(|it| it.as_str().to_owned())
    }
}

/// Options that make sense for some types alone; without a type, they imply the first.
struct Group {
    options: &'static [&'static str],
    types: &'static [ValueType],
}

static GROUPS: [Group; 4] = [
    Group {
        options: &["min", "max"],
        types: &[ValueType::Number, ValueType::Integer],
    },
    Group {
        options: &["of", "min-items", "max-items", "unique-items"],
        types: &[ValueType::List],
    },
    Group {
        options: &["not-after", "max-age"],
        types: &[ValueType::Date, ValueType::Datetime],
    },
    Group {
        options: &["min-length", "max-length", "pattern", "format"],
        types: &[
            ValueType::String,
            ValueType::Url,
            ValueType::Date,
            ValueType::Datetime,
            ValueType::List,
        ],
    },
];

impl Group {
    fn settle(&self, options: &mut Options<'_>, field: &mut Field) {
        let Some((name, node)) = self.first_set(options) else {
            return;
        };
        match field.value_type {
            None => field.value_type = self.types.first().copied(),
            Some(known) if self.types.contains(&known) => {}
            Some(known) => {
                let wanted: Vec<&str> = self.types.iter().map(|it| it.as_str()).collect();
                let message = format!(
                    "'{name}' needs the type {}, not {}",
                    wanted.join(" or "),
                    known.as_str()
                );
                options.problem(node, message);
            }
        }
    }

    fn first_set<'a>(&self, options: &Options<'a>) -> Option<(&'static str, &'a Node)> {
        let mut names = self.options.iter();
        names.find_map(|name| Some((*name, options.node(name)?)))
    }
}

fn value_type(options: &mut Options<'_>, name: &str) -> Option<ValueType> {
    let node = options.node(name)?;
    if let NodeValue::String(text) = &node.value
        && let Some((_, meant)) = FOREIGN_NAMES.iter().find(|(foreign, _)| foreign == text)
    {
        let message = format!("unknown {name} '{text}'; did you mean '{meant}'?");
        options.problem(node, message);
        return None;
    }
    let names = ValueType::ALL.map(|(known, _)| known);
    ValueType::from_name(options.choice(name, &names)?)
}

fn one_of(options: &mut Options<'_>) -> Vec<Data> {
    let mut values = Vec::new();
    for node in options.items("one-of") {
        match scalar(node) {
            Some(value) => values.push(value),
            None => options.wrong_type("one-of", node, "a list of texts or numbers"),
        }
    }
    values
}

/// The value that a node stands for, unless it is a list or a table.
pub(super) fn scalar(node: &Node) -> Option<Data> {
    Some(match &node.value {
        NodeValue::String(text) | NodeValue::Datetime(text) => Data::String(text.clone()),
        NodeValue::Integer(number) => Data::Integer(*number),
        NodeValue::Float(number) => Data::Float(*number),
        NodeValue::Boolean(value) => Data::Boolean(*value),
        NodeValue::Array(_) | NodeValue::Table(_) => return None,
    })
}

fn pattern(options: &mut Options<'_>) -> Option<Pattern> {
    let node = options.node("pattern")?;
    let text = options.node_string("pattern", node)?;
    // Compiled alone first: a fault is told in the author's own words, and `a)|(b` stays one.
    options.node_regex(node, text, false)?;
    let regex = options.node_regex(node, &format!(r"\A(?:{text})\z"), false)?;
    Some(Pattern {
        text: text.to_owned(),
        regex,
        shape: Shape::of(text),
    })
}

fn limit(options: &mut Options<'_>) -> Option<Limit> {
    let node = options.node("not-after")?;
    let (NodeValue::String(text) | NodeValue::Datetime(text)) = &node.value else {
        options.wrong_type("not-after", node, "'today' or a date");
        return None;
    };
    if text == "today" {
        return Some(Limit::Today);
    }
    let day = date_of(text);
    if day.is_none() {
        options.problem(node, "'not-after' must be 'today' or a date, `YYYY-MM-DD`");
    }
    day.map(Limit::Day)
}
