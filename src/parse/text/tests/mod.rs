//! Whole posts in each rendering. The sentences are made up.

mod body;
mod hostile;
mod meta;

use super::*;
use crate::parse::KeyHint;
use crate::post::{Block, BlockKind, Data, MetaPath, ValueType};
use crate::source::Span;

const SPACED: &str = "|\n\
    \n\
    moving nightly exports to a queue in go workers\n\
    \n\
    these notes are for small teams. they show one way to move nightly exports without a pause.\n\
    \n\
    nightly exports in go workers picture 1\n\
    nightly exports in go workers picture 1. image source: pexels\n\
    \n\
    where the time goes\n\
    \n\
    measure the export before you touch it. a slow query hides behind a slow disk more often than not.\n\
    \n\
    package the worker as one binary, and keep its settings in the environment.\n\
    \n\
    import queue\n\
    jobs = queue.Queue()\n\
    \n\
    def drain():\n    while not jobs.empty():\n        jobs.get()\n\
    \n\
    implementation checklist\n\
    \n  • name the owner\n  • set a retry limit\n  • write the alert\n\
    nightly exports in go workers picture 2\n\
    nightly exports in go workers picture 2. image source: pexels\n\
    \n\
    final notes\n\
    \n\
    a queue is worth its price once two people understand it.\n\
    \n\
    site post meta\n\
    \n\
    topicnightly exports / go workers\n\
    tools\n  • go\n  • make\n\
    reading time7\n\
    reviewed2024-05-06\n\
    score\n  • quality: 88\n  • depth: 61.5\n\
    flags\n  • has images: 1\n  • needs review: 0\n\
    entities\n    • name: go workers\n    • type: stack\n    • name: nightly exports\n    • type: problem\n\
    hash00ff\n\
    \n\
    Similar Posts";

const COMPACT: &str = "watching disk space on small database hosts\n\
    a full disk stops a database at the worst moment. this note shows what to watch.\n\
    what to measure\n\
    free space matters less than the speed at which it goes away. graph both.\n\
    a second graph shows which table grows. look at it once a week.\n\
    cleaning up safely\n\
    old rows can be moved in small batches. a batch that fails can be run again.\n\
    DELETE FROM events\n\
    WHERE age > 90;\n\
    VACUUM events;\n\
    implementation checklist\n\
    - find the largest table\n\
    - set an alert at 80 percent\n\
    final notes\n\
    disks are cheap. the night after a full one is not.";

fn options() -> ParseOptions {
    let text = |text: &str| text.to_owned();
    ParseOptions {
        meta_heading: Some(text("site post meta")),
        ignore_lines: vec![text("|"), text("Similar Posts")],
        headings: vec![text("Implementation Checklist"), text("final notes")],
        keys: [
            ("topic", ValueType::String),
            ("tools", ValueType::List),
            ("reading_time", ValueType::Integer),
            ("reviewed", ValueType::Date),
            ("score.quality", ValueType::Integer),
            ("score.depth", ValueType::Number),
            ("flags.has_images", ValueType::Boolean),
            ("flags.needs_review", ValueType::Boolean),
            ("entities[].name", ValueType::String),
            ("entities[].type", ValueType::String),
            ("hash", ValueType::String),
        ]
        .map(|(path, value_type)| hint(path, value_type))
        .into(),
        ..ParseOptions::default()
    }
}

fn hint(path: &str, value_type: ValueType) -> KeyHint {
    KeyHint {
        path: MetaPath::parse(path).unwrap(),
        value_type,
        of: None,
    }
}

fn read(text: &str) -> Post {
    read_post(text, &options())
}

/// One line a block: a letter for its kind, and its text.
fn outline(post: &Post) -> Vec<String> {
    let shown = |block: &Block| {
        let sign = match block.kind {
            BlockKind::Heading(1) => "#",
            BlockKind::Heading(_) => "##",
            BlockKind::Paragraph => "p",
            BlockKind::ListItem { .. } => "-",
            BlockKind::Code { .. } => "code",
            BlockKind::Caption => "cap",
            _ => "other",
        };
        format!("{sign} {}", post.body.block_text(block))
    };
    post.body.blocks.iter().map(shown).collect()
}

/// The blocks of some lines that stand below a title.
fn below_title(lines: &str) -> Vec<String> {
    outline(&read(&format!("a title\n\n{lines}")))[1..].to_vec()
}

fn count(post: &Post, is_wanted: impl Fn(&BlockKind) -> bool) -> usize {
    let kinds = post.body.blocks.iter().map(|block| &block.kind);
    kinds.filter(|kind| is_wanted(kind)).count()
}

fn section_titles(post: &Post) -> Vec<&str> {
    let sections = post.body.sections.iter();
    let titles = sections.map(|section| post.body.section_title(section));
    titles.skip(1).collect()
}

fn written(text: &str, span: Span) -> &str {
    &text[span.range()]
}
