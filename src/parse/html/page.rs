//! What a page is made of: its head, and the part of it that is read.

use std::ops::Range;

use super::tokens::{Tag, Token, tokens};

/// Most tags and scripts of a page that are looked at: more say nothing new.
const MOST: usize = 10_000;

/// What was found in one pass over a page. All offsets count from the start of the file.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The part that is read: the one `<main>`, else the one `<article>`, else the `<body>`, else
    /// all of it.
    pub(super) content: Range<usize>,
    /// `<head>` to `</head>`.
    pub(super) head: Option<Range<usize>>,
    /// `</head>`.
    pub(super) head_end: Option<Range<usize>>,
    /// `<html>`, `<meta>` and `<link>`, each with its offset.
    pub(super) tags: Vec<Tag>,
    /// The first `<title>`: its decoded text and where that stands.
    pub(super) title: Option<(String, Range<usize>)>,
    /// The content of every JSON-LD script.
    pub(super) json_ld: Vec<Range<usize>>,
}

impl Page {
    /// Looks over the page that starts at `from`.
    pub(super) fn of(text: &str, from: usize) -> Self {
        let mut reader = Reader {
            base: from,
            ..Reader::default()
        };
        for token in tokens(&text[from..]) {
            match token {
                Token::Start(tag) => reader.start(tag),
                Token::End(element, range) => {
                    reader.end(element.name, from + range.start..from + range.end);
                }
                Token::Text(shown, range) => {
                    reader.text(&shown, from + range.start..from + range.end);
                }
                Token::Comment(_) => {}
            }
        }
        reader.finish(from..text.len())
    }
}

#[derive(Default)]
struct Reader {
    base: usize,
    page: Page,
    mains: Region,
    articles: Region,
    body: Option<Range<usize>>,
    /// What the next text belongs to.
    within: Within,
    /// How many `<svg>` are open: their titles are none of the page.
    pictures: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Content,
    Title,
    JsonLd,
}

/// The outermost elements of one name.
#[derive(Default)]
struct Region {
    open: usize,
    count: usize,
    first: Range<usize>,
}

impl Region {
    fn start(&mut self, at: usize) {
        if self.open == 0 {
            self.count += 1;
            if self.count == 1 {
                self.first = at..usize::MAX;
            }
        }
        self.open += 1;
    }

    fn end(&mut self, at: usize) {
        if self.open == 1 && self.count == 1 {
            self.first.end = at;
        }
        self.open = self.open.saturating_sub(1);
    }

    /// The only one there is.
    fn only(&self) -> Option<Range<usize>> {
        (self.count == 1).then(|| self.first.clone())
    }
}

impl Reader {
    fn start(&mut self, mut tag: Tag) {
        tag.shift(self.base);
        let end = tag.range.end;
        match tag.element.name {
            "main" => self.mains.start(end),
            "article" => self.articles.start(end),
            "body" if self.body.is_none() => self.body = Some(end..usize::MAX),
            "head" if self.page.head.is_none() => self.page.head = Some(tag.range),
            "title" if self.pictures == 0 && self.page.title.is_none() => {
                self.within = Within::Title;
                self.page.title = Some((String::new(), end..end));
            }
            "script" if is_json_ld(tag.value("type")) && self.page.json_ld.len() < MOST => {
                self.within = Within::JsonLd;
                self.page.json_ld.push(end..end);
            }
            "svg" if !tag.is_closed => self.pictures += 1,
            "html" | "meta" | "link" if self.page.tags.len() < MOST => self.page.tags.push(tag),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, range: Range<usize>) {
        match name {
            "main" => self.mains.end(range.start),
            "article" => self.articles.end(range.start),
            "body" => {
                if let Some(body) = &mut self.body {
                    body.end = range.start;
                }
            }
            "head" => self.page.head_end = self.page.head_end.take().or(Some(range)),
            "svg" => self.pictures = self.pictures.saturating_sub(1),
            "title" | "script" => self.within = Within::Content,
            _ => {}
        }
    }

    fn text(&mut self, shown: &str, range: Range<usize>) {
        match self.within {
            Within::Content => {}
            Within::Title => {
                if let Some((title, place)) = &mut self.page.title {
                    title.push_str(shown);
                    place.end = range.end;
                }
            }
            Within::JsonLd => {
                if let Some(place) = self.page.json_ld.last_mut() {
                    place.end = range.end;
                }
            }
        }
    }

    fn finish(self, all: Range<usize>) -> Page {
        let mut page = self.page;
        let body = self.body.map(|body| body.start..body.end.min(all.end));
        let behind_head = page.head_end.as_ref().map(|end| end.end..all.end);
        let whole = body.or(behind_head).unwrap_or(all);
        let only = self.mains.only().or(self.articles.only());
        page.content = match only {
            Some(only) if only.start <= whole.end => only.start..only.end.min(whole.end),
            _ => whole,
        };
        page.content.start = page.content.start.min(page.content.end);
        if let (Some(head), Some(end)) = (&mut page.head, &page.head_end)
            && end.start >= head.end
        {
            head.end = end.end;
        }
        page
    }
}

fn is_json_ld(value: &str) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/ld+json")
}
