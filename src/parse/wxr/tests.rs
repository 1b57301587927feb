//! Tests: what an item says, and where.

use proptest::prelude::*;

use super::*;
use crate::parse::KeyHint;
use crate::post::{Data, MetaPath, ValueType};

const ITEM: &str = "<item>
\t<title><![CDATA[Saws &amp; axes]]></title>
\t<link>https://example.com/saws/</link>
\t<dc:creator><![CDATA[mia]]></dc:creator>
\t<content:encoded><![CDATA[<!-- wp:heading -->
<h2>Caf\u{e9} &amp; more</h2>
<!-- /wp:heading -->

First <b>words</b>.

Second words.]]></content:encoded>
\t<excerpt:encoded><![CDATA[Short.]]></excerpt:encoded>
\t<wp:post_id>42</wp:post_id>
\t<wp:post_date><![CDATA[2024-03-01 10:00:00]]></wp:post_date>
\t<wp:post_name><![CDATA[saws]]></wp:post_name>
\t<wp:status><![CDATA[publish]]></wp:status>
\t<wp:post_type><![CDATA[post]]></wp:post_type>
\t<category domain=\"category\" nicename=\"tools\"><![CDATA[Tools]]></category>
\t<category domain=\"post_tag\" nicename=\"steel\"><![CDATA[Steel]]></category>
\t<category domain=\"post_tag\" nicename=\"wood\"><![CDATA[Wood]]></category>
\t<wp:postmeta>
\t\t<wp:meta_key><![CDATA[score]]></wp:meta_key>
\t\t<wp:meta_value><![CDATA[88]]></wp:meta_value>
\t</wp:postmeta>
\t<wp:postmeta>
\t\t<wp:meta_key>parts</wp:meta_key>
\t\t<wp:meta_value><![CDATA[a:2:{s:4:\"name\";s:5:\"caf\u{e9}\";s:4:\"list\";a:2:{i:0;i:1;i:1;b:0;}}]]></wp:meta_value>
\t</wp:postmeta>
\t<wp:comment><wp:comment_content><![CDATA[</item> spam]]></wp:comment_content></wp:comment>
</item>";

fn posts(text: &str) -> Vec<Post> {
    let options = ParseOptions {
        keys: vec![KeyHint {
            path: MetaPath::parse("score").unwrap(),
            value_type: ValueType::Integer,
            of: None,
        }],
        ..ParseOptions::default()
    };
    Wxr.parse(text, &options)
}

fn post(text: &str) -> Post {
    let mut posts = posts(text);
    assert_eq!(posts.len(), 1, "{text}");
    posts.remove(0)
}

/// A value as JSON would write it, and what stands at its place.
fn value<'a>(text: &'a str, post: &Post, key: &str) -> (String, &'a str) {
    let entry = post.meta.as_ref().unwrap().root.get(key).unwrap();
    (shown(&entry.value.data), &text[entry.value.span.range()])
}

fn shown(data: &Data) -> String {
    match data {
        Data::String(text) => format!("{text:?}"),
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|it| shown(&it.data)).collect();
            format!("[{}]", items.join(", "))
        }
        Data::Map(map) => {
            let entries = map.entries.iter();
            let entries: Vec<String> = entries
                .map(|it| format!("{}: {}", it.key.name, shown(&it.value.data)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        data => data.as_text().unwrap_or_default(),
    }
}

#[test]
fn an_item_is_a_post_with_exact_places() {
    let found = post(ITEM);
    assert_eq!(found.problems, []);
    assert_eq!(found.id.as_deref(), Some("42"));
    let title = found.title.as_ref().unwrap();
    assert_eq!(
        (title.text.as_str(), &ITEM[title.span.range()]),
        ("Saws & axes", "Saws &amp; axes")
    );
    let texts: Vec<&str> = found
        .body
        .blocks
        .iter()
        .map(|it| found.body.block_text(it))
        .collect();
    assert_eq!(texts, ["Caf\u{e9} & more", "First words.", "Second words."]);
    let at = u32::try_from(found.body.text.find("words").unwrap()).unwrap();
    assert_eq!(&ITEM[found.body.span(at..at + 5).range()], "words");
    let at = u32::try_from(found.body.text.find('&').unwrap()).unwrap();
    assert_eq!(&ITEM[found.body.span(at..at + 1).range()], "&amp;");
    assert_eq!(&ITEM[found.last_line.range()], "Second words.");
    assert_eq!(&ITEM[found.meta_anchor().range()], "</item>");
}

#[test]
fn fields_have_plain_names_and_exact_places() {
    let found = post(ITEM);
    for (key, data, at) in [
        (
            "link",
            "\"https://example.com/saws/\"",
            "https://example.com/saws/",
        ),
        ("author", "\"mia\"", "mia"),
        ("excerpt", "\"Short.\"", "Short."),
        ("id", "\"42\"", "42"),
        ("date", "\"2024-03-01 10:00:00\"", "2024-03-01 10:00:00"),
        ("slug", "\"saws\"", "saws"),
        ("status", "\"publish\"", "publish"),
        ("type", "\"post\"", "post"),
        ("categories", "[\"tools\"]", "tools"),
        ("score", "88", "88"),
    ] {
        assert_eq!(value(ITEM, &found, key), (data.to_owned(), at), "{key}");
    }
    assert_eq!(value(ITEM, &found, "tags").0, "[\"steel\", \"wood\"]");
    assert_eq!(
        value(ITEM, &found, "parts").0,
        "{name: \"caf\u{e9}\", list: [1, false]}"
    );
    let meta = found.meta.as_ref().unwrap();
    let path = MetaPath::parse("parts.name").unwrap();
    let name = path.first(&meta.root).unwrap();
    assert_eq!(&ITEM[name.span.range()], "caf\u{e9}");
}

#[test]
fn items_of_other_types_and_statuses_are_no_posts() {
    assert_eq!(posts(&ITEM.replace("[post]", "[attachment]")).len(), 0);
    assert_eq!(posts(&ITEM.replace("[publish]", "[draft]")).len(), 0);
    assert_eq!(posts(&ITEM.replace("[post]", "[page]")).len(), 1);
    assert_eq!(posts("<item><title>A feed</title></item>").len(), 1);
}

#[test]
fn an_item_without_a_body_is_an_empty_post() {
    let found = post("<item><title>a</title><content:encoded></content:encoded></item>");
    assert_eq!(found.problems, []);
    assert_eq!(found.body.blocks, []);
    let found = post("<item/>");
    assert_eq!((found.id, found.title), (None, None));
}

#[test]
fn escaped_bodies_are_read_as_cdata_is() {
    let text = "<item><content:encoded>&lt;p&gt;a &amp;amp; b&lt;/p&gt;</content:encoded></item>";
    let found = post(text);
    assert_eq!(found.body.text.trim(), "a & b");
    let at = u32::try_from(found.body.text.find('&').unwrap()).unwrap();
    assert_eq!(&text[found.body.span(at..at + 1).range()], "&amp;amp;");
}

#[test]
fn broken_arrays_are_kept_as_text_and_repeated_keys_are_lists() {
    let text = "<item><wp:postmeta><wp:meta_key>a</wp:meta_key><wp:meta_value>a:1:{i:0;s:9:\"x\";}</wp:meta_value></wp:postmeta>\
        <wp:postmeta><wp:meta_key>b</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>\
        <wp:postmeta><wp:meta_key>B</wp:meta_key><wp:meta_value>2</wp:meta_value></wp:postmeta>\
        <wp:postmeta><wp:meta_key>id</wp:meta_key><wp:meta_value>3</wp:meta_value></wp:postmeta>\
        <wp:post_id>4</wp:post_id></item>";
    let found = post(text);
    assert_eq!(value(text, &found, "a").0, "\"a:1:{i:0;s:9:\\\"x\\\";}\"");
    assert_eq!(value(text, &found, "b").0, "[\"1\", \"2\"]");
    assert_eq!(value(text, &found, "id").0, "\"4\"");
}

#[test]
fn a_title_is_what_readers_see() {
    for (written, shown, at) in [
        ("It&#8217;s", "It\u{2019}s", "It&#8217;s"),
        ("A &amp;amp; B", "A & B", "A &amp;amp; B"),
        (
            "<![CDATA[caf&eacute; <em>{{ x }}</em> 1 < 2]]>",
            "caf\u{e9} {{ x }} 1 < 2",
            "caf&eacute; <em>{{ x }}</em> 1 < 2",
        ),
    ] {
        let text = format!("<item><title>{written}</title></item>");
        let found = post(&text);
        let title = found.title.as_ref().unwrap();
        assert_eq!((&*title.text, &text[title.span.range()]), (shown, at));
        assert_eq!(value(&text, &found, "title"), (format!("{shown:?}"), at));
    }
}

#[test]
fn elements_of_other_vocabularies_say_nothing_of_the_post() {
    let text = "<item><media:title>m</media:title><atom:link href=\"a\"/><media:category>c</media:category>\
        <title>t</title><link>l</link><category domain=\"post_tag\">k</category></item>";
    let found = post(text);
    assert_eq!(value(text, &found, "title").0, "\"t\"");
    assert_eq!(value(text, &found, "link").0, "\"l\"");
    assert_eq!(value(text, &found, "tags").0, "[\"k\"]");
    assert_eq!(found.meta.unwrap().root.entries.len(), 3);
    let prefixed = "<r:item><r:title>t</r:title></r:item>";
    assert_eq!(post(prefixed).title.unwrap().text, "t");
}

#[test]
fn what_is_not_well_formed_is_told_and_not_judged() {
    let text = "<item><title>a</link></item>";
    let found = post(text);
    let problem = &found.problems[0];
    assert_eq!(problem.kind, ProblemKind::Unreadable);
    assert_eq!(problem.message, "`</link>` does not close `<title>`");
    assert_eq!(&text[problem.span.range()], "</link>");
}

const FRAGMENTS: &[&str] = &[
    "<title>",
    "</title>",
    "<content:encoded>",
    "</content:encoded>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#233;",
    "\u{e9}",
    "\u{1f600}",
    "<p>",
    "</p>",
    "<!-- wp:x {\"a\":1} -->",
    "<wp:postmeta>",
    "</wp:postmeta>",
    "<wp:meta_key>",
    "</wp:meta_key>",
    "<wp:meta_value>",
    "</wp:meta_value>",
    "a:1:{i:0;s:2:\"\u{e9}\";}",
    "[gallery]",
    "\n\n",
    "words",
    "&",
    "<",
    "<item>",
    "</item>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn every_place_lies_on_characters_of_the_item(
        parts in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..16),
        is_cdata in any::<bool>(),
    ) {
        let inner = parts.concat();
        let (open, close) = if is_cdata { ("<![CDATA[", "]]>") } else { ("", "") };
        for text in [
            format!("<item>{inner}</item>"),
            format!("<item><content:encoded>{open}{inner}{close}</content:encoded></item>"),
        ] {
            for found in posts(&text) {
                let body = &found.body;
                let spans = body.blocks.iter().map(|it| it.span);
                let own = [found.first_line, found.last_line, found.anchor()];
                let problems = found.problems.iter().map(|it| it.span);
                for span in spans.chain(own).chain(problems) {
                    prop_assert!(text.get(span.range()).is_some(), "{:?} of {:?}", span, text);
                }
                for (at, c) in body.text.char_indices() {
                    let from = u32::try_from(at).unwrap();
                    let span = body.span(from..from + u32::try_from(c.len_utf8()).unwrap());
                    prop_assert!(text.get(span.range()).is_some(), "{:?} of {:?}", span, text);
                }
            }
        }
    }
}
