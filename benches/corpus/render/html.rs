//! HTML below YAML front matter.

use super::{Page, markdown};
use crate::corpus::draft::{Anchor, Block, Draft};

pub(super) fn write(draft: &Draft, page: &mut Page) {
    markdown::write_meta(draft, page);
    write_body(draft, page);
}

/// The blocks of the body.
pub(super) fn write_body(draft: &Draft, page: &mut Page) {
    for (at, block) in draft.body.iter().enumerate() {
        page.line(&[]);
        self::block(page, Anchor::Block(at), block);
    }
    page.mark(Anchor::BodyEnd);
}

fn block(page: &mut Page, anchor: Anchor, block: &Block) {
    match block {
        Block::Heading(title) => page.marked(anchor, &["<h2>", &escaped(title), "</h2>"]),
        Block::Paragraph(sentences) => {
            page.marked(anchor, &["<p>", &escaped(&sentences.join(" ")), "</p>"]);
        }
        Block::List(items) => {
            page.line(&["<ul>"]);
            for item in items {
                page.line(&["<li>", &escaped(item), "</li>"]);
            }
            page.line(&["</ul>"]);
        }
        Block::Code { language, lines } => {
            page.line(&[
                "<pre><code class=\"language-",
                language,
                "\">",
                &escaped(&lines.join("\n")),
                "</code></pre>",
            ]);
            page.lines += u32::try_from(lines.len()).unwrap_or(1).saturating_sub(1);
        }
        Block::Picture(picture) => {
            let (url, alt) = (escaped(&picture.url), escaped(&picture.caption));
            page.line(&["<p><img src=\"", &url, "\" alt=\"", &alt, "\"></p>"]);
        }
    }
}

/// A text as HTML and XML write it.
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}
