//! Keywords that look at texts.

use regex::Regex;

use super::super::super::value::cut;
use super::super::complaint::What;
use super::super::formats::TextFormat;
use super::super::place::Place;
use super::super::reader::Reader;
use super::super::regex::{Refused, compiled};
use super::super::run::Run;
use super::super::view::View;

/// `minLength` and `maxLength`, in characters.
#[derive(Debug)]
pub(crate) struct Length {
    least: Option<usize>,
    most: Option<usize>,
}

impl Length {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let (least, most) = (reader.count("minLength"), reader.count("maxLength"));
        (least.is_some() || most.is_some()).then_some(Self { least, most })
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::String(text) = place.view else {
            return true;
        };
        let length = text.chars().count();
        let (keyword, wanted) = match (self.least, self.most) {
            (Some(least), _) if length < least => ("minLength", format!("at least {least}")),
            (_, Some(most)) if length > most => ("maxLength", format!("at most {most}")),
            _ => return true,
        };
        run.complain(place, keyword, || What::Length(wanted, length))
    }
}

/// `pattern`.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As messages show it.
    shown: String,
    regex: Regex,
}

impl Pattern {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let (id, text) = reader.text("pattern")?;
        match compiled(text, reader.options.allowance()) {
            Ok(regex) => Some(Self {
                shown: cut(text),
                regex,
            }),
            // Tools write such a pattern beside a format, to say the same once more.
            Err(Refused::Unsupported(_)) if Format::read(reader).is_some() => None,
            Err(refused) => {
                reader.problem(id, refused.message());
                None
            }
        }
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::String(text) = place.view else {
            return true;
        };
        run.charge(text.len() / 64);
        self.regex.is_match(text)
            || run.complain(place, "pattern", || What::Pattern(self.shown.clone()))
    }
}

/// `format`, where it is one that is known.
#[derive(Debug)]
pub(crate) struct Format(pub(in super::super) TextFormat);

impl Format {
    pub(super) fn read(reader: &mut Reader<'_, '_, '_>) -> Option<Self> {
        let (_, name) = reader.text("format")?;
        TextFormat::from_name(name).map(Self)
    }

    pub(crate) fn holds<'p>(&self, run: &mut Run<'_, 'p>, place: &Place<'_, 'p>) -> bool {
        let View::String(text) = place.view else {
            return true;
        };
        let holds =
            self.0.holds(text) || self.0 == TextFormat::DateTime && run.is_native_time(place, text);
        holds || run.complain(place, "format", || What::Format(vec![self.0]))
    }
}
