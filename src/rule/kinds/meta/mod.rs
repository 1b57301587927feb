//! The kind `meta`: which keys a post must have, and what their values must be.

mod bounds;
mod check;
mod field;
mod fixes;
#[cfg(test)]
pub(crate) mod fixture;
mod formats;
mod schema;
#[cfg(test)]
mod tests;
mod types;
mod value;

use self::schema::Schema;
use crate::diagnostic::Diagnostic;
use crate::parse::ParseOptions;
use crate::rule::{Check, FindingInfo, OptionInfo, Options, PostContext, RuleKind};

pub(crate) use self::formats::Format;

/// The kind `meta`.
pub(crate) struct MetaKind;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "missing",
        summary: "A required key is absent or has no value",
    },
    FindingInfo {
        name: "type",
        summary: "A value is of another type than its field",
    },
    FindingInfo {
        name: "format",
        summary: "A text does not have the shape that its field names",
    },
    FindingInfo {
        name: "value",
        summary: "A value is none of those that its field lists",
    },
    FindingInfo {
        name: "range",
        summary: "A number or a date lies outside its bounds",
    },
    FindingInfo {
        name: "pattern",
        summary: "A text does not match its field's regular expression",
    },
    FindingInfo {
        name: "length",
        summary: "A text is too short or too long",
    },
    FindingInfo {
        name: "items",
        summary: "A list has too few, too many or repeated items",
    },
    FindingInfo {
        name: "unknown",
        summary: "A key is not declared and `unknown-keys` is \"deny\"",
    },
    FindingInfo {
        name: "repeated-key",
        summary: "A key stands twice in one map",
    },
    FindingInfo {
        name: "unparsable",
        summary: "The meta block cannot be read; always an error",
    },
];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "fields",
        takes: "table of fields by meta path",
        default: "",
        doc: "What is asked of each key: `type` (string, integer, number, boolean, date, datetime, \
              list, map, url), `required`, `one-of`, `min`, `max`, `min-length`, `max-length`, \
              `pattern` (of the whole text), `format` (date, datetime, semver, slug, url, email, \
              hex, id), `not-after` (\"today\" or a date), `max-age` (days), `of` (type of a list's \
              items), `min-items`, `max-items`, `unique-items`, `default` (the key is never \
              missing); what is asked of a text holds for each item of a list",
    },
    OptionInfo {
        name: "unknown-keys",
        takes: "\"allow\" or \"deny\"",
        default: "\"allow\"",
        doc: "Whether keys that are not declared are told, at every level that has declared keys",
    },
];

impl RuleKind for MetaKind {
    fn name(&self) -> &'static str {
        "meta"
    }

    fn summary(&self) -> &'static str {
        "The keys of a post's meta block and their values"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        FINDINGS
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        Some(Box::new(MetaCheck(Schema::read(options))))
    }
}

struct MetaCheck(Schema);

impl Check for MetaCheck {
    fn hint(&self, options: &mut ParseOptions) {
        options.keys.extend(self.0.hints());
    }

    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        check::check_meta(&self.0, cx)
    }
}
