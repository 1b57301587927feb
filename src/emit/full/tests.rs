//! Carets stand under what they speak of, whatever the line holds.

use proptest::prelude::*;
use regex::Regex;
use unicode_width::UnicodeWidthStr;

use super::super::fixture::{Fixture, Spot, nasty};
use super::*;
use crate::diagnostic::{Code, Diagnostic, Label};
use crate::source::Span;

fn rendered(fixture: &Fixture) -> String {
    let mut out = Vec::new();
    for located in &fixture.located {
        render_one(located, &fixture.sources, &Style::default(), &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

/// What `full` prints about `spot` in a single source.
fn rendered_spot(text: &str, spot: &str) -> String {
    let mut fixture = Fixture::new();
    let source = fixture.source("posts/a.md", text);
    fixture.found(Severity::Error, &Spot(source, Some(spot)), "found it");
    rendered(&fixture)
}

/// The columns in front of the first caret and of `shown` on the line above, and the carets.
fn alignment(out: &str, shown: &str) -> (usize, usize, usize) {
    let lines: Vec<&str> = out.lines().collect();
    let at = lines.iter().position(|line| line.contains('^')).unwrap();
    let caret = lines[at].find('^').unwrap();
    let word = lines[at - 1].find(shown).unwrap();
    let carets = lines[at].matches('^').count();
    (
        lines[at][..caret].width(),
        lines[at - 1][..word].width(),
        carets,
    )
}

#[test]
fn prints_header_arrow_snippet_and_advice() {
    let mut fixture = Fixture::new();
    let source = fixture.source("posts/a.md", "# A title\n\nutilize this\n");
    let span = fixture.span(&Spot(source, Some("utilize")));
    let code = Code::of_rule("words", "found");
    let diagnostic = Diagnostic::new(
        code,
        Severity::Warning,
        source,
        span,
        "'utilize' is not our word",
    );
    fixture.push(
        diagnostic
            .labelled("here")
            .note("the short word reads better")
            .help("write 'use'"),
    );
    insta::assert_snapshot!(rendered(&fixture), @r"
    warning[words/found]: 'utilize' is not our word
      --> posts/a.md:3:1
      |
    3 | utilize this
      | ^^^^^^^ here
      |
      = note: the short word reads better
      = help: write 'use'

    ");
}

#[test]
fn shows_far_labels_and_other_files() {
    let mut fixture = Fixture::new();
    let first = fixture.source(
        "posts/a.md",
        "same\n2\n3\n4\n5\n6\n7\n8\n9\nsame again\n11\nend\n",
    );
    let other = fixture.source("posts/b.md", "intro\nsame\n");
    let spans = [
        fixture.span(&Spot(first, Some("same again"))),
        fixture.span(&Spot(first, Some("end"))),
        fixture.span(&Spot(first, Some("same"))),
        fixture.span(&Spot(other, Some("same"))),
    ];
    let code = Code::of_rule("boilerplate", "repeated");
    let diagnostic = Diagnostic::new(
        code,
        Severity::Error,
        first,
        spans[0],
        "a text stands twice",
    );
    fixture.push(
        diagnostic
            .also(first, spans[1], "end")
            .also(first, spans[2], "first here")
            .also(other, spans[3], "also here"),
    );
    insta::assert_snapshot!(rendered(&fixture), @r"
    error[boilerplate/repeated]: a text stands twice
       --> posts/a.md:10:1
       |
     1 | same
       | ---- first here
       .
    10 | same again
       | ^^^^^^^^^^
    11 | 11
    12 | end
       | --- end
       |
       --> posts/b.md:2:1
       |
     2 | same
       | ---- also here

    ");
}

#[test]
fn shows_only_the_ends_of_a_stretch_of_lines() {
    let out = rendered_spot(
        "one\ntwo two\nthree\nfour\nfive five\nsix\n",
        "two\nthree\nfour\nfive",
    );
    insta::assert_snapshot!(out, @r"
    error[prose/found]: found it
      --> posts/a.md:2:5
      |  
    2 |   two two
      | /-----^
      . |
    5 | | five five
      | \----^

    ");
    let out = rendered_spot("one\ntwo\nthree\n", "one\ntwo\nthree\n");
    assert!(out.contains("1 | / one\n2 | | two\n3 | | three\n"), "{out}");
}

#[test]
fn a_whole_source_and_a_lost_one_have_an_arrow() {
    let mut fixture = Fixture::new();
    let there = fixture.source("posts/a.md", "text\n");
    let lost = fixture.lost_source("posts/lost.md");
    fixture.found(Severity::Error, &Spot(there, None), "no post here");
    fixture.found(Severity::Error, &Spot(lost, Some("x")), "found it");
    let span = fixture.span(&Spot(there, Some("text")));
    let code = Code::of_engine("not-utf8");
    let diagnostic = Diagnostic::new(code, Severity::Error, lost, None, "not read");
    fixture.push(
        diagnostic
            .labelled("here")
            .also(there, span, "see")
            .also(lost, None, "and"),
    );
    insta::assert_snapshot!(rendered(&fixture), @r"
    error[prose/found]: no post here
     --> posts/a.md

    error[prose/found]: found it
     --> posts/lost.md:1:1

    error[not-utf8]: not read
      --> posts/lost.md
      --> posts/a.md:1:1
      |
    1 | text
      | ---- see
      |
      = here
      = posts/lost.md: and

    ");
}

#[test]
fn a_fault_in_a_configuration_begins_with_its_line() {
    let mut fixture = Fixture::new();
    let text = "[[rule]]\nid = 'a'\n    serverity = 'error'\n";
    let source = fixture.source("gatepost.toml", text);
    let span = fixture.span(&Spot(source, Some("serverity")));
    let code = Code::of_engine("config");
    let message = "unknown key 'serverity'; did you mean 'severity'?";
    let diagnostic = Diagnostic::new(code, Severity::Error, source, span, message);
    fixture.push(diagnostic.help("a rule has the keys id, kind and severity"));
    let mut out = Vec::new();
    let located = &fixture.located[0];
    config_problem(located, &fixture.sources, &Style::default(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
    gatepost: gatepost.toml:3:5: unknown key 'serverity'; did you mean 'severity'?
      --> gatepost.toml:3:5
      |
    3 |     serverity = 'error'
      |     ^^^^^^^^^
      |
      = help: a rule has the keys id, kind and severity

    ");
}

#[test]
fn the_rustc_matcher_reads_the_place() {
    let out = rendered(&nasty());
    let header = Regex::new(r"^(warning|warn|error)(?:\[(.*?)\])?: (.*)$").unwrap();
    let arrow = Regex::new(r"^[\s\->=]*(.*?):(\d*):(\d*)\s*$").unwrap();
    let lines: Vec<&str> = out.lines().collect();
    let places: Vec<_> = lines
        .windows(2)
        .filter(|pair| header.is_match(pair[0]))
        .filter_map(|pair| arrow.captures(pair[1]))
        .map(|place| format!("{}|{}|{}", &place[1], &place[2], &place[3]))
        .collect();
    assert_eq!(places[0], "posts/tabs.md|3|6");
    assert_eq!(places[3], "posts/long.md|1|240001");
    assert_eq!(places.len(), 6);
}

#[test]
fn places_are_those_of_the_report_even_when_the_text_is_another() {
    let mut fixture = Fixture::new();
    let source = fixture.source("posts/a.md", "short\n");
    let spot = Spot(source, Some("short"));
    fixture.found(Severity::Error, &spot, "found it");
    let located = &mut fixture.located[0];
    located.diagnostic.labels[0].span = Some(Span::new(4_000, 4_100));
    let (start, end) = located.places[0].range.as_mut().unwrap();
    (start.line, start.column, end.line) = (70, 9, 71);
    let out = rendered(&fixture);
    assert!(out.contains("  --> posts/a.md:70:9\n"), "{out}");
    assert!(out.contains("\n70 |"), "{out}");
}

#[test]
fn a_long_line_costs_no_more_than_a_short_one() {
    let text = format!("{}needle{}", "x".repeat(250_000), "y".repeat(250_000));
    let out = rendered_spot(&text, "needle");
    assert!(out.len() < 1_000, "{}", out.len());
    let (caret, word, carets) = alignment(&out, "needle");
    assert_eq!((caret, carets), (word, 6));
    let all = rendered_spot(&text, &text);
    assert!(all.lines().all(|line| line.width() < 220));
}

#[test]
fn carets_stand_under_their_words() {
    let before = [
        "\t",
        " \t \t",
        "漢字",
        "e\u{301}",
        "⚠\u{fe0f}",
        "👩‍💻 ",
        "🇩🇪",
        "\u{1b}[31m",
        "##[x",
        "\u{202e}",
        "\u{301}",
        "1\u{fe0f}\u{20e3}",
        "\u{feff}",
        "⚠\u{fe0f}\u{200d}🇩🇪",
        "لا",
        "",
    ];
    for before in before {
        let out = rendered_spot(&format!("{before}needle 漢\r\n"), "needle");
        let (caret, word, carets) = alignment(&out, "needle");
        assert_eq!((caret, carets), (word, 6), "{before:?}\n{out}");
    }
}

#[test]
fn labels_without_width_still_have_a_caret() {
    for (text, spot) in [
        ("abc\r\ndef", "\r\n"),
        ("e\u{301}x", "\u{301}"),
        ("\u{200b}x", "\u{200b}"),
        ("", ""),
    ] {
        let out = rendered_spot(text, spot);
        assert!(out.contains('^'), "{text:?}\n{out}");
    }
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        " ",
        "\t",
        "漢",
        "e\u{301}",
        "⚠\u{fe0f}",
        "👩‍💻",
        "🇩🇪",
        "\u{1b}",
        "\u{202e}",
        "##[",
        "\u{200d}",
        "…",
        "long words without an end ",
        "é",
        "\u{9b}",
        "x\u{20dd}",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn carets_stand_under_any_word(before in pieces(), behind in pieces()) {
        let out = rendered_spot(&format!("{before}\u{2060}needle {behind}"), "needle");
        let (caret, word, carets) = alignment(&out, "needle");
        prop_assert_eq!((caret, carets), (word, 6), "{}", out);
    }

    #[test]
    fn any_text_and_span_can_be_shown(text in any::<String>(), a in 0..300u32, b in 0..300u32, c in 0..300u32) {
        let mut fixture = Fixture::new();
        let source = fixture.source(&text, &text);
        fixture.found(Severity::Error, &Spot(source, Some("")), &text);
        let labels = &mut fixture.located[0];
        labels.diagnostic.labels[0].span = Some(Span::new(a, b));
        let second = Label { source, span: Some(Span::new(c, c + 9)), message: text.clone() };
        labels.diagnostic.labels.push(second);
        let place = labels.places[0].clone();
        labels.places.push(place);
        let out = rendered(&fixture);
        prop_assert!(out.chars().all(|c| c == '\n' || !super::super::escape::acts(c)), "{}", out);
        prop_assert!(!out.contains("##["));
    }
}
