//! The meta of a page: what front matter, `<meta>`, JSON-LD and the head of a page declare, in
//! this order of weight.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::json_ld;
use super::page::Page;
use super::tokens::{Attribute, Tag};
use crate::parse::typed::typed;
use crate::parse::{ParseOptions, title};
use crate::post::{
    Body, Data, Entry, Key, Map, Meta, Problem, Title, Value, ValueType, normalize_key,
};
use crate::source::{Span, offset};

/// The meta of a page; `None` where it declares nothing and has no head.
pub(super) fn meta(
    text: &str,
    front: Option<Meta>,
    page: &Page,
    options: &ParseOptions,
    problems: &mut Vec<Problem>,
) -> Option<Meta> {
    let mut found = Declared::new(options);
    let block = front.map(|front| {
        front.root.entries.into_iter().for_each(|it| found.add(it));
        (front.span, front.close)
    });
    found.tags_from = found.entries.len();
    for tag in page.tags.iter().filter(|tag| tag.element.name == "meta") {
        found.meta_tag(tag);
    }
    for entry in json_ld::entries(text, &page.json_ld, &options.limits, problems) {
        found.add(entry);
    }
    found.of_page(text, page);
    let root = Map {
        entries: found.entries,
    };
    let (span, close) = block.or_else(|| block_of(page, &root))?;
    Some(Meta { root, span, close })
}

/// The title that a page declares, else its first heading. Of a `<title>` that names the site beside
/// that heading, the heading alone is the title of the post.
pub(super) fn title(text: &str, meta: Option<&Meta>, page: &Page, body: &Body) -> Option<Title> {
    let heading = title::first_heading(body);
    let Some(declared) = title::declared(meta) else {
        return heading;
    };
    let place = page.title.as_ref().map(|(_, range)| range.clone());
    let is_of_page = place.is_some_and(|it| Span::from_range(it).contains(declared.span));
    let own = heading.filter(|own| is_of_page && names_site_beside(&declared.text, &own.text));
    Some(match own {
        Some(own) => Title {
            span: part_of(text, declared.span, &own.text),
            ..own
        },
        None => declared,
    })
}

/// Whether a title is `Own | Site` or `Site | Own`, with any sign between the two.
fn names_site_beside(title: &str, own: &str) -> bool {
    let is_sign = |word: &str| !word.contains(char::is_alphanumeric);
    let is_parted = |rest: &str, word: Option<&str>| {
        !own.is_empty() && rest.trim() != rest && word.is_some_and(is_sign)
    };
    let behind = title.strip_prefix(own);
    let before = title.strip_suffix(own);
    behind.is_some_and(|rest| is_parted(rest, rest.split_whitespace().next()))
        || before.is_some_and(|rest| is_parted(rest, rest.split_whitespace().next_back()))
}

/// Where a text stands at the start or the end of a place; all of it where it is written otherwise.
fn part_of(text: &str, whole: Span, part: &str) -> Span {
    let written = &text[whole.range()];
    let len = offset(part.len());
    if written.starts_with(part) {
        Span::new(whole.start, whole.start + len)
    } else if written.ends_with(part) {
        Span::new(whole.end - len, whole.end)
    } else {
        whole
    }
}

/// The head of a page; without one from the first `<meta>` to the last.
fn block_of(page: &Page, root: &Map) -> Option<(Span, Span)> {
    let tags = page.tags.iter().filter(|tag| tag.element.name == "meta");
    let tags: Vec<Span> = tags
        .map(|tag| Span::from_range(tag.range.clone()))
        .collect();
    if let Some(head) = page.head.clone() {
        let whole = Span::from_range(head);
        let close = page.head_end.clone().map(Span::from_range);
        let last = close.or(tags.last().copied()).unwrap_or(whole);
        return Some((whole.join(last), last));
    }
    if let (Some(first), Some(last)) = (tags.first(), tags.last()) {
        return Some((first.join(*last), *last));
    }
    let last = root.entries.last()?.value.span;
    Some((last, last))
}

/// The entries that were declared so far.
struct Declared<'a> {
    entries: Vec<Entry>,
    /// Where each key stands in the entries.
    places: FxHashMap<String, usize>,
    /// From here on entries come from `<meta>`: equal keys there make a list.
    tags_from: usize,
    options: &'a ParseOptions,
}

impl<'a> Declared<'a> {
    fn new(options: &'a ParseOptions) -> Self {
        Self {
            entries: Vec::new(),
            places: FxHashMap::default(),
            tags_from: 0,
            options,
        }
    }

    /// Adds what nothing of more weight declared.
    fn add(&mut self, entry: Entry) {
        if self.entries.len() < self.options.limits.front_matter_nodes {
            let next = self.entries.len();
            let name = normalize_key(&entry.key.name);
            if *self.places.entry(name).or_insert(next) == next {
                self.entries.push(entry);
            }
        }
    }

    /// Takes `<meta name="…" content="…">` and `<meta property="…" content="…">`.
    fn meta_tag(&mut self, tag: &Tag) {
        let named = ["name", "property"].map(|name| tag.attribute(name));
        let named = named.into_iter().flatten();
        let mut named = named.filter(|it| !it.value.trim().is_empty());
        let (Some(name), Some(content)) = (named.next(), tag.attribute("content")) else {
            return;
        };
        let key = Key {
            name: name.value.trim().into(),
            span: Span::from_range(name.range.clone()),
        };
        let value = self.value(&key.name, content);
        self.add_to_list(Entry { key, value });
    }

    /// Of some tags with the same name every value counts: `article:tag`.
    fn add_to_list(&mut self, entry: Entry) {
        let known = self.places.get(&normalize_key(&entry.key.name));
        match known {
            Some(at) if *at >= self.tags_from => {
                let first = &mut self.entries[*at].value;
                if let Data::List(items) = &mut first.data {
                    items.push(entry.value);
                } else {
                    let item = Value {
                        span: first.span,
                        data: std::mem::replace(&mut first.data, Data::Null),
                    };
                    first.data = Data::List(vec![item, entry.value]);
                }
            }
            _ => self.add(entry),
        }
    }

    fn value(&self, key: &str, content: &Attribute) -> Value {
        let hint = self.options.hint(key);
        let value_type = hint.map(|hint| hint.value_type);
        if value_type == Some(ValueType::List)
            && let Some(items) = items(content, hint.and_then(|hint| hint.of))
        {
            return Value {
                span: Span::from_range(content.range.clone()),
                data: Data::List(items),
            };
        }
        let text = content.value.trim();
        Value {
            span: Span::from_range(trimmed(content)),
            data: typed(text, value_type),
        }
    }

    /// What the page says of itself besides: its language, its address and its title.
    fn of_page(&mut self, text: &str, page: &Page) {
        for tag in &page.tags {
            let (name, value) = match tag.element.name {
                "html" => ("lang", tag.attribute("lang")),
                "link" if is_canonical(tag) => ("canonical", tag.attribute("href")),
                _ => continue,
            };
            if let Some(value) = value.filter(|it| !it.value.trim().is_empty()) {
                self.add_plain(name, value.value.trim().to_owned(), trimmed(value));
            }
        }
        if let Some((title, range)) = &page.title {
            let shown = title.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
            if !shown.is_empty() {
                self.add_plain("title", shown, without_blanks(text, range));
            }
        }
    }

    fn add_plain(&mut self, name: &str, text: String, range: Range<usize>) {
        let span = Span::from_range(range);
        self.add(Entry {
            key: Key {
                name: name.into(),
                span,
            },
            value: Value {
                span,
                data: Data::String(text),
            },
        });
    }
}

fn is_canonical(tag: &Tag) -> bool {
    let mut relations = tag.value("rel").split_ascii_whitespace();
    relations.any(|it| it.eq_ignore_ascii_case("canonical"))
}

/// The words between commas, for a key that is declared a list: `<meta name="keywords">`.
fn items(content: &Attribute, of: Option<ValueType>) -> Option<Vec<Value>> {
    if content.value.len() != content.range.len() {
        return None;
    }
    let mut at = content.range.start;
    let items = content.value.split(',').map(|part| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let item = part.trim();
        Value {
            span: Span::from_range(start..start + item.len()),
            data: typed(item, of),
        }
    });
    Some(items.filter(|item| item.data != Data::Null).collect())
}

/// Where a value stands without the blanks around it, if it can be told.
fn trimmed(attribute: &Attribute) -> Range<usize> {
    let Attribute { value, range, .. } = attribute;
    if value.len() != range.len() {
        return range.clone();
    }
    let start = range.start + (value.len() - value.trim_start().len());
    start..start + value.trim().len()
}

fn without_blanks(text: &str, range: &Range<usize>) -> Range<usize> {
    let raw = &text[range.clone()];
    let start = range.start + (raw.len() - raw.trim_start().len());
    start..start + raw.trim().len()
}
