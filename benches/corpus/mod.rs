//! A corpus of invented posts, the same for the same seed on every machine.
//!
//! Posts have the sections, the meta and the agreement between them that the `alphanode` rules
//! ask for. Every post is made from its number alone, in any order. Defects are put in at known
//! lines, so that what a checker finds can be compared with what is there.
//!
//! Nothing here reads or writes files.

mod author;
mod defect;
mod draft;
mod frame;
mod meta;
mod plan;
mod prng;
mod profile;
mod render;
mod script;
mod snippet;
mod topic;
mod wording;

use clap::ValueEnum;

use author::Author;
use defect::Scene;
use draft::Anchor;
use plan::Plan;

pub(crate) use defect::Defect;

/// The numbers of posts and those in their source ids are below this; the ids above are for
/// defects.
const MAX_POSTS: u32 = 900_000;

/// What the posts of a corpus have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// Nothing: no sentence stands twice in the corpus.
    Unique,
    /// Everything: one template with its slots filled.
    Template,
    /// One sentence, which stands in every post.
    Shared,
    /// The final notes, and about half of the other sentences, which come from a small pool.
    Mixed,
}

/// How much a post says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Length {
    /// Two or three paragraphs a section, of two to four sentences: 4.3 KB of Markdown.
    #[default]
    Usual,
    /// Two paragraphs a section, of two sentences: 3.6 KB of Markdown.
    Short,
}

impl Length {
    /// The most paragraphs of a section.
    fn paragraphs(self) -> u64 {
        match self {
            Self::Usual => 3,
            Self::Short => 2,
        }
    }

    /// The most sentences of a paragraph.
    fn sentences(self) -> u64 {
        match self {
            Self::Usual => 4,
            Self::Short => 2,
        }
    }
}

/// How a post is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Markdown with YAML front matter.
    Markdown,
    /// Rendered text with a meta block at its end; half of the posts begin with a bar.
    Text,
    /// Rendered text without empty lines and without meta, which is a defect of every post.
    Compact,
    /// A page with YAML front matter.
    Html,
    /// A line of a container, its body Markdown.
    Jsonl,
    /// An item of a WordPress export.
    Wxr,
}

impl Format {
    /// What stands before and behind the posts in the one file that holds them all; nothing of a
    /// format with a file a post.
    pub(crate) fn container(self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::Markdown | Self::Text | Self::Compact | Self::Html => None,
            Self::Jsonl => Some(("posts.jsonl", "", "")),
            Self::Wxr => Some(("posts.xml", render::EXPORT_HEAD, render::EXPORT_END)),
        }
    }
}

/// Makes the posts of one corpus.
pub(crate) struct Generator {
    author: Author,
    format: Format,
    plan: Plan,
}

/// One post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GeneratedPost {
    /// Where it belongs, relative to the folder of the corpus, with `/`; in a container its own name.
    pub(crate) path: String,
    /// What is in the file.
    pub(crate) text: String,
    /// What is wrong with it, in order of lines; in a container by the line that it starts on.
    pub(crate) defects: Vec<Defect>,
}

impl Generator {
    /// A generator of healthy posts.
    pub(crate) fn new(seed: u64, shape: Shape, format: Format) -> Self {
        Self {
            author: Author::new(seed, shape),
            format,
            plan: Plan::default(),
        }
    }

    /// Puts every kind of defect into `each` of the first `posts` posts. `Err` tells how many
    /// posts that takes at least.
    pub(crate) fn with_defects(mut self, posts: u32, each: u32) -> Result<Self, u32> {
        self.plan = Plan::new(self.format, posts, each)?;
        Ok(self)
    }

    /// Posts of another length.
    pub(crate) fn of_length(mut self, length: Length) -> Self {
        self.author.length = length;
        self
    }

    /// The same posts with the same defects, written down in another way.
    pub(crate) fn written_as(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// How many posts can be made: no number from here on is a post.
    pub(crate) fn capacity(&self) -> u32 {
        u32::try_from(self.author.capacity()).unwrap_or(u32::MAX)
    }

    /// The post of that number, which is below the capacity.
    pub(crate) fn post(&self, number: u32) -> GeneratedPost {
        let mut draft = self.author.draft(number);
        let role = self.plan.role(number);
        let found = role.map(|role| {
            let scene = Scene {
                author: &self.author,
                first: role.first,
                turn: role.turn,
                member: role.member,
            };
            (role.kind, role.kind.inject(&mut draft, &scene))
        });
        let rendered = render::render(&draft, self.format);
        let mut defects = Vec::new();
        if self.format == Format::Compact {
            defects.push(Defect {
                code: "meta/missing",
                line: rendered.line(Anchor::Title),
                also: &[],
            });
        }
        defects.extend(found.map(|(kind, anchor)| Defect {
            code: kind.code,
            line: rendered.line(anchor),
            also: kind.also,
        }));
        GeneratedPost {
            path: self.path(number),
            text: rendered.text,
            defects,
        }
    }

    /// A thousand posts share a folder.
    fn path(&self, number: u32) -> String {
        let tag = prng::mix(self.author.seed ^ u64::from(number) << 20);
        let extension = match self.format {
            Format::Markdown => "md",
            Format::Text | Format::Compact => "txt",
            Format::Html => "html",
            Format::Jsonl => "json",
            Format::Wxr => "xml",
        };
        format!("{:03}/{number:06}_{tag:016x}.{extension}", number / 1000)
    }
}
