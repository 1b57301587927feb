//! Tests of whole pages: their meta, and the part that is read.

use super::*;
use crate::parse::KeyHint;
use crate::post::{Data, MetaPath, Value, ValueType};

const PAGE: &str = "<!doctype html>
<html lang=\"en-GB\">
<head>
<meta charset=utf-8>
<title>
  A &amp; B | Site
</title>
<meta name=\"description\" content=\"What &quot;it&quot; is\">
<meta content='2024-05-01' property='article:published_time'>
<meta property=\"article:tag\" content=\"a\"><meta property=\"article:tag\" content=\"b\">
<meta name=reading-time content=4>
<link rel=\"canonical\" href=\"https://e.org/a\"><link rel=stylesheet href=x.css>
<script type=\"application/ld+json\">
{\"@context\": \"https://schema.org\", \"@graph\": [
  {\"@type\": \"WebSite\", \"name\": \"Site\"},
  {\"@type\": [\"Thing\", \"BlogPosting\"], \"headline\": \"A\", \"description\": \"below\", \"wordCount\": 12}
]}
</script>
</head>
<body>
<header>Site</header>
<main><h1>A &amp; B</h1><p>Text.</p></main>
<footer>Foot</footer>
</body>
</html>
";

fn value<'a>(post: &'a Post, path: &str) -> Option<&'a Value> {
    let meta = post.meta.as_ref()?;
    MetaPath::parse(path).unwrap().first(&meta.root)
}

fn shown(post: &Post, text: &str, path: &str) -> String {
    let value = value(post, path).unwrap();
    let data = match &value.data {
        Data::List(items) => format!("{} items", items.len()),
        data => data.as_text().unwrap(),
    };
    format!("{data} of {}", &text[value.span.range()])
}

#[test]
fn a_page_declares_its_meta_in_its_head() {
    let post = read(PAGE);
    let shown = |path| shown(&post, PAGE, path);
    assert_eq!(
        shown("description"),
        "What \"it\" is of What &quot;it&quot; is"
    );
    assert_eq!(shown("article:published_time"), "2024-05-01 of 2024-05-01");
    assert_eq!(shown("article:tag"), "2 items of a");
    assert_eq!(shown("lang"), "en-GB of en-GB");
    assert_eq!(shown("canonical"), "https://e.org/a of https://e.org/a");
    assert_eq!(shown("title"), "A & B | Site of A &amp; B | Site");
    assert_eq!(shown("headline"), "A of A");
    assert_eq!(shown("wordCount"), "12 of 12");
    assert!(value(&post, "@type").is_none() && value(&post, "name").is_none());
    assert!(post.problems.is_empty());
    assert_eq!(post.title.as_ref().unwrap().text, "A & B");
    let meta = post.meta.as_ref().unwrap();
    assert_eq!(&PAGE[meta.close.range()], "</head>");
    assert!(PAGE[meta.span.range()].starts_with("<head>"));
}

#[test]
fn the_name_of_the_site_is_no_part_of_the_title() {
    for (title, heading, shown, at) in [
        ("Saws | Site", "Saws", "Saws", "Saws"),
        ("Site \u{2013} Saws", "Saws", "Saws", "Saws"),
        (
            "A &amp; B &raquo; Site",
            "A &amp; B",
            "A & B",
            "A &amp; B &raquo; Site",
        ),
        ("Saws :: Site", "<a href=/>Saws</a>", "Saws", "Saws"),
        ("Post-war saws", "Post", "Post-war saws", "Post-war saws"),
        ("Saws and axes", "Saws", "Saws and axes", "Saws and axes"),
        ("Saws", "Saws", "Saws", "Saws"),
        ("Saws | Site", "Axes", "Saws | Site", "Saws | Site"),
        ("Saws | Site", "", "Saws | Site", "Saws | Site"),
    ] {
        let text = format!("<head><title>{title}</title></head><h1>{heading}</h1>");
        let found = read(&text).title.unwrap();
        assert_eq!((&*found.text, &text[found.span.range()]), (shown, at));
    }
    let text = "---\ntitle: Saws | Site\n---\n<title>{{ title }}</title><h1>Saws</h1>";
    assert_eq!(read(text).title.unwrap().text, "Saws | Site");
}

#[test]
fn the_only_main_is_read() {
    let post = read(PAGE);
    assert_eq!(blocks(&post.body), ["h1: A & B", "paragraph: Text."]);
    assert_eq!(
        &PAGE[post.first_line.range()],
        "<h1>A &amp; B</h1><p>Text.</p>"
    );
}

#[test]
fn the_only_article_is_read_where_there_is_no_main() {
    let one = "<body>x<article><h2>a</h2><article>comment</article>b</article>y";
    assert_eq!(
        blocks(&read(one).body),
        ["h2: a", "paragraph: comment", "paragraph: b"]
    );
    let two = "<body>x<article>a</article><article>b</article></body>y";
    assert_eq!(
        blocks(&read(two).body),
        ["paragraph: x", "paragraph: a", "paragraph: b"]
    );
}

#[test]
fn a_page_without_a_body_is_read_behind_its_head() {
    assert_eq!(
        blocks(&read("<head><title>t</title></head>a").body),
        ["paragraph: a"]
    );
    assert_eq!(blocks(&read("<title>t</title><p>a").body), ["paragraph: a"]);
    let bare = read("<h1>T</h1>a");
    assert!(bare.meta.is_none());
    assert_eq!(bare.title.unwrap().text, "T");
}

#[test]
fn front_matter_weighs_most() {
    let text = "---\ntitle: Front\ntags: [x]\n---\n<title>Page</title><meta name=title content=Meta>\
                <meta name=author content=Me><p>{{ content }}</p>";
    let post = read(text);
    assert_eq!(shown(&post, text, "title"), "Front of Front");
    assert_eq!(shown(&post, text, "author"), "Me of Me");
    assert_eq!(&text[post.meta.unwrap().close.range()], "---");
    assert_eq!(blocks(&post.body), ["raw: "]);
}

#[test]
fn declared_keys_are_typed() {
    let hint = |path, value_type, of| KeyHint {
        path: MetaPath::parse(path).unwrap(),
        value_type,
        of,
    };
    let options = ParseOptions {
        keys: vec![
            hint("reading_time", ValueType::Integer, None),
            hint("keywords", ValueType::List, None),
            hint("draft", ValueType::Boolean, None),
        ],
        ..ParseOptions::default()
    };
    let text = "<meta name='Reading-Time' content=' 4 '><meta name=keywords content='é, b,,c'>\
                <meta name=draft content=maybe>";
    let post = Html.parse(text, &options).remove(0);
    assert_eq!(value(&post, "reading_time").unwrap().data, Data::Integer(4));
    let Data::List(items) = &value(&post, "keywords").unwrap().data else {
        panic!("no list")
    };
    let spans: Vec<_> = items.iter().map(|it| &text[it.span.range()]).collect();
    assert_eq!(spans, ["é", "b", "c"]);
    assert_eq!(shown(&post, text, "draft"), "maybe of maybe");
}

#[test]
fn json_ld_that_cannot_be_parsed_is_told_but_templates_are_not() {
    let script = |json: &str| format!("<script type='application/ld+json'>{json}</script>");
    let told = |json: &str| read(&script(json)).problems.len();
    assert_eq!(told("{\"@type\": \"Article\", }"), 1);
    assert_eq!(
        told("{\"@type\": \"Article\", \"name\": {{ title | jsonify }} }"),
        0
    );
    assert_eq!(told(""), 0);
    assert_eq!(told("[{\"@type\": \"Article\"}]"), 0);
    assert_eq!(told("\"text\""), 0);
    assert_eq!(told(&"[".repeat(100_000)), 1);
}

#[test]
fn comments_speak_to_gatepost() {
    let text = "---\na: 1 # gatepost-disable-line x\n---\n<p>a</p><!-- gatepost-disable b -- c -->\n\
                <script>'<!-- gatepost-disable d -->'</script><!-- other --><!--gatepost-enable b-->";
    let post = read(text);
    let found = Html.comments(text, &post);
    let said: Vec<_> = found.iter().map(|it| &text[it.inner.range()]).collect();
    assert_eq!(
        said,
        [
            "gatepost-disable-line x",
            "gatepost-disable b -- c",
            "gatepost-enable b"
        ]
    );
    assert_eq!(
        &text[found[1].span.range()],
        "<!-- gatepost-disable b -- c -->"
    );
}
