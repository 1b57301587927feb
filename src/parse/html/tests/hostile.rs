//! Tests of hostile pages.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::source::Span;

#[test]
fn pathological_pages_are_read_in_time() {
    let pages = [
        "<".repeat(500_000),
        "<b>".repeat(100_000),
        "<div>".repeat(20_000) + "x" + &"</div>".repeat(20_000),
        "<ul><li>".repeat(20_000) + &"</ol></p>".repeat(20_000),
        "<!--".repeat(100_000),
        "<!-- -".repeat(100_000),
        "<![CDATA[".repeat(100_000),
        "<a href='".repeat(50_000),
        "<a x=".repeat(50_000),
        "<p ".to_owned() + &"a=b ".repeat(100_000) + ">",
        "&amp;&".repeat(100_000),
        "&CounterClockwiseContourIntegra".repeat(20_000),
        "{{ [a b=".repeat(100_000),
        "[caption a=b]".repeat(50_000),
        "<script>".repeat(50_000),
        "<script><!--".repeat(50_000),
        "<table><tr><td>".repeat(50_000),
        "<svg><title>".repeat(50_000),
        "<meta name=a content=b>".repeat(50_000),
        "<script type=application/ld+json>{</script>".repeat(5_000),
        "<main>".repeat(50_000),
        "<h1><p>".repeat(50_000),
        "a\n\n".repeat(100_000),
        " \n".repeat(200_000),
    ];
    for page in pages {
        let start = Instant::now();
        read(&page);
        wordpress(&page);
        let took = start.elapsed();
        let name: String = page.chars().take(20).collect();
        assert!(took < Duration::from_secs(10), "{name:?} took {took:?}");
    }
}

#[test]
fn nothing_deep_hides_the_rest() {
    let text =
        "<div>".repeat(300) + "<nav>x</nav><script>y</script>z" + &"</div>".repeat(300) + "w";
    assert_eq!(blocks(&fragment(&text)), ["paragraph: z", "paragraph: w"]);
}

const PIECES: [&str; 62] = [
    "<p>",
    "</p>",
    "<p",
    ">",
    "<div>",
    "</div>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<li>",
    "</li>",
    "<h1>",
    "</h1>",
    "<pre>",
    "</pre>",
    "<code class=language-x>",
    "</code>",
    "<blockquote>",
    "</blockquote>",
    "<table>",
    "<td>",
    "</table>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<img src=é alt='ö &amp;'>",
    "<img>",
    "<a href=\"ü\">",
    "</a>",
    "<br/>",
    "<hr>",
    "<script>",
    "</script>",
    "<nav>",
    "</nav>",
    "<svg/>",
    "<title>",
    "</title>",
    "<main>",
    "</main>",
    "<body>",
    "<meta name=é content='ä'>",
    "<script type=application/ld+json>{\"a\": \"é\"}</script>",
    "<!--",
    "-->",
    "<!-- wp:x -->",
    "&amp;",
    "&copy",
    "&#x1F980;",
    "&",
    "{{",
    "}}",
    "[caption a=b]",
    "[/caption]",
    "[gallery]",
    "é",
    "🦀 ",
    "word ",
    "\r\n",
    "\n\n",
    "\u{a0}",
    "---\na: é\n---\n",
];

fn pages() -> impl Strategy<Value = String> {
    let pieces = proptest::collection::vec(0..PIECES.len(), 0..40);
    pieces.prop_map(|pieces| pieces.into_iter().map(|at| PIECES[at]).collect())
}

fn assert_place(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
}

fn assert_places(text: &str, body: &Body) {
    let blocks = body.blocks.iter().map(|it| it.span);
    let links = body.links.iter().map(|it| it.span);
    let images = body.images.iter().map(|it| it.span);
    for span in blocks.chain(links).chain(images) {
        assert_place(text, span);
        assert!(!span.is_empty(), "{text:?}");
    }
    let mut end = 0;
    for block in &body.blocks {
        assert!(
            block.text.start >= end && block.text.end >= block.text.start,
            "{text:?}"
        );
        end = block.text.end;
        let shown = body.block_text(block);
        let is_code = matches!(block.kind, BlockKind::Code { .. });
        assert!(
            is_code || shown.trim_matches(' ') == shown,
            "{shown:?} of {text:?}"
        );
    }
    for (at, c) in body.text.char_indices() {
        let range = at..at + c.len_utf8();
        let span =
            body.span(u32::try_from(range.start).unwrap()..u32::try_from(range.end).unwrap());
        assert_place(text, span);
        let shown = &text[span.range()];
        let is_itself = shown.chars().eq([c]);
        let is_blank = c.is_ascii_whitespace();
        assert!(
            is_itself || is_blank || shown.starts_with('&'),
            "{c:?} of {shown:?} in {text:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_place_is_in_the_page_and_leads_back(text in pages()) {
        let post = read(&text);
        assert_places(&text, &post.body);
        assert_places(&text, &wordpress(&text));
        for span in [post.first_line, post.last_line, post.anchor(), post.meta_anchor()] {
            assert_place(&text, span);
        }
        for entry in post.meta.iter().flat_map(|meta| &meta.root.entries) {
            assert_place(&text, entry.key.span);
            assert_place(&text, entry.value.span);
        }
        for comment in comments(&text, 0..text.len()) {
            assert_place(&text, comment.span);
            assert_place(&text, comment.inner);
        }
    }

    #[test]
    fn any_text_at_all_is_read(text in "\\PC*", tail in "[<>&a-d!/'\"= -]{0,30}") {
        let text = text + &tail;
        assert_places(&text, &read(&text).body);
    }
}
