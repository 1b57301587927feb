//! Posts for tests, read from a small subset of Markdown with exact spans.
//!
//! Front matter between `---` lines (`key: value`, dotted keys make maps, `[a, b]` makes a list),
//! headings with `#`, list items with `- `, quotes with `> `, code between fences, and paragraphs.
//! There is no inline markup, but a line `![alt](target)` is an image.

use super::{
    Block, BlockKind, Body, Data, Entry, Image, Key, Map, Meta, Post, TextRange, Title, Value,
};
use crate::source::{MapBuilder, Span};

/// The post that a source text describes.
pub(crate) fn post(source: &str) -> Post {
    let mut reader = Reader::default();
    let body_start = reader.read_front_matter(source);
    for (start, line) in lines(source, body_start) {
        reader.read_line(start, line);
    }
    reader.finish(source)
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
    meta: Option<Meta>,
    text: MapBuilder,
    blocks: Vec<Block>,
    images: Vec<Image>,
    lists: u32,
    is_code: bool,
    /// Whether the last block is a paragraph that the next line goes on with.
    is_open: bool,
}

impl Reader {
    /// Reads the front matter and gives the offset behind it.
    fn read_front_matter(&mut self, source: &str) -> usize {
        if !source.starts_with("---\n") {
            return 0;
        }
        let mut root = Map::default();
        for (start, line) in lines(source, 4) {
            if line == "---" {
                let close = Span::from_range(start..start + 3);
                let span = Span::new(0, close.end);
                self.meta = Some(Meta { root, span, close });
                return (start + 4).min(source.len());
            }
            let (name, value) = line
                .split_once(':')
                .expect("a line of meta is `key: value`");
            insert(&mut root, name, start, value, start + name.len() + 1);
        }
        panic!("front matter is not closed");
    }

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

    fn finish(self, source: &str) -> Post {
        let (text, map) = self.text.finish();
        let mut body = Body {
            text,
            map,
            blocks: self.blocks,
            images: self.images,
            ..Body::default()
        };
        body.outline();
        let shown = |line: Option<(usize, &str)>| {
            line.map_or_else(Span::default, |(at, line)| {
                Span::from_range(at..at + line.len())
            })
        };
        Post {
            title: title(self.meta.as_ref(), &body),
            meta: self.meta,
            body,
            first_line: shown(lines(source, 0).find(|(_, line)| !line.is_empty())),
            last_line: shown(lines(source, 0).filter(|(_, line)| !line.is_empty()).last()),
            ..Post::default()
        }
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

fn insert(map: &mut Map, name: &str, name_at: usize, text: &str, text_at: usize) {
    let (first, rest) = match name.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (name, None),
    };
    let key = Key {
        name: first.to_owned(),
        span: Span::from_range(name_at..name_at + first.len()),
    };
    let Some(rest) = rest else {
        let value = value(text, text_at);
        map.entries.push(Entry { key, value });
        return;
    };
    if map.get(first).is_none() {
        let value = Value {
            span: Span::from_range(text_at..text_at + text.len()),
            data: Data::Map(Map::default()),
        };
        map.entries.push(Entry { key, value });
    }
    let held = map.entries.iter_mut().find(|held| held.key.name == first);
    if let Some(Entry {
        value: Value {
            data: Data::Map(inner),
            ..
        },
        ..
    }) = held
    {
        insert(inner, rest, name_at + first.len() + 1, text, text_at);
    }
}

fn value(text: &str, at: usize) -> Value {
    let at = at + text.len() - text.trim_start().len();
    let text = text.trim();
    let data = if let Some(items) = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let mut from = at + 1;
        let items = items.split(',').map(|item| {
            let start = from;
            from += item.len() + 1;
            value(item, start)
        });
        Data::List(items.collect())
    } else {
        scalar(text)
    };
    Value {
        span: Span::from_range(at..at + text.len()),
        data,
    }
}

fn scalar(text: &str) -> Data {
    match text {
        "" => Data::Null,
        "true" => Data::Boolean(true),
        "false" => Data::Boolean(false),
        _ => text
            .parse()
            .map(Data::Integer)
            .or_else(|_| text.parse().map(Data::Float))
            .unwrap_or_else(|_| Data::String(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "---\nscore.quality: 5\ntags: [a, bc]\n---\n# A title\n\none line\ngoes on\n\n- first\n- next\n\n```sh\nls\n```\n> said\n";

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
        let tags: Vec<_> = tags
            .select(&root)
            .iter()
            .map(|hit| hit.value.span)
            .collect();
        let shown: Vec<_> = tags.iter().map(|span| &SOURCE[span.range()]).collect();
        assert_eq!(shown, ["a", "bc"]);
    }
}
