//! What reviewdog reads out of `rdjson`.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::super::fixture::AWKWARD;
use super::*;

#[test]
fn rdjson_counts_columns_in_bytes() {
    let fixture = nasty();
    let read = read("rdjson", &fixture);
    assert_keys(&read, &["source", "diagnostics"], &[]);
    let diagnostics = array(&read["diagnostics"]);
    assert_eq!(diagnostics.len(), messages(&fixture).len());
    for diagnostic in diagnostics {
        let required = ["message", "location", "severity", "code"];
        assert_keys(diagnostic, &required, &["related_locations"]);
        assert!(["ERROR", "WARNING", "INFO"].contains(&text(&diagnostic["severity"])));
    }
    let range = &diagnostics[7]["location"]["range"];
    assert_eq!(diagnostics[7]["location"]["path"], AWKWARD);
    assert_eq!(
        (&range["start"]["line"], &range["start"]["column"]),
        (&3.into(), &3.into())
    );
    assert_eq!(range["end"]["column"], 9);
    let wide = &diagnostics[1]["location"]["range"];
    assert_eq!(
        wide["start"]["column"],
        1 + "\tone\ttwo 漢字 e\u{301}t\u{e9} ⚠\u{fe0f} ".len()
    );
    assert_eq!(array(&diagnostics[5]["related_locations"]).len(), 3);
    assert_eq!(diagnostics[6]["location"]["range"], Value::Null);
}

#[test]
fn rdjson_messages_are_no_markup() {
    let read = read("rdjson", &nasty());
    for diagnostic in array(&read["diagnostics"]) {
        let message = text(&diagnostic["message"]);
        for event in Parser::new_ext(message, Options::all()) {
            let is_text = matches!(
                event,
                Event::Start(Tag::Paragraph)
                    | Event::End(_)
                    | Event::Text(_)
                    | Event::Code(_)
                    | Event::SoftBreak
            );
            assert!(is_text, "{event:?} in {message}");
            if let Event::Text(text) = event {
                assert!(!text.contains(['@', '#', '<']), "{text}");
            }
        }
    }
}

#[test]
fn rdjson_to_the_letter() {
    insta::assert_snapshot!(emitted("rdjson", &small(), Style::default()), @r#"
    {"source":{"name":"gatepost"},"diagnostics":[
    {"message":"'utilize' is not our word","location":{"path":"posts/a.md","range":{"start":{"line":3,"column":1},"end":{"line":3,"column":8}}},"severity":"ERROR","code":{"value":"prose/found"}},
    {"message":"a short title","location":{"path":"posts/a.md","range":{"start":{"line":1,"column":3},"end":{"line":1,"column":6}}},"severity":"INFO","code":{"value":"prose/found"}},
    {"message":"no summary","location":{"path":"posts/b.md"},"severity":"WARNING","code":{"value":"prose/found"}}
    ]}
    "#);
}
