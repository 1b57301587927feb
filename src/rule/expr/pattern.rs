//! A compiled regular expression as a value of the expression language.

use std::any::Any;

use cel::common::types::Type;
use cel::common::value::{StaticVal, Val};
use regex::Regex;

/// The second argument of the lowered `matches`.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Regex);

static PATTERN: Type = Type::new_unspecified_type("pattern");

impl Val for Pattern {
    fn get_type(&self) -> &Type {
        &PATTERN
    }

    fn cel_type() -> &'static Type {
        &PATTERN
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(Self(self.0.clone()))
    }

    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}

impl StaticVal for Pattern {}
