//! Whether a value is what its field asks for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem::discriminant;

use jiff::civil::Date;

use super::check::Walk;
use super::field::{Asked, Field, Limit};
use super::fixes;
use super::formats::Format;
use super::types::{article, format_of, is_of_type};
use crate::diagnostic::{Diagnostic, Label};
use crate::post::{Data, Value, ValueType};
use crate::text::{date_of, datetime_of, day_of, days_since_epoch, nearest};

/// Longest stretch of a value that a message quotes, in characters.
const QUOTED: usize = 60;
/// Most values that a message lists.
const LISTED: usize = 8;

/// Judges a value; `false` when it is of the wrong type, so that nothing below it is looked at.
pub(super) fn check_value(
    walk: &mut Walk<'_, '_>,
    field: &Field,
    name: &str,
    value: &Value,
) -> bool {
    let is_blank = matches!(&value.data, Data::String(text) if is_blank_text(text));
    if is_blank && field.min_length.is_none() {
        return true;
    }
    let mut judge = Judge { walk, field, name };
    if let Some(wanted) = field.value_type
        && !judge.has_type(value, wanted)
    {
        return false;
    }
    match &value.data {
        Data::List(items) => judge.list(value, items),
        Data::Map(_) => {}
        _ if field.asked != Asked::Nothing => judge.scalar(value),
        _ => {}
    }
    true
}

struct Judge<'w, 'a, 'p> {
    walk: &'w mut Walk<'a, 'p>,
    field: &'w Field,
    name: &'w str,
}

impl Judge<'_, '_, '_> {
    fn tell(&mut self, finding: &'static str, value: &Value, message: String) -> &mut Diagnostic {
        let text = value.data.as_text().unwrap_or_default();
        let found = self.walk.cx.found(finding, value.span, message);
        let found = found.identified_by(format!("{} {text}", self.name));
        self.walk.found.push(found);
        let last = self.walk.found.len() - 1;
        &mut self.walk.found[last]
    }

    #[inline]
    fn has_type(&mut self, value: &Value, wanted: ValueType) -> bool {
        let is_right = is_of_type(&value.data, wanted);
        if !is_right {
            self.wrong_type(value, wanted);
        }
        is_right
    }

    fn wrong_type(&mut self, value: &Value, wanted: ValueType) {
        let message = match (&value.data, format_of(wanted)) {
            (Data::String(text), Some(format)) => {
                format!(
                    "`{}` is not {}: '{}'",
                    self.name,
                    format.described(),
                    cut(text)
                )
            }
            (data, _) => format!(
                "`{}` is {}, not {}",
                self.name,
                data.described(),
                article(wanted)
            ),
        };
        let advice = advice(&value.data, wanted);
        let fix = fixes::of_type(self.walk.cx.text, value, wanted);
        let found = self.tell("type", value, message);
        found.help.extend(advice);
        found.fix = fix;
    }

    fn list(&mut self, list: &Value, items: &[Value]) {
        self.item_count(list, items.len());
        if self.field.has_unique_items {
            self.unique_items(items);
        }
        for item in items {
            let is_typed = self.field.of.is_none_or(|of| self.has_type(item, of));
            let is_asked = is_typed && self.field.asked != Asked::Nothing;
            if is_asked && !matches!(item.data, Data::List(_) | Data::Map(_) | Data::Null) {
                self.scalar(item);
            }
        }
    }

    fn item_count(&mut self, list: &Value, count: usize) {
        let (min, max) = (self.field.min_items, self.field.max_items);
        let wanted = match (min, max) {
            (Some(min), _) if count < min => format!("at least {min} must be there"),
            (_, Some(max)) if count > max => format!("at most {max} are allowed"),
            _ => return,
        };
        let items = if count == 1 { "item" } else { "items" };
        let message = format!("`{}` has {count} {items}; {wanted}", self.name);
        let identity = format!("{} {wanted}", self.name);
        self.tell("items", list, message).identity = identity;
    }

    fn unique_items(&mut self, items: &[Value]) {
        let mut seen = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            let Some(text) = item.data.as_text() else {
                continue;
            };
            // A number is not the text that looks like it.
            let key = (discriminant(&item.data), text);
            if let Some(first) = seen.get(&key).copied() {
                let first = Label {
                    source: self.walk.cx.source,
                    span: Some(first),
                    message: "first here".to_owned(),
                };
                let message = format!("`{}` repeats '{}'", self.name, cut(&key.1));
                let fix = fixes::of_repeated(self.walk.cx.text, items, at);
                let found = self.tell("items", item, message);
                found.labels.push(first);
                found.fix = fix;
            } else {
                seen.insert(key, item.span);
            }
        }
    }

    fn scalar(&mut self, value: &Value) {
        if !self.field.one_of.is_empty() {
            self.one_of(value);
        }
        self.range(value);
        if self.field.asked != Asked::Text {
            return;
        }
        let text = match &value.data {
            Data::String(text) => Some(Cow::Borrowed(text.as_str())),
            other => other.as_text().map(Cow::Owned),
        };
        if let Some(text) = text {
            self.length(value, &text);
            self.shape(value, &text);
            self.day(value, &text);
        }
    }

    fn one_of(&mut self, value: &Value) {
        let known = &self.field.one_of;
        if known.iter().any(|it| is_same(it, &value.data)) {
            return;
        }
        let texts: Vec<String> = known.iter().filter_map(Data::as_text).collect();
        let mut shown: Vec<String> = texts.iter().map(|it| format!("`{it}`")).collect();
        if shown.len() > LISTED {
            shown.truncate(LISTED);
            shown.push("…".to_owned());
        }
        let text = value.data.as_text().unwrap_or_default();
        let message = format!(
            "`{}` must be one of {}, not '{}'",
            self.name,
            shown.join(", "),
            cut(&text)
        );
        let lower = text.to_lowercase();
        let same = texts.iter().find(|it| it.to_lowercase() == lower);
        let help = match same {
            Some(known) => Some(format!("write it as `{known}`")),
            None => nearest(&text, texts.iter().map(String::as_str))
                .map(|near| format!("did you mean `{near}`?")),
        };
        let fix = fixes::of_choice(self.walk.cx.text, value, &texts);
        let found = self.tell("value", value, message);
        found.help.extend(help);
        found.fix = fix;
    }

    fn range(&mut self, value: &Value) {
        let Some(number) = value.data.as_number() else {
            return;
        };
        let Some(wanted) = self.field.range_missed(number) else {
            return;
        };
        let message = format!("`{}` must be {wanted}, not {number}", self.name);
        self.tell("range", value, message);
    }

    fn length(&mut self, value: &Value, text: &str) {
        let bounds = (self.field.min_length, self.field.max_length);
        if bounds == (None, None) {
            return;
        }
        let length = text.chars().count();
        let wanted = match bounds {
            (Some(min), _) if length < min => format!("at least {min}"),
            (_, Some(max)) if length > max => format!("at most {max}"),
            _ => return,
        };
        let unit = if wanted.ends_with(" 1") {
            "character"
        } else {
            "characters"
        };
        let message = format!("`{}` must have {wanted} {unit}, not {length}", self.name);
        self.tell("length", value, message);
    }

    fn shape(&mut self, value: &Value, text: &str) {
        if let Some(pattern) = &self.field.pattern
            && !pattern.is_match(text)
        {
            let shown = format!("`{}` does not match `{}`", self.name, pattern.text);
            self.tell("pattern", value, format!("{shown}: '{}'", cut(text)));
        }
        if let Some(format) = self.field.format
            && !format.holds(text)
        {
            let shown = format!("`{}` is not {}", self.name, format.described());
            let wanted = match format {
                Format::Date => Some(ValueType::Date),
                Format::Datetime => Some(ValueType::Datetime),
                _ => None,
            };
            let fix = wanted.and_then(|it| fixes::of_type(self.walk.cx.text, value, it));
            let found = self.tell("format", value, format!("{shown}: '{}'", cut(text)));
            found.help.push(format.advice().to_owned());
            found.fix = fix;
        }
    }

    fn day(&mut self, value: &Value, text: &str) {
        if self.field.not_after.is_none() && self.field.max_age.is_none() {
            return;
        }
        let Some(day) = day_of(text) else {
            return;
        };
        let today = self.walk.cx.today;
        let too_late = match self.field.not_after {
            Some(Limit::Today) if day > today => {
                let written = days_since_epoch(day);
                self.walk.cx.metrics.holds_until(written - 1);
                "must not be in the future".to_owned()
            }
            Some(Limit::Day(last)) if day > last => format!("must not be after {last}"),
            _ => String::new(),
        };
        if !too_late.is_empty() {
            let message = format!("`{}` {too_late}, not {day}", self.name);
            self.tell("range", value, message);
        }
        if let Some(max) = self.field.max_age {
            self.age(value, day, max);
        }
    }

    fn age(&mut self, value: &Value, day: Date, max: usize) {
        let written = days_since_epoch(day);
        let last = i64::try_from(max).map_or(i64::MAX, |max| written.saturating_add(max));
        if days_since_epoch(self.walk.cx.today) <= last {
            self.walk.cx.metrics.holds_until(last);
            return;
        }
        let days = if max == 1 { "day" } else { "days" };
        let message = format!(
            "`{}` must be at most {max} {days} old, not from {day}",
            self.name
        );
        self.tell("range", value, message);
    }
}

/// How to make a value of the wrong type right.
pub(super) fn advice(data: &Data, wanted: ValueType) -> Option<String> {
    match (data, wanted) {
        (Data::Boolean(_) | Data::Integer(_) | Data::Float(_), ValueType::String) => {
            Some("quote it to make it a string".to_owned())
        }
        (Data::String(text), ValueType::Integer) if text.parse::<i64>().is_ok() => {
            Some("remove the quotes".to_owned())
        }
        (Data::String(text), ValueType::Number) if text.parse::<f64>().is_ok() => {
            Some("remove the quotes".to_owned())
        }
        (Data::String(_), ValueType::Boolean) => Some("write `true` or `false`".to_owned()),
        (Data::String(text), ValueType::Date) if datetime_of(text).is_some() => {
            Some(format!("write the day alone: `{}`", &text[..10]))
        }
        (Data::String(text), ValueType::Datetime) if date_of(text).is_some() => {
            Some(format!("add the time: `{text}T00:00:00Z`"))
        }
        (Data::String(_), wanted) => format_of(wanted).map(|format| format.advice().to_owned()),
        _ => None,
    }
}

/// Whether there is nothing in a text but blanks; nearly every text starts with something else.
#[inline]
pub(super) fn is_blank_text(text: &str) -> bool {
    let first = text.as_bytes().first();
    !first.is_some_and(u8::is_ascii_graphic) && text.trim_start().is_empty()
}

fn is_same(known: &Data, data: &Data) -> bool {
    match (known.as_number(), data.as_number()) {
        (Some(known), Some(number)) => known.total_cmp(&number).is_eq(),
        _ => known == data,
    }
}

/// The beginning of a text, on one line.
pub(super) fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(QUOTED).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.replace(['\n', '\r'], " ")
}
