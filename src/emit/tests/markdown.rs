//! What a host shows of `markdown`.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::text::excerpt;

#[test]
fn markdown_holds_no_markup_of_posts() {
    let fixture = nasty();
    let out = emitted("markdown", &fixture, EVERYTHING);
    let mut html = String::new();
    for event in Parser::new_ext(&out, Options::all()) {
        match event {
            Event::Html(part) => html.push_str(&part),
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::HtmlBlock)
            | Event::End(_)
            | Event::SoftBreak => {}
            Event::Text(text) => assert!(!text.contains(['@', '<', '`', '\\']), "{text}"),
            other => panic!("{other:?}"),
        }
    }
    let read = xml::parse(&html);
    let allowed = ["details", "summary", "table", "tr", "th", "td", "code"];
    let count: usize = allowed.iter().map(|name| read.all(name).len()).sum();
    assert_eq!(
        count,
        html.matches('<').count() - html.matches("</").count()
    );
    let code: Vec<&str> = read.all("code").iter().map(|it| it.text.as_str()).collect();
    for message in messages(&fixture) {
        let shown = excerpt(&plain(&message), 300);
        assert!(code.contains(&shown.as_str()), "{shown}");
    }
    let outside = read
        .all("td")
        .iter()
        .map(|it| it.text.as_str())
        .collect::<String>();
    assert!(
        outside.chars().all(|c| c.is_ascii_alphanumeric()),
        "{outside}"
    );
}

#[test]
fn markdown_stays_below_what_github_drops() {
    let mut fixture = Fixture::new();
    let long = "\"<\u{1b}".repeat(300);
    for at in 0..2_000 {
        let source = fixture.source(&format!("{long}/{at}.md"), "# One\n");
        fixture.found(Severity::Error, &Spot(source, None), &long);
    }
    let mut fixture = fixture.finish();
    fixture.gate.conditions = vec![super::super::fixture::condition(&long, &long, false); 100];
    let clusters = vec![
        crate::rule::Cluster {
            excerpt: long.clone(),
            posts: 2,
            words: 1
        };
        100
    ];
    fixture.summary.clusters = clusters;
    let out = emitted("markdown", &fixture, Style::default());
    assert!(out.len() <= 900 * 1024, "{}", out.len());
    assert!(out.len() > 700 * 1024, "{}", out.len());
    assert!(out.contains("</code>: 2,000 findings, of which "));
    assert!(out.ends_with("</table>\n</details>\n\n"));
}

#[test]
fn markdown_to_the_letter() {
    insta::assert_snapshot!(emitted("markdown", &small(), Style::default()), @r#"
    ## gatepost: gate failed

    <table>
    <tr><th>condition</th><th>found</th><th>met</th></tr>
    <tr><td><code>no errors</code></td><td><code>1 errors</code></td><td>no</td></tr>
    <tr><td><code>at most 200 warnings</code></td><td><code>1 warning</code></td><td>yes</td></tr>
    </table>

    found 1 error, 1 warning and 1 info in 2 posts (2 files)

    ### Codes

    <table>
    <tr><th>code</th><th>findings</th></tr>
    <tr><td><code>prose/found</code></td><td>3</td></tr>
    </table>

    ### Findings

    <details>
    <summary><code>prose/found</code>: 3 findings</summary>
    <table>
    <tr><th>place</th><th>severity</th><th>message</th></tr>
    <tr><td><code>posts/a.md:3:1</code></td><td>error</td><td><code>&#39;utilize&#39; is not our word</code></td></tr>
    <tr><td><code>posts/a.md:1:3</code></td><td>info</td><td><code>a short title</code></td></tr>
    <tr><td><code>posts/b.md:1:1</code></td><td>warning</td><td><code>no summary</code></td></tr>
    </table>
    </details>
    "#);
}
