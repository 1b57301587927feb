//! Tests of what is read of a body.

use super::*;

#[test]
fn headings_paragraphs_and_quotes_are_blocks() {
    let text = "<h2 id=a>One &amp; <em>two</em></h2>\n<p>Some <b>bold</b>\n  text.</p>\n\
                <blockquote>\n<p>Said.</p><p>More.</p></blockquote><h7>x</h7>";
    let body = fragment(text);
    assert_eq!(
        blocks(&body),
        [
            "h2: One & two",
            "paragraph: Some bold text.",
            "quote: Said.",
            "quote: More.",
            "paragraph: x"
        ]
    );
    assert_eq!(
        bytes(text, &body),
        [
            "<h2 id=a>One &amp; <em>two</em></h2>",
            "<p>Some <b>bold</b>\n  text.</p>",
            "<blockquote>\n<p>Said.</p>",
            "<p>More.</p>",
            "x"
        ]
    );
    assert_eq!(body.sections.len(), 2);
}

#[test]
fn decoded_text_leads_back_to_its_bytes() {
    let text = "<p>Caf&eacute;s &amp;\r\n\t <i>b&#228;r</i>&nbsp;x</p>";
    let body = fragment(text);
    assert_eq!(body.text, "Cafés & bär\u{a0}x");
    let shown = |part: &str| {
        let at = body.text.find(part).unwrap();
        let range = u32::try_from(at).unwrap()..u32::try_from(at + part.len()).unwrap();
        &text[body.span(range).range()]
    };
    assert_eq!(shown("é"), "&eacute;");
    assert_eq!(shown("s &"), "s &amp;");
    assert_eq!(shown("& b"), "&amp;\r\n\t <i>b");
    assert_eq!(shown("bär"), "b&#228;r");
}

#[test]
fn lists_nest_and_close_by_themselves() {
    let text = "<ul><li>a<li><p>b</p><p>more</p><ol><li>c</li></ol></ul><ol><li>d</ol>\
                <li>e<li>f";
    let body = fragment(text);
    assert_eq!(
        blocks(&body),
        [
            "item 0.0: a",
            "item 0.0: b",
            "paragraph: more",
            "item 0.1: c",
            "item 1.0: d",
            "item 2.0: e",
            "item 2.0: f"
        ]
    );
    assert_eq!(
        bytes(text, &body)[..4],
        ["<li>a", "<li><p>b</p>", "<p>more</p>", "<li>c</li>"]
    );
}

#[test]
fn code_keeps_its_blanks_and_names_its_language() {
    let text = "<pre><code class=\"hl language-Rust\">\nfn a() {\n    b &lt; c\n}\n</code></pre>\
                <pre class=lang-sh>\n\n$ ls</pre><pre>x<br>y</pre><p>a <code>b  c</code></p>";
    assert_eq!(
        blocks(&fragment(text)),
        [
            "code rust: fn a() {\n    b < c\n}",
            "code sh: \n$ ls",
            "code -: x\ny",
            "paragraph: a b c"
        ]
    );
    let lines = "<pre><div class=line>a</div><div class=line>b</div></pre>c";
    assert_eq!(blocks(&fragment(lines)), ["code -: a\nb", "paragraph: c"]);
}

#[test]
fn code_within_lines_is_known() {
    let text = "<h2>Use <code>a</code></h2><p><code> b &amp; <kbd>c</kbd> d </code>e <tt></tt><samp>f</samp></p>\
                <p><code>g<p>h</code><table><tr><td><code>i<td>j</table><pre><code>k</code></pre>";
    let body = fragment(text);
    let code: Vec<_> = body.inline_code.iter().map(|it| body.slice(*it)).collect();
    assert_eq!(code, ["a", "b & c d", "f", "g", "i"]);
    let places = body.inline_code.iter().map(|it| body.span(it.range()));
    let places: Vec<_> = places.map(|span| &text[span.range()]).collect();
    assert_eq!(places, ["a", "b &amp; <kbd>c</kbd> d", "f", "g", "i"]);
}

#[test]
fn jekyll_names_the_language_around_the_code() {
    let text = "<div class=\"language-ruby highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\">\
                <code>puts</code></pre></div></div><div class=language-switcher><pre>x</pre></div><pre>y</pre>";
    assert_eq!(
        blocks(&fragment(text)),
        ["code ruby: puts", "code -: x", "code -: y"]
    );
}

#[test]
fn signs_that_themes_put_beside_headings_are_no_text() {
    for heading in [
        "Setup <a href='#setup'>#</a>",
        "<a href='#setup' aria-hidden=true>\u{b6}</a> Setup",
        "Setup<a href='/post/#setup'>&#8203;</a>",
        "<a href='#setup'><code>#</code></a>Set<code>up</code>",
        "Setup<a href='#setup'><svg></svg></a>",
        "<a href='#setup'>Setup</a>",
    ] {
        let body = fragment(&format!("<h2>{heading}</h2><p>x</p>"));
        assert_eq!(blocks(&body), ["h2: Setup", "paragraph: x"], "{heading}");
        assert!(body.inline_code.iter().all(|it| body.slice(*it) == "up"));
    }
    let kept = "<h2>C<a href=/sharp>#</a></h2><p>a <a href='#x'>#</a></p>";
    assert_eq!(blocks(&fragment(kept)), ["h2: C#", "paragraph: a #"]);
    let number = "<h2><a href='#s'>2</a> Saws</h2>";
    assert_eq!(blocks(&fragment(number)), ["h2: 2 Saws"]);
}

#[test]
fn the_number_of_a_note_is_no_text() {
    let text = "<p>Cut it.<sup><a href='#fn:1'>1</a></sup> Then rest<a href='#fn2'>[2]</a> \
                (<a href='#eq'>3</a>), see <a href='#s4'>4</a>.</p><p><a href='#p'>5</a> x<a href=/6>6</a></p>\
                <pre>x<a href='#7'>7</a></pre>";
    assert_eq!(
        blocks(&fragment(text)),
        [
            "paragraph: Cut it. Then rest (3), see 4.",
            "paragraph: 5 x6",
            "code -: x7"
        ]
    );
}

#[test]
fn a_table_is_one_block_of_cells() {
    let text = "<table><caption>T</caption><tr><th>a<th>b<tr><td><p>c</p><td><ul><li>d</ul></table>\
                <p>e";
    let body = fragment(text);
    assert_eq!(blocks(&body), ["table: T a b c d", "paragraph: e"]);
    assert!(bytes(text, &body)[0].ends_with("</table>"));
    let page = "<table><tr><td><h1>Title</h1>text<pre>code</pre>more</table>";
    assert_eq!(
        blocks(&fragment(page)),
        ["h1: Title", "table: text", "code -: code", "table: more"]
    );
}

#[test]
fn images_and_links_have_their_tags() {
    let text = "<p><a href='/a?b=1&amp;c'>see <img src=i.png alt='an &lt;i&gt;'></a></p>\
                <figure><img src=f.png><figcaption>The <i>caption</i></figcaption></figure>\
                <img src=g.png><a name=x>no link</a>";
    let body = fragment(text);
    assert_eq!(body.links[0].target, "/a?b=1&c");
    assert!(text[body.links[0].span.range()].starts_with("<a href"));
    assert!(text[body.links[0].span.range()].ends_with("</a>"));
    assert_eq!(body.links.len(), 1);
    let images: Vec<_> = body
        .images
        .iter()
        .map(|it| (&*it.target, &*it.alt))
        .collect();
    assert_eq!(
        images,
        [("i.png", "an <i>"), ("f.png", "The caption"), ("g.png", "")]
    );
    assert_eq!(
        blocks(&body),
        [
            "paragraph: see",
            "caption: The caption",
            "paragraph: no link"
        ]
    );
}

#[test]
fn an_empty_alternative_text_takes_no_caption() {
    let body = fragment("<figure><img src=a alt=''><figcaption>c</figcaption></figure>");
    assert_eq!(body.images[0].alt, "");
}

#[test]
fn what_no_reader_sees_is_not_read() {
    let text = "<nav><ul><li><a href=/>home</a></ul></nav><p>a<script>var p = '<p>x</p>';</script>\
                <svg><title>icon</title></svg> b<button>Copy</button></p><template><p>t</template>\
                <style>p{}</style><!-- c --><noscript><img src=x></noscript><div><nav>n</div>c";
    let body = fragment(text);
    assert_eq!(blocks(&body), ["paragraph: a b", "paragraph: c"]);
    assert!(body.links.is_empty() && body.images.is_empty());
}

#[test]
fn what_says_that_it_is_hidden_is_not_read() {
    let text = "<p>a</p><div hidden><div><p>b</p></div><h2>c</h2></div><section style='color: red; Display : none'>d</section>\
                <dialog><p>e</p></dialog><div style='display:block' class=hidden>f</div><div hidden>g</p></div>h";
    assert_eq!(
        blocks(&fragment(text)),
        ["paragraph: a", "paragraph: f", "paragraph: h"]
    );
}

#[test]
fn tag_soup_is_read_as_far_as_it_goes() {
    let text = "</p>a</div><p>b<p>c<h2>d</h3>e</b><div>f<p>g</div>h<h2>i<ul><li>j</h2>";
    assert_eq!(
        blocks(&fragment(text)),
        [
            "paragraph: a",
            "paragraph: b",
            "paragraph: c",
            "h2: d",
            "paragraph: e",
            "paragraph: f",
            "paragraph: g",
            "paragraph: h",
            "h2: i",
            "item 0.0: j"
        ]
    );
    assert_eq!(
        blocks(&fragment("a < b > c & d <")),
        ["paragraph: a < b > c & d <"]
    );
    assert_eq!(
        blocks(&fragment("<h2><p>T</p><div>x</div></h2>y")),
        ["h2: T x", "paragraph: y"]
    );
    assert!(blocks(&fragment("<p> </p>\n<div><span></span></div>")).is_empty());
}

#[test]
fn definitions_and_line_breaks_part_text() {
    let text = "<dl><dt>Q<dd>A</dl>one<br>two<hr>three";
    assert_eq!(
        blocks(&fragment(text)),
        [
            "paragraph: Q",
            "paragraph: A",
            "paragraph: one two",
            "paragraph: three"
        ]
    );
}

#[test]
fn tags_of_templates_are_no_text() {
    let text = "<p>a {{ page.title }} b</p>{% include x.html %}<p><code>{{ x }}</code></p>";
    assert_eq!(
        blocks(&fragment(text)),
        ["paragraph: a b", "raw: ", "raw: "]
    );
}

#[test]
fn gutenberg_comments_stand_between_blocks() {
    let text = "<!-- wp:paragraph {\"a\":1} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\
                two<!-- wp:separator /-->three<!-- more -->four";
    assert_eq!(
        blocks(&wordpress(text)),
        ["paragraph: One", "paragraph: two", "paragraph: threefour"]
    );
}

#[test]
fn empty_lines_part_paragraphs_of_wordpress_alone() {
    let text = "One\nline.\r\n\r\n<b>Two</b>\n \nThree [sic]\n\n<pre>a\n\nb</pre>\n\n<ul>\n<li>x\n\ny</li>\n\n</ul>";
    let body = wordpress(text);
    assert_eq!(
        blocks(&body),
        [
            "paragraph: One line.",
            "paragraph: Two",
            "paragraph: Three [sic]",
            "code -: a\n\nb",
            "item 0.0: x",
            "paragraph: y"
        ]
    );
    assert_eq!(bytes(text, &body)[0], "One\nline.");
    assert_eq!(blocks(&fragment("One\n\ntwo")), ["paragraph: One two"]);
}

#[test]
fn shortcodes_of_wordpress_are_no_text() {
    let text = "Before\n\n[caption id=\"a\" width=\"3\"]<img src=i.png> A cat[/caption]\n\n\
                [gallery ids=\"1,2\"]\n\nAfter [audio src=x] it";
    let body = wordpress(text);
    assert_eq!(
        blocks(&body),
        [
            "paragraph: Before",
            "caption: A cat",
            "raw: ",
            "paragraph: After it"
        ]
    );
    assert_eq!(body.images[0].alt, "A cat");
    assert_eq!(bytes(text, &body)[2], "[gallery ids=\"1,2\"]");
}

#[test]
fn a_shortcode_that_ends_needs_no_attributes() {
    let text = "[vc_row][vc_column]\n<p>In [sic] it.</p>\n[/vc_column][/vc_row]\n\nOut.";
    assert_eq!(
        blocks(&wordpress(text)),
        [
            "raw: ",
            "paragraph: In [sic] it.",
            "raw: ",
            "paragraph: Out."
        ]
    );
}

#[test]
fn a_shortcode_ends_no_heading() {
    let text = "<h2>A [caption a=b]cat[/caption]<p>dog</p></h2><p>b</p>";
    assert_eq!(blocks(&wordpress(text)), ["h2: A cat dog", "paragraph: b"]);
}

#[test]
fn a_fragment_has_the_places_of_the_whole() {
    let text = "{\"é\": \"<p>ö <a href=x>ü</a></p>\"}";
    let start = text.find("<p>").unwrap();
    let end = text.find("\"}").unwrap();
    let body = body(text, start..end, Dialect::Plain);
    assert_eq!(bytes(text, &body), ["<p>ö <a href=x>ü</a></p>"]);
    assert_eq!(&text[body.links[0].span.range()], "<a href=x>ü</a>");
    assert_eq!(&text[body.span(0..2).range()], "ö");
}
