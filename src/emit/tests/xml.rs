//! A strict reader of the XML that is written here: anything else is refused.

use super::escape;

/// An element with its attributes and what stands in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text directly in it.
    pub(super) text: String,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> &str {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| known == name);
        &found
            .unwrap_or_else(|| panic!("{} has no {name}", self.name))
            .1
    }

    /// Every element of that name, at any depth, in order.
    pub(super) fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }
}

/// An attribute that is a count or a place.
pub(super) fn number(element: &Element, name: &str) -> usize {
    element.attribute(name).parse().unwrap()
}

/// What XML 1.0 can hold comes back, and the rest is shown.
pub(super) fn as_xml_holds_it(text: &str) -> String {
    let legal = |c: char| matches!(c, '\t' | '\n' | '\r') || c >= ' ';
    let mut held = String::new();
    for c in text.chars() {
        if legal(c) {
            held.push(c);
        } else {
            escape::push_escaped(&mut held, c);
        }
    }
    held
}

/// Reads a document, or a stretch of elements; they become the children of what is returned.
pub(super) fn parse(text: &str) -> Element {
    let legal = |c: char| {
        matches!(c, '\t' | '\n' | '\r')
            || c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{7f}'..='\u{9f}')
    };
    assert_eq!(text.chars().find(|c| !legal(*c)), None);
    let mut rest = text;
    if let Some(after) = rest.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") {
        rest = after;
    }
    let mut open = vec![Element::default()];
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').expect("a tag is closed");
        open.last_mut().unwrap().text.push_str(&decoded(before));
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().unwrap();
            assert_eq!(element.name, name);
            open.last_mut().expect("one is open").children.push(element);
        } else if let Some(tag) = tag.strip_suffix('/') {
            let element = start(tag);
            open.last_mut().unwrap().children.push(element);
        } else {
            open.push(start(tag));
        }
    }
    assert_eq!(rest.trim(), "");
    assert_eq!(open.len(), 1, "every element is closed");
    open.remove(0)
}

/// The name and the attributes of a tag; a `<` or `>` in a value has cut the tag short.
fn start(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}");
    let mut attributes: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_once("=\"").expect("a quoted value");
        let (value, behind) = after.split_once('"').expect("a closed quote");
        assert!(!value.contains(['\n', '\t', '\r']), "{value}");
        assert!(attributes.iter().all(|(known, _)| known != key), "{key}");
        attributes.push((key.to_owned(), decoded(value)));
        rest = behind.strip_prefix(' ').unwrap_or(behind);
    }
    Element {
        name: name.to_owned(),
        attributes,
        ..Element::default()
    }
}

fn decoded(text: &str) -> String {
    assert!(!text.contains("]]>"), "{text}");
    let mut parts = text.split('&');
    let mut decoded = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').expect("a reference is closed");
        decoded.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            name => {
                let number = name.strip_prefix('#').expect("a known reference");
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).unwrap(),
                    None => number.parse().unwrap(),
                };
                char::from_u32(code).unwrap()
            }
        });
        decoded.push_str(rest);
    }
    decoded
}

#[test]
fn the_reader_reads_and_refuses() {
    let read = parse("<a b=\"&lt;&#x202e;\">x&amp;<c/></a>");
    assert_eq!(read.children[0].attribute("b"), "<\u{202e}");
    assert_eq!(read.all("a")[0].text, "x&");
    assert_eq!(read.all("c").len(), 1);
    for wrong in ["<a>", "<a></b>", "&x;", "<a b=c/>", "x & y", "\u{1}", "]]>"] {
        let wrong = format!("<x>{wrong}</x>");
        assert!(
            std::panic::catch_unwind(|| parse(&wrong)).is_err(),
            "{wrong}"
        );
    }
}
