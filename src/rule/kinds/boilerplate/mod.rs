//! `boilerplate`: text that stands in many posts, or twice in one.

mod by_letters;
mod clusters;
mod runs;
mod slots;
mod survey;
mod tell;
mod title;
mod units;

#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use crate::post::{BlockKind, MetaPath};
use crate::rule::{
    Check, Corpus, Fact, FindingInfo, OptionInfo, Options, PostContext, RuleKind, Setting, Survey,
};
use crate::text::{folded, sentences};
use survey::Repetition;

/// The kind.
pub(super) struct Boilerplate;

const BLOCKS: [&str; 6] = [
    "paragraph",
    "quote",
    "list-item",
    "caption",
    "heading",
    "code",
];
/// Slots are kept as bits of a fact.
const MOST_SLOTS: usize = 29;

impl RuleKind for Boilerplate {
    fn name(&self) -> &'static str {
        "boilerplate"
    }

    fn summary(&self) -> &'static str {
        "Text that is repeated within a post or across the corpus, also as a template with slots filled"
    }

    fn findings(&self) -> &'static [FindingInfo] {
        &[
            FindingInfo {
                name: "repeated",
                summary: "A run of sentences or paragraphs that stands word for word in many posts",
            },
            FindingInfo {
                name: "templated",
                summary: "A run that stands in many posts once the values of its slots are masked",
            },
            FindingInfo {
                name: "within-post",
                summary: "A run that stands twice in one post",
            },
            FindingInfo {
                name: "ratio",
                summary: "Too large a share of a post's words is repeated or templated",
            },
        ]
    }

    fn options(&self) -> &'static [OptionInfo] {
        &[
            OptionInfo {
                name: "unit",
                takes: "sentence or paragraph",
                default: "\"sentence\"",
                doc: "What is compared; adjacent units that are repeated make one finding",
            },
            OptionInfo {
                name: "blocks",
                takes: "list of strings",
                default: "[\"paragraph\", \"quote\"]",
                doc: "Where units are looked for: paragraph, quote, list-item, caption, heading, code; a block of code is one unit",
            },
            OptionInfo {
                name: "min-words",
                takes: "integer",
                default: "8",
                doc: "Words that a run of repeated units must have to be told",
            },
            OptionInfo {
                name: "min-posts",
                takes: "integer",
                default: "3",
                doc: "Posts, this one counted, in which a unit must stand to be boilerplate",
            },
            OptionInfo {
                name: "min-share",
                takes: "number from 0 to 1",
                default: "",
                doc: "The share of all posts that makes a unit boilerplate as well; not used without it",
            },
            OptionInfo {
                name: "max-ratio",
                takes: "number from 0 to 1",
                default: "",
                doc: "The largest share of a post's words that may be boilerplate; not judged without it",
            },
            OptionInfo {
                name: "slots",
                takes: "list of meta paths",
                default: "[]",
                doc: "Values that are masked wherever they occur, along with the title's variable part, so that a sentence with another topic filled in counts as the same",
            },
            OptionInfo {
                name: "allow",
                takes: "list of strings",
                default: "[]",
                doc: "Texts that may be repeated; `{}` stands for a slot; an entry that matches nothing is told",
            },
            OptionInfo {
                name: "limit",
                takes: "integer",
                default: "5",
                doc: "The largest runs of a post that are told, 0 for all; the ratio counts them all",
            },
        ]
    }

    fn measures(&self) -> Option<&'static str> {
        Some("boilerplate-ratio")
    }

    fn build(&self, options: &mut Options<'_>) -> Option<Box<dyn Check>> {
        let unit = options.choice("unit", &["sentence", "paragraph"]);
        let blocks = match options.node("blocks") {
            Some(_) => options.choices("blocks", &BLOCKS),
            None => vec!["paragraph", "quote"],
        };
        let min_posts = options.count("min-posts").unwrap_or(3);
        if min_posts < 2
            && let Some(node) = options.node("min-posts")
        {
            options.problem(node, "'min-posts' must be at least 2");
        }
        let mut settings = Settings {
            whole_blocks: unit == Some("paragraph"),
            blocks,
            min_words: options.count("min-words").unwrap_or(8),
            min_posts,
            min_share: options.share("min-share"),
            max_ratio: options.share("max-ratio"),
            slots: Vec::new(),
            allow: Vec::new(),
            allowed_keys: FxHashSet::default(),
            limit: options.count("limit").unwrap_or(5),
        };
        settings.slots = slots(options)?;
        settings.allow = allowed_texts(options, settings.whole_blocks);
        let entries = settings.allow.iter().map(|it| u64::from(it.entry));
        settings.allowed_keys = entries.map(units::allowed_key).collect();
        Some(Box::new(settings))
    }
}

/// A rule of this kind.
pub(super) struct Settings {
    /// Whether a unit is a whole block.
    whole_blocks: bool,
    blocks: Vec<&'static str>,
    min_words: usize,
    min_posts: usize,
    min_share: Option<f64>,
    max_ratio: Option<f64>,
    slots: Vec<MetaPath>,
    allow: Vec<Allowed>,
    /// By which an entry that stands in no post is found.
    allowed_keys: FxHashSet<u64>,
    limit: usize,
}

/// A sentence of an `allow` entry.
struct Allowed {
    key: u64,
    /// Number of the entry; its sentences share it.
    entry: u32,
    set: Setting,
}

impl Settings {
    fn takes(&self, kind: &BlockKind) -> bool {
        let name = match kind {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quote => "quote",
            BlockKind::ListItem { .. } => "list-item",
            BlockKind::Caption => "caption",
            BlockKind::Heading(_) => "heading",
            BlockKind::Code { .. } => "code",
            BlockKind::Table | BlockKind::Html | BlockKind::Raw => return false,
        };
        self.blocks.contains(&name)
    }

    /// The number of the `allow` entry that a folded text matches.
    fn allowed(&self, text: &str) -> Option<u32> {
        if self.allow.is_empty() {
            return None;
        }
        let key = xxh3_64(text.as_bytes());
        let mut entries = self.allow.iter();
        entries
            .find(|entry| entry.key == key)
            .map(|entry| entry.entry)
    }

    /// In how many of `posts` posts a unit must stand.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a number of posts, which is far below 2^52"
    )]
    fn threshold(&self, posts: usize) -> usize {
        let by_share = self
            .min_share
            .map_or(usize::MAX, |share| (share * posts as f64).ceil() as usize);
        self.min_posts.min(by_share).max(2)
    }
}

impl Check for Settings {
    fn is_corpus(&self) -> bool {
        true
    }

    fn facts(&self, cx: &PostContext<'_>) -> Vec<Fact> {
        units::facts(&units::units(cx, self))
    }

    fn keys(&self, facts: &[Fact], keys: &mut Vec<u64>) {
        keys.extend(facts.iter().map(units::key));
    }

    /// Whether an `allow` text stands in any post.
    fn asks_who_alone_noted(&self, key: u64) -> bool {
        self.allowed_keys.contains(&key)
    }

    fn survey<'c>(&'c self, corpus: &'c Corpus<'c>) -> Option<Box<dyn Survey + 'c>> {
        Some(Box::new(Repetition::of(self, corpus)))
    }
}

fn slots(options: &mut Options<'_>) -> Option<Vec<MetaPath>> {
    let mut paths = Vec::new();
    for (text, node) in options.strings("slots") {
        paths.push(options.node_path(node, text)?);
    }
    if paths.len() > MOST_SLOTS
        && let Some(node) = options.node("slots")
    {
        options.problem(node, format!("more than {MOST_SLOTS} slots"));
    }
    Some(paths)
}

fn allowed_texts(options: &mut Options<'_>, whole_blocks: bool) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for (entry, (text, node)) in (0..).zip(options.strings("allow")) {
        let set = Setting {
            source: node.source,
            span: node.span,
        };
        let ranges = if whole_blocks {
            std::iter::once(0..text.len()).collect()
        } else {
            sentences(text).collect::<Vec<_>>()
        };
        for range in ranges {
            let key = xxh3_64(with_slots(&text[range]).as_bytes());
            allowed.push(Allowed { key, entry, set });
        }
    }
    allowed
}

/// Stands in for a slot of an `allow` text while it is folded: no text of people holds it.
const STAND_IN: char = '\u{e000}';

/// The folded form of an `allow` text, `{…}` masked as a slot.
fn with_slots(text: &str) -> String {
    let mut template = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else {
            break;
        };
        template.push_str(before);
        template.push(STAND_IN);
        rest = behind;
    }
    template.push_str(rest);
    let ends = template.trim_matches(|c: char| !c.is_alphanumeric() && c != STAND_IN);
    ends.split(STAND_IN)
        .map(fold_inner)
        .collect::<Vec<_>>()
        .join(&units::SLOT.to_string())
}

/// Folds a part of a text without trimming the white space and punctuation at its ends.
fn fold_inner(part: &str) -> String {
    let guarded = format!("x{part}x");
    let text = folded(&guarded);
    text[1..text.len() - 1].to_owned()
}
