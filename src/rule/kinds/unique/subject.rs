//! What can be compared between posts, and how.

use std::borrow::Cow;

use crate::post::{Data, MetaPath, Post};
use crate::rule::Options;
use crate::rule::slug::slug_of;
use crate::source::Span;
use crate::text::WordTable;

/// Longest stretch of a value that a message quotes, in characters.
const QUOTED: usize = 60;
/// Posts with fewer words have no content to compare.
const FEWEST_WORDS: usize = 5;

/// What is compared.
#[derive(Debug)]
pub(super) enum Subject {
    Title,
    Slug,
    Content,
    Meta(MetaPath),
}

/// A value of a post.
pub(super) struct Held<'a> {
    /// The number of the subject.
    pub(super) subject: usize,
    /// As written; empty for content.
    pub(super) text: Cow<'a, str>,
    /// As compared: of content a hash of its words.
    pub(super) folded: Cow<'a, str>,
    pub(super) span: Span,
}

impl Held<'_> {
    /// The same value without the post.
    pub(super) fn into_owned(self) -> Held<'static> {
        Held {
            text: self.text.into_owned().into(),
            folded: self.folded.into_owned().into(),
            ..self
        }
    }
}

impl Subject {
    /// Reads the option `key`.
    pub(super) fn read(options: &mut Options<'_>) -> Vec<Self> {
        let named = options.strings("key").into_iter();
        named
            .filter_map(|(text, node)| match text {
                "title" => Some(Self::Title),
                "slug" => Some(Self::Slug),
                "content" => Some(Self::Content),
                path => options.node_path(node, path).map(Self::Meta),
            })
            .collect()
    }

    /// Tells every text of a post that is compared, and where it is shown.
    pub(super) fn each_value<'a>(
        &self,
        post: &'a Post,
        path: &str,
        mut tell: impl FnMut(Cow<'a, str>, Span),
    ) {
        match self {
            Self::Title => {
                if let Some(title) = &post.title {
                    tell(title.text.as_str().into(), title.span);
                }
            }
            Self::Slug => tell(slug_of(post, path).to_owned().into(), slug_span(post)),
            Self::Content => tell(post.body.text.as_str().into(), post.anchor()),
            Self::Meta(path) => {
                if let Some(meta) = &post.meta {
                    path.each(&meta.root, |value| {
                        tell(whole_text(&value.data), value.span);
                    });
                }
            }
        }
    }

    /// What makes no difference unless the configuration says so.
    pub(super) fn usual_fold(&self) -> Fold {
        let is_prose = matches!(self, Self::Title);
        Fold {
            case: is_prose,
            space: is_prose,
        }
    }

    /// As it begins a message.
    pub(super) fn shown(&self, value: &str) -> String {
        let mut cut: String = value.chars().take(QUOTED).collect();
        if cut.len() < value.len() {
            cut.push('…');
        }
        let cut = cut.replace(['\n', '\r'], " ");
        match self {
            Self::Title => format!("title '{cut}'"),
            Self::Slug => format!("slug '{cut}'"),
            Self::Content => "the whole text".to_owned(),
            Self::Meta(path) => format!("`{path}` '{cut}'"),
        }
    }
}

/// What makes no difference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fold {
    case: bool,
    space: bool,
}

impl Fold {
    /// Reads the option `normalize`, if it is set.
    pub(super) fn read(options: &mut Options<'_>) -> Option<Self> {
        options.node("normalize")?;
        let names = options.choices("normalize", &["case", "space", "none"]);
        Some(Self {
            case: names.contains(&"case"),
            space: names.contains(&"space"),
        })
    }

    /// The form in which `text` is compared.
    pub(super) fn folded<'a>(self, text: &Cow<'a, str>) -> Cow<'a, str> {
        match text {
            Cow::Borrowed(text) => self.folded_text(text),
            Cow::Owned(text) => self.folded_text(text).into_owned().into(),
        }
    }

    fn folded_text(self, text: &str) -> Cow<'_, str> {
        let mut text: Cow<'_, str> = text.trim().into();
        if self.space && !has_single_blanks(&text) {
            let words: Vec<&str> = text.split_whitespace().collect();
            text = words.join(" ").into();
        }
        if self.case {
            text = text.to_lowercase().into();
        }
        text
    }
}

/// Whether a text is ASCII whose only white space is single blanks, as nearly every title is.
fn has_single_blanks(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // All bytes are looked at, many at once.
    let other = bytes.iter().fold(0, |other, byte| {
        other | u8::from(!(b' '..=b'~').contains(byte))
    });
    let double = pairs.fold(0, |double, (a, b)| {
        double | u8::from(*a == b' ') & u8::from(*b == b' ')
    });
    other | double == 0
}

/// Where the slug is declared, else the post as a whole.
fn slug_span(post: &Post) -> Span {
    let declared = post.meta.as_ref().and_then(|meta| meta.root.get("slug"));
    declared.map_or(post.anchor(), |entry| entry.value.span)
}

/// A scalar as text, or the items of a list, separated.
pub(super) fn whole_text(data: &Data) -> Cow<'_, str> {
    match data {
        Data::String(text) => text.into(),
        Data::List(items) => {
            let items: Vec<String> = items.iter().filter_map(|it| it.data.as_text()).collect();
            items.join(", ").into()
        }
        other => other.as_text().unwrap_or_default().into(),
    }
}

/// What stands for the words of a text; nothing for too few.
pub(super) fn content(words: &WordTable) -> Cow<'static, str> {
    if words.len() < FEWEST_WORDS {
        return "".into();
    }
    format!("{:032x}", words.content_hash()).into()
}
