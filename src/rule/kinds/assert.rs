//! The kind `assert`: any condition over one post.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::post::{Data, MetaPath, Post, Value};
use crate::rule::expr::{Expr, Template, Verdict, folded, section_titled};
use crate::rule::rewrite::{with_items, with_text, without_quotes};
use crate::rule::{Check, FindingInfo, FixInfo, OptionInfo, Options, PostContext, RuleKind};
use crate::source::Span;

/// The kind `assert`.
pub(crate) struct Assert;

/// The other values of a condition that a finding points at.
const OTHERS: usize = 2;

static FINDINGS: &[FindingInfo] = &[FindingInfo {
    name: "failed",
    summary: "The condition does not hold",
}];

static FIXES: &[FixInfo] = &[FixInfo {
    finding: "failed",
    applicability: &[Applicability::Unsafe],
    summary: "The value of `fix` takes the place of the one at `at`: a list of the meta follows the list in \
                  the body, a number another key",
}];

static OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "assert",
        takes: "CEL expression",
        default: "",
        doc: "The condition that must hold; required. Where a key that it needs is absent, or of a \
              type that it cannot take, nothing is judged",
    },
    OptionInfo {
        name: "at",
        takes: "meta path, `title` or `section:TITLE`",
        default: "",
        doc: "What the finding points at; by default the first meta path of the condition that the \
              post has, else the title",
    },
    OptionInfo {
        name: "message",
        takes: "string with `{expression}` slots",
        default: "",
        doc: "What is said; by default the condition itself",
    },
    OptionInfo {
        name: "fix",
        takes: "CEL expression",
        default: "",
        doc: "The value that puts it right, for an unsafe fix: it takes the place of the one at \
              `at`, which is a meta path then. It is a text, a number, a boolean or a list of these",
    },
];

impl RuleKind for Assert {
    fn name(&self) -> &'static str {
        "assert"
    }

    fn summary(&self) -> &'static str {
        "A condition over meta, metrics and sections of one post"
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
        let condition = options.condition("assert");
        if options.node("assert").is_none() {
            options.lacks("an 'assert' rule needs 'assert'");
        }
        let at = At::read(options);
        let message = options.template("message");
        let fix = options.expression("fix");
        if let (Some(node), None | Some(At::Title | At::Section(_))) = (options.node("fix"), &at) {
            options.problem(
                node,
                "'fix' needs 'at', the meta path of the value to write",
            );
        }
        Some(Box::new(Assertion {
            condition: condition?,
            at,
            message,
            fix,
        }))
    }
}

/// Where a finding is shown.
enum At {
    Path(MetaPath),
    Title,
    Section(String),
}

impl At {
    fn read(options: &mut Options<'_>) -> Option<Self> {
        let text = options.string("at")?;
        if text == "title" {
            return Some(Self::Title);
        }
        if let Some(title) = text.strip_prefix("section:") {
            return Some(Self::Section(folded(title)));
        }
        options.path("at").map(Self::Path)
    }

    fn span(&self, post: &Post) -> Option<Span> {
        match self {
            Self::Title => Some(post.anchor()),
            Self::Path(path) => value_span(path, post),
            Self::Section(title) => {
                let at = section_titled(&post.body, title)?;
                post.body.section_span(&post.body.sections[at])
            }
        }
    }
}

struct Assertion {
    condition: Expr,
    at: Option<At>,
    message: Option<Template>,
    /// What is to stand at the place.
    fix: Option<Expr>,
}

impl Check for Assertion {
    fn check_post(&self, cx: &PostContext<'_>) -> Vec<Diagnostic> {
        match self.condition.is_true(cx) {
            Verdict::False => vec![self.failed(cx)],
            Verdict::True | Verdict::Unknown => Vec::new(),
        }
    }
}

impl Assertion {
    fn failed(&self, cx: &PostContext<'_>) -> Diagnostic {
        let mut values = self.values(cx.post);
        let place = match &self.at {
            Some(at) => at.span(cx.post),
            None => values.first().map(|(_, span)| *span),
        };
        let place = place.unwrap_or_else(|| cx.post.anchor());
        values.retain(|(_, span)| *span != place);
        let found = cx.found("failed", place, self.message(cx));
        let mut found = found.fixed_by(self.fix(cx));
        for (path, span) in values.into_iter().take(OTHERS) {
            found = found.also(cx.source, span, format!("`{path}` is compared"));
        }
        found
    }

    fn fix(&self, cx: &PostContext<'_>) -> Option<Fix> {
        let Some(At::Path(path)) = &self.at else {
            return None;
        };
        let new = self.fix.as_ref()?.value(cx)?;
        let value = path.first(&cx.post.meta.as_ref()?.root)?;
        Some(Fix::new(Applicability::Unsafe, written(cx, value, &new)?))
    }

    fn message(&self, cx: &PostContext<'_>) -> String {
        if let Some(template) = &self.message {
            return template.render(cx);
        }
        let words: Vec<&str> = self.condition.text().split_whitespace().collect();
        format!("assertion failed: {}", words.join(" "))
    }

    /// The values that the condition names, each once, in its order.
    fn values(&self, post: &Post) -> Vec<(&MetaPath, Span)> {
        let mut values: Vec<(&MetaPath, Span)> = Vec::new();
        for path in self.condition.meta_paths() {
            if let Some(span) = value_span(path, post)
                && values.iter().all(|(_, known)| *known != span)
            {
                values.push((path, span));
            }
        }
        values
    }
}

/// `new` in the place of `value`, which stays a list or none.
fn written(cx: &PostContext<'_>, value: &Value, new: &Data) -> Option<Edit> {
    match (&value.data, new) {
        (Data::List(_), Data::List(items)) => {
            let texts = items.iter().map(|item| item.data.as_text());
            let quote = (cx.format != "text").then_some('"');
            with_items(cx.text, value, &texts.collect::<Option<Vec<_>>>()?, quote)
        }
        (Data::List(_), _) | (_, Data::List(_)) => None,
        (_, Data::String(text)) => with_text(cx.text, value, text),
        (_, new) => without_quotes(cx.text, value, &new.as_text()?),
    }
}

/// Where the value of a path stands; `None` for a key without one.
fn value_span(path: &MetaPath, post: &Post) -> Option<Span> {
    let value = path.first(&post.meta.as_ref()?.root)?;
    (value.data != Data::Null).then_some(value.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

    const SEEDS: &str = "assert = 'meta.payload.seed == int(meta.payload.id.substring(4))'";

    fn findings(options: &str, post: &str) -> Vec<(String, String, String)> {
        Fixture::new(post).findings(&*check(&Assert, options))
    }

    #[test]
    fn flags_a_condition_that_fails_at_its_first_value() {
        let post = "title = 'A'\n[payload]\nid = 'anp-0013'\nseed = 12\n+++\n";
        let message = "assertion failed: meta.payload.seed == int(meta.payload.id.substring(4))";
        assert_eq!(
            findings(SEEDS, post),
            [("failed".into(), "12".into(), message.into())]
        );
        let post = Fixture::new(post);
        let found = check(&Assert, SEEDS).check_post(&post.cx());
        let other = found[0].labels[1].span.unwrap();
        assert_eq!(&post.text[other.range()], "anp-0013");
    }

    #[test]
    fn is_silent_when_it_holds_or_cannot_be_told() {
        for post in [
            "[payload]\nid = 'anp-0012'\nseed = 12\n+++\n",
            "[payload]\nid = 'anp-0012'\n+++\n",
            "[payload]\nid = 'anp-00x2'\nseed = 12\n+++\n",
            "[payload]\nid = 12\nseed = 12\n+++\n",
            "payload = 'none'\n+++\n",
            "No meta at all.\n",
        ] {
            assert_eq!(findings(SEEDS, post), [], "{post}");
        }
    }

    #[test]
    fn points_where_it_is_told_to() {
        let post = "seed = 12\n+++\n# Heading\n\n## Close\n";
        let at = |at: &str| {
            let options = format!("assert = 'meta.seed > 20'\nat = '{at}'");
            findings(&options, post)[0].1.clone()
        };
        assert_eq!(at("title"), "Heading");
        assert_eq!(at("seed"), "12");
        assert_eq!(at("section:close"), "## Close");
        assert_eq!(at("section:none"), "Heading");
        assert_eq!(at("meta.none"), "Heading");
    }

    #[test]
    fn fills_the_slots_of_its_message() {
        let options = "assert = 'meta.seed > 20'\nmessage = 'seed {meta.seed} is below {10 + 10}'";
        let found = findings(options, "seed = 12\n+++\n");
        assert_eq!(found[0].2, "seed 12 is below 20");
    }

    #[test]
    fn tells_mistakes_inside_the_expression() {
        assert_eq!(
            problems(&Assert, "assert = 'meta.seed = 1'"),
            [("=".into(), "unexpected '='; '==' compares".into())]
        );
        assert_eq!(
            problems(&Assert, "assert = \"\\\"a\\\" == titel\"")[0].0,
            "\"\\\"a\\\" == titel\""
        );
        assert_eq!(
            problems(&Assert, "assert = 'true'\nmessage = 'is {titel}'"),
            [(
                "titel".into(),
                "unknown variable 'titel'; did you mean 'title'?".into()
            )]
        );
        assert_eq!(
            problems(&Assert, "assert = 'true'\nat = 'a..b'")[0].0,
            "'a..b'"
        );
        assert_eq!(
            problems(&Assert, "at = 'title'")[0].1,
            "an 'assert' rule needs 'assert'"
        );
        assert_eq!(
            problems(&Assert, "assert = 3")[0].1,
            "'assert' must be a string, not an integer"
        );
    }
}
