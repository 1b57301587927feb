//! The kind `meta`: which keys a post must have, and what their values must be.

mod bounds;
mod check;
mod field;
mod fixes;
#[cfg(test)]
pub(crate) mod fixture;
mod formats;
mod json_schema;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod types;
mod value;

use self::json_schema::JsonSchema;
use self::schema::Schema;
use crate::diagnostic::Applicability;
use crate::diagnostic::Diagnostic;
use crate::parse::ParseOptions;
use crate::rule::{Check, FindingInfo, FixInfo, OptionInfo, Options, PostContext, RuleKind};

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
        summary: "A value is of another type than is asked for",
    },
    FindingInfo {
        name: "format",
        summary: "A text does not have the shape that is asked for",
    },
    FindingInfo {
        name: "value",
        summary: "A value is none of those that are allowed",
    },
    FindingInfo {
        name: "range",
        summary: "A number or a date lies outside its bounds",
    },
    FindingInfo {
        name: "pattern",
        summary: "A text does not match its regular expression",
    },
    FindingInfo {
        name: "length",
        summary: "A text is too short or too long",
    },
    FindingInfo {
        name: "items",
        summary: "A list has too few, too many, repeated or wrong items, or a map too few or many keys",
    },
    FindingInfo {
        name: "unknown",
        summary: "A key is not allowed: `unknown-keys` is \"deny\", or the schema says so",
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

static FIXES: &[FixInfo] = &[
    FixInfo {
        finding: "type",
        applicability: &[Applicability::Safe],
        summary: "`yes`, `no`, `on`, `off`, `True` and `\"true\"` become `true` and `false`; numbers lose or get \
                  quotes; dates as for `format`",
    },
    FixInfo {
        finding: "format",
        applicability: &[Applicability::Safe],
        summary: "`2024/3/1`, `2024.03.01` and `2024-3-1` become `2024-03-01`",
    },
    FixInfo {
        finding: "value",
        applicability: &[Applicability::Safe, Applicability::Unsafe],
        summary: "The listed value that differs in case alone, or by one slip; any other near one is a guess",
    },
    FixInfo {
        finding: "items",
        applicability: &[Applicability::Safe],
        summary: "The repeated item goes",
    },
    FixInfo {
        finding: "unknown",
        applicability: &[Applicability::Safe, Applicability::Unsafe],
        summary: "The name of the declared key that is near and absent; safe for a required key that one slip of \
                  the hand leads to, and no other key is near",
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
        name: "schema",
        takes: "path of a JSON Schema",
        default: "",
        doc: "A JSON Schema, draft-07 or 2020-12, that the meta block must meet, beside `fields`; \
              the file and those that its `$ref`s name lie in the project, relative to the file \
              that names them",
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

    fn fixes(&self) -> &'static [FixInfo] {
        FIXES
    }

    fn options(&self) -> &'static [OptionInfo] {
        OPTIONS
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let fields = Schema::read(options);
        if fields.is_closed
            && fields.fields.is_empty()
            && let (Some(node), Some(_)) = (options.node("unknown-keys"), options.node("schema"))
        {
            let message = "'unknown-keys' speaks of 'fields' alone; in a schema write \
                           '\"additionalProperties\": false'";
            options.problem(node, message);
        }
        Some(Box::new(MetaCheck {
            fields,
            schema: JsonSchema::read(options),
        }))
    }
}

struct MetaCheck {
    fields: Schema,
    schema: Option<JsonSchema>,
}

impl Check for MetaCheck {
    fn hint(&self, options: &mut ParseOptions) {
        options.keys.extend(self.fields.hints());
        options
            .keys
            .extend(self.schema.iter().flat_map(JsonSchema::hints));
    }

    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        let mut found = check::check_meta(&self.fields, cx);
        if let Some(schema) = &self.schema
            && !cx.post.problems.iter().any(check::hides_keys)
        {
            found.extend(schema.check(cx));
        }
        found
    }
}
