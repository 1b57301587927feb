//! What elements are to the text of a post.

/// An element by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name, lower-case; empty for one that means nothing here.
    pub(super) name: &'static str,
    /// What it is.
    pub(super) role: Role,
}

/// What an element is to the text of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text goes on through it: `b`, `span`, and every unknown element.
    Inline,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// An item of a list.
    Item,
    /// Preformatted text.
    Pre,
    /// Code within a line, or within preformatted text.
    Code,
    /// A quote.
    Quote,
    /// A table.
    Table,
    /// A row, a cell and what groups them.
    Cell,
    /// The caption of a figure.
    Caption,
    /// A figure.
    Figure,
    /// Holds blocks: `div`, `section`.
    Section,
    /// Ends a block and holds none: `hr`, `dt`, `dd`.
    Boundary,
    /// A line break.
    Break,
    /// A picture.
    Image,
    /// A link.
    Anchor,
    /// Not read, in the midst of text: `script`, `svg`, `button`.
    Hidden,
    /// Not read, between blocks: `nav`.
    HiddenBlock,
    /// The page as a whole and its head: told by its name.
    Page,
}

/// Every element that means something, in order of their names.
static ELEMENTS: [(&str, Role); 80] = [
    ("a", Role::Anchor),
    ("address", Role::Section),
    ("article", Role::Section),
    ("aside", Role::Section),
    ("audio", Role::Hidden),
    ("blockquote", Role::Quote),
    ("body", Role::Page),
    ("br", Role::Break),
    ("button", Role::Hidden),
    ("canvas", Role::Hidden),
    ("caption", Role::Cell),
    ("center", Role::Section),
    ("code", Role::Code),
    ("colgroup", Role::Cell),
    ("datalist", Role::Hidden),
    ("dd", Role::Boundary),
    ("details", Role::Section),
    ("dialog", Role::HiddenBlock),
    ("dir", Role::List),
    ("div", Role::Section),
    ("dl", Role::Boundary),
    ("dt", Role::Boundary),
    ("fieldset", Role::Section),
    ("figcaption", Role::Caption),
    ("figure", Role::Figure),
    ("footer", Role::Section),
    ("form", Role::Section),
    ("h1", Role::Heading(1)),
    ("h2", Role::Heading(2)),
    ("h3", Role::Heading(3)),
    ("h4", Role::Heading(4)),
    ("h5", Role::Heading(5)),
    ("h6", Role::Heading(6)),
    ("head", Role::Page),
    ("header", Role::Section),
    ("hgroup", Role::Section),
    ("hr", Role::Boundary),
    ("html", Role::Page),
    ("iframe", Role::Hidden),
    ("img", Role::Image),
    ("kbd", Role::Code),
    ("legend", Role::Boundary),
    ("li", Role::Item),
    ("link", Role::Page),
    ("listing", Role::Pre),
    ("main", Role::Section),
    ("math", Role::Hidden),
    ("menu", Role::List),
    ("meta", Role::Page),
    ("nav", Role::HiddenBlock),
    ("noembed", Role::Hidden),
    ("noframes", Role::Hidden),
    ("noscript", Role::Hidden),
    ("object", Role::Hidden),
    ("ol", Role::List),
    ("p", Role::Paragraph),
    ("plaintext", Role::Pre),
    ("pre", Role::Pre),
    ("samp", Role::Code),
    ("script", Role::Hidden),
    ("search", Role::Section),
    ("section", Role::Section),
    ("select", Role::Hidden),
    ("style", Role::Hidden),
    ("summary", Role::Boundary),
    ("svg", Role::Hidden),
    ("table", Role::Table),
    ("tbody", Role::Cell),
    ("td", Role::Cell),
    ("template", Role::Hidden),
    ("textarea", Role::Hidden),
    ("tfoot", Role::Cell),
    ("th", Role::Cell),
    ("thead", Role::Cell),
    ("title", Role::Hidden),
    ("tr", Role::Cell),
    ("tt", Role::Code),
    ("ul", Role::List),
    ("video", Role::Hidden),
    ("xmp", Role::Pre),
];

impl Element {
    /// The element of that name, in lower case.
    pub(super) fn named(name: &[u8]) -> Self {
        let found = ELEMENTS.binary_search_by(|(known, _)| known.as_bytes().cmp(name));
        let (name, role) = found.map_or(("", Role::Inline), |at| ELEMENTS[at]);
        Self { name, role }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_in_order_of_their_names() {
        assert!(ELEMENTS.is_sorted_by(|(a, _), (b, _)| a < b));
        assert_eq!(Element::named(b"h3").role, Role::Heading(3));
        assert_eq!(Element::named(b"blink").role, Role::Inline);
    }
}
