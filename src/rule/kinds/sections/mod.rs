//! The kind `sections`: which sections a post has, in which order, and what they hold.

mod check;
mod contradictions;
mod missing;
mod outline;
mod skeleton;
#[cfg(test)]
mod tests;
mod wanted;

use self::check::SectionCheck;
use self::contradictions::tell_contradictions;
use self::wanted::{Title, Wanted};
use crate::diagnostic::Applicability;
use crate::rule::{Check, FindingInfo, FixInfo, OptionInfo, Options, RuleKind};

pub(crate) use self::outline::{Outline, fold_title};

/// The kind `sections`.
pub(crate) struct Sections;

static FINDINGS: &[FindingInfo] = &[
    FindingInfo {
        name: "missing",
        summary: "A required section is not there",
    },
    FindingInfo {
        name: "empty",
        summary: "A required section holds nothing",
    },
    FindingInfo {
        name: "order",
        summary: "A section does not stand where it must",
    },
    FindingInfo {
        name: "repeated",
        summary: "A required section stands twice",
    },
    FindingInfo {
        name: "forbidden",
        summary: "A section is not allowed",
    },
    FindingInfo {
        name: "short",
        summary: "A section has fewer words or list items than it must",
    },
];

static FIXES: &[FixInfo] = &[FixInfo {
    finding: "missing",
    applicability: &[Applicability::Unsafe],
    summary: "The heading at its place, and under it words or list items that say that it is to be written, \
                  unless the rule asks for more than 7 words or 10 items; or the right title for a heading \
                  that is misspelt",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "required",
        takes: "list of titles and tables",
        default: "[]",
        doc: "The sections that must be there and hold something. A table has `title`, `aliases`, \
              `pattern` (a regular expression for the title), `level` (of the heading, 1 to 6), \
              `first`, `last`, `after` (a title of these lists), `min-words`, `min-items` and `when` (a CEL \
              condition). In titles neither case nor white space, leading numbers and punctuation \
              at the ends count; what stands in a section's subsections belongs to it",
    },
    OptionInfo {
        name: "forbidden",
        takes: "list of titles",
        default: "[]",
        doc: "The sections that must not be there",
    },
    OptionInfo {
        name: "any-of",
        takes: "list of titles",
        default: "[]",
        doc: "Sections of which at least one must be there",
    },
    OptionInfo {
        name: "ordered",
        takes: "boolean",
        default: "false",
        doc: "Whether required sections must stand in the order in which they are listed",
    },
    OptionInfo {
        name: "closed",
        takes: "boolean",
        default: "false",
        doc: "Whether no other section than those of `required` and `any-of` is allowed. The title \
              of the post and subsections of an allowed section are",
    },
];

impl RuleKind for Sections {
    fn name(&self) -> &'static str {
        "sections"
    }

    fn summary(&self) -> &'static str {
        "The outline of a post: required, ordered and forbidden sections"
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
        let required = Wanted::read_all(options, "required");
        let forbidden = Title::read_all(options, "forbidden");
        let any_of = Title::read_all(options, "any-of");
        let is_ordered = options.boolean("ordered", false);
        let is_closed = options.boolean("closed", false);
        if ["required", "forbidden", "any-of"]
            .iter()
            .all(|name| options.node(name).is_none())
        {
            options.lacks("a 'sections' rule needs 'required', 'any-of' or 'forbidden'");
        }
        let check = SectionCheck {
            required,
            forbidden,
            any_of,
            is_ordered,
            is_closed,
        };
        tell_contradictions(options, &check);
        Some(Box::new(check))
    }
}
