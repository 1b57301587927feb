//! Posts for tests, read from a small subset of Markdown with exact spans.
//!
//! TOML meta before a line `+++`, headings with `#`, list items with `- `, quotes with `> `, code
//! between fences, and paragraphs. There is no inline markup, but a line `![alt](target)` is an
//! image. In meta the text `~` stands for a key without a value.

use toml::de::{DeTable, DeValue};

use super::{
    Block, BlockKind, Body, Data, Entry, Image, Key, Map, Meta, Post, TextRange, Title, Value,
};
use crate::source::{MapBuilder, Span};

/// The post that a source text describes.
pub(crate) fn post(source: &str) -> Post {
    let (meta, body_at) = match source.find("+++\n") {
        Some(at) => (Some(meta(&source[..at])), at + 4),
        None => (None, 0),
    };
    let mut reader = Reader::default();
    for (start, line) in lines(source, body_at) {
        reader.read_line(start, line);
    }
    let body = reader.finish();
    let mut filled = lines(source, 0).filter(|(_, line)| !line.is_empty());
    let first = filled.next().unwrap_or_default();
    let last = filled.last().unwrap_or(first);
    let [first_line, last_line] =
        [first, last].map(|(at, line)| Span::from_range(at..at + line.len()));
    Post {
        title: title(meta.as_ref(), &body),
        meta,
        body,
        first_line,
        last_line,
        ..Post::default()
    }
}

/// Each line without its line feed, with its offset.
fn lines(source: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = from;
    source[from..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches('\n'))
    })
}

#[derive(Default)]
struct Reader {
    text: MapBuilder,
    blocks: Vec<Block>,
    images: Vec<Image>,
    lists: u32,
    is_code: bool,
    /// Whether the last block is a paragraph that the next line goes on with.
    is_open: bool,
}

impl Reader {
    fn read_line(&mut self, start: usize, line: &str) {
        if line.starts_with("```") {
            self.is_code = !self.is_code;
            if self.is_code {
                let name = line.trim_start_matches('`');
                let language = (!name.is_empty()).then(|| name.to_owned());
                self.add(BlockKind::Code { language }, start, line, line.len());
            } else {
                self.extend(start, line);
            }
        } else if self.is_code {
            self.append(start, line, "\n");
        } else if line.trim().is_empty() {
            self.is_open = false;
        } else if self.is_open {
            self.append(start, line, " ");
        } else {
            self.read_block(start, line);
        }
    }

    fn read_block(&mut self, start: usize, line: &str) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        if level > 0 && line[level..].starts_with(' ') {
            let level_number = u8::try_from(level).expect("a heading has few marks");
            self.add(BlockKind::Heading(level_number), start, line, level + 1);
        } else if line.starts_with("- ") {
            let list = self.list_number();
            self.add(BlockKind::ListItem { list, depth: 0 }, start, line, 2);
        } else if line.starts_with("> ") {
            self.add(BlockKind::Quote, start, line, 2);
        } else if let Some((alt, target)) = image(line) {
            let span = Span::from_range(start..start + line.len());
            let (alt, target) = (alt.to_owned(), target.to_owned());
            self.images.push(Image { span, target, alt });
        } else {
            self.add(BlockKind::Paragraph, start, line, 0);
            self.is_open = true;
        }
    }

    fn list_number(&mut self) -> u32 {
        if let Some(Block {
            kind: BlockKind::ListItem { list, .. },
            ..
        }) = self.blocks.last()
        {
            return *list;
        }
        self.lists += 1;
        self.lists - 1
    }

    fn add(&mut self, kind: BlockKind, start: usize, line: &str, marker: usize) {
        if !self.text.is_empty() {
            self.text.separate('\n');
        }
        let from = self.text.len();
        let content = Span::from_range(start + marker..start + line.len());
        self.text.push(&line[marker..], content);
        self.blocks.push(Block {
            kind,
            span: Span::from_range(start..start + line.len()),
            text: TextRange {
                start: from,
                end: self.text.len(),
            },
        });
    }

    fn append(&mut self, start: usize, line: &str, separator: &str) {
        let block = self.blocks.last().expect("a block is open");
        if block.text.start < self.text.len() {
            self.text
                .push(separator, Span::from_range(start - 1..start));
        }
        self.text
            .push(line, Span::from_range(start..start + line.len()));
        self.extend(start, line);
    }

    fn extend(&mut self, start: usize, line: &str) {
        let end = self.text.len();
        let block = self.blocks.last_mut().expect("a block is open");
        block.text.end = end;
        block.span.end = Span::from_range(start..start + line.len()).end;
    }

    fn finish(self) -> Body {
        let (text, map) = self.text.finish();
        let mut body = Body {
            text,
            map,
            blocks: self.blocks,
            images: self.images,
            ..Body::default()
        };
        body.outline();
        body
    }
}

fn title(meta: Option<&Meta>, body: &Body) -> Option<Title> {
    let declared = meta.and_then(|meta| meta.root.get("title"));
    if let Some(entry) = declared {
        return Some(Title {
            text: entry.value.data.as_text()?,
            span: entry.value.span,
        });
    }
    let block = body
        .blocks
        .iter()
        .find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
    Some(Title {
        text: body.block_text(block).to_owned(),
        span: body.span(block.text.range()),
    })
}

fn image(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")
}

fn meta(head: &str) -> Meta {
    Meta {
        root: map(head, DeTable::parse(head).unwrap().get_ref()),
        span: Span::from_range(0..head.len() + 4),
        close: Span::from_range(head.len()..head.len() + 3),
    }
}

fn map(text: &str, table: &DeTable<'_>) -> Map {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, item)| Entry {
            key: Key {
                name: key.get_ref().to_string().into(),
                span: Span::from_range(key.span()),
            },
            value: value(text, item.get_ref(), item.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key.span);
    Map { entries }
}

fn value(text: &str, item: &DeValue<'_>, span: std::ops::Range<usize>) -> Value {
    let is_quoted = text[span.clone()].starts_with(['"', '\'']);
    let inset = usize::from(is_quoted);
    let data = match item {
        DeValue::String(text) if text == "~" => Data::Null,
        DeValue::String(text) => Data::String(text.to_string()),
        DeValue::Integer(number) => Data::Integer(number.as_str().parse().unwrap()),
        DeValue::Float(number) => Data::Float(number.as_str().parse().unwrap()),
        DeValue::Boolean(value) => Data::Boolean(*value),
        DeValue::Datetime(value) => Data::String(value.to_string()),
        DeValue::Array(items) => {
            let items = items
                .iter()
                .map(|item| value(text, item.get_ref(), item.span()));
            Data::List(items.collect())
        }
        DeValue::Table(items) => Data::Map(map(text, items)),
    };
    Value {
        span: Span::from_range(span.start + inset..span.end - inset),
        data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "score.quality = 5\ntags = ['a', 'bc']\n+++\n# A title\n\none line\ngoes on\n\n- first\n- next\n\n```sh\nls\n```\n> said\n";

    #[test]
    fn spans_lead_to_the_source() {
        let post = post(SOURCE);
        let shown: Vec<_> = post
            .body
            .blocks
            .iter()
            .map(|block| &SOURCE[block.span.range()])
            .collect();
        assert_eq!(
            shown,
            [
                "# A title",
                "one line\ngoes on",
                "- first",
                "- next",
                "```sh\nls\n```",
                "> said"
            ]
        );
        let at = post.body.text.find("goes").unwrap();
        let at = u32::try_from(at).unwrap();
        assert_eq!(&SOURCE[post.body.span(at..at + 7).range()], "goes on");
    }

    #[test]
    fn meta_has_maps_and_lists() {
        let post = post(SOURCE);
        let root = post.meta.unwrap().root;
        let quality = crate::post::MetaPath::parse("score.quality").unwrap();
        let quality = quality.first(&root).unwrap();
        assert_eq!(quality.data, Data::Integer(5));
        assert_eq!(&SOURCE[quality.span.range()], "5");
        let tags = crate::post::MetaPath::parse("tags[]").unwrap();
        let tags = tags.select(&root).into_iter().map(|value| value.span);
        let shown: Vec<_> = tags.map(|span| &SOURCE[span.range()]).collect();
        assert_eq!(shown, ["a", "bc"]);
    }
}
