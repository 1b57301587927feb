//! Tests: tests.

use super::*;
use crate::rule::kinds::meta::fixture::Fixture;

const POST: &str = r#"topic = "cache warmup"
"reading time" = 7
version = 1.5
stack = ["postgres", "data", "sql"]
empty = "~"
hash = "ABCdef"
date = "2026-06-01"
payload.source_id = "anp-post-000412"
payload.seed = 412
entities = [{ name = "a", type = "stack" }, { name = "b", type = "area" }]
[revision]
"last reviewed" = 2026-05-30
+++
# Warm caches

Some words stand here.

## Rollout Checklist

Do these four things.

- first step
- second step

## Closing
"#;

fn verdict(text: &str) -> Verdict {
    let post = Fixture::new(POST);
    Expr::condition(text, &Allowance::default())
        .unwrap()
        .is_true(&post.cx())
}

fn fault(text: &str) -> (usize, String) {
    let error = Expr::condition(text, &Allowance::default()).unwrap_err();
    (error.offset, error.message)
}

fn holds(texts: &[&str]) {
    for text in texts {
        assert_eq!(verdict(text), Verdict::True, "{text}");
    }
}

#[test]
fn reads_meta_whatever_the_separators_of_its_keys() {
    holds(&[
        "meta.topic == 'cache warmup'",
        "meta.reading_time == 7",
        "meta['reading time'] == 7.0",
        "meta.Reading_Time < 7.5",
        "meta.stack[0] == \"postgres\" && meta.stack.size() == 3",
        "meta.stack == ['postgres', 'data', 'sql']",
        "['postgres', 'data', 'sql'] == meta.stack",
        "'data' in meta.stack",
        "'quality' in meta || 'reading_time' in meta",
        "meta.payload.seed == int(meta.payload.source_id.substring(9))",
        "meta.entities[1].name == 'b'",
        "meta.entities.all(e, e.type in ['stack', 'area'])",
        "meta.entities.exists(e, e.name == meta.entities[0].name)",
        "meta.stack.map(s, s + '!')[2] == 'sql!'",
        "meta.stack.filter(s, s.contains('s')).size() == 2",
        "meta.stack.exists_one(topic, topic == 'sql')",
    ]);
    assert_eq!(verdict("meta.topic == 'x'"), Verdict::False);
}

#[test]
fn has_tells_a_key_with_a_value_at_any_depth() {
    holds(&[
        "has(meta.topic)",
        "!has(meta.empty)",
        "!has(meta.image_sources)",
        "!has(meta.image_sources.url)",
        "has(meta.revision.last_reviewed)",
        "has(meta.payload) && !has(meta.payload.nothing)",
        "meta.entities.all(e, has(e.name) && !has(e.url))",
    ]);
    let bare = Fixture::new("Just a line.\n");
    let expr =
        Expr::condition("has(meta.topic) || 'topic' in meta", &Allowance::default()).unwrap();
    assert_eq!(expr.is_true(&bare.cx()), Verdict::False);
}

#[test]
fn an_absent_key_or_a_wrong_type_is_unknown() {
    for text in [
        "meta.nothing == 1",
        "meta.empty == ''",
        "meta.stack[7] == 'x'",
        "meta.topic > 3",
        "int(meta.topic) == 3",
        "meta.topic",
        "meta.topic.substring(40) == ''",
        "date(meta.topic) < today()",
        "section('nothing').words > 1",
        "!meta.topic",
    ] {
        assert_eq!(verdict(text), Verdict::Unknown, "{text}");
    }
    assert_eq!(verdict("meta.payload.kind == 'x'"), Verdict::Unknown);
    holds(&["meta.nothing == 1 || meta.reading_time == 7"]);
}

#[test]
fn whole_and_other_numbers_mix() {
    holds(&[
        "meta.reading_time * 1.5 == 10.5",
        "meta.version + 1 == 2.5",
        "7 / 2 == 3 && 7 % 2 == 1 && 7 - 0.5 == 6.5",
        "meta.reading_time + meta.payload.seed == 419",
        "'a' + 'b' == 'ab' && [1] + [2] == [1, 2]",
        "-meta.reading_time == -7",
    ]);
}

#[test]
fn knows_sections_dates_and_texts() {
    holds(&[
        "title == 'Warm caches' && slug == slug && format == 'markdown'",
        "path.startsWith('posts/')",
        "'rollout checklist' in sections && size(sections) == 2 && !('warm caches' in sections)",
        "has_section('Rollout checklist') && !has_section('intro')",
        "section('rollout checklist').items == ['first step', 'second step']",
        "section('rollout checklist').words == 8",
        "section('rollout checklist').text.startsWith('Do these')",
        "section('closing').text == '' && section('closing').items == []",
        "section('warm caches').text.contains('second step')",
        "date('2026-06-15') == today() && date(meta.date) < today()",
        "today() - date(meta.revision.last_reviewed) == 16",
        "date('2026-06-15T10:00:00Z') == today()",
        "matches(meta.hash, '^[A-Za-z]{6}$') && !meta.hash.matches('[0-9]')",
        "lower(meta.hash) == 'abcdef' && meta.hash.lower() != meta.hash",
        "' a '.trim() == 'a' && trim(' b') == 'b'",
        "'äöü'.substring(1) == 'öü' && 'äöü'.substring(1, 2) == 'ö'",
        "'a-b'.replace('-', '+') == 'a+b' && 'a,b'.split(',') == ['a', 'b']",
        "double('1.5') == 1.5 && string(3) == '3' && bool('true')",
    ]);
}

#[test]
fn tells_unknown_names_at_their_place() {
    let near = |name: &str, real: &str| format!("unknown {name}; did you mean '{real}'?");
    assert_eq!(
        fault("meta.a == 1 && mata.b"),
        (15, near("variable 'mata'", "meta"))
    );
    assert_eq!(fault("titel == ''"), (0, near("variable 'titel'", "title")));
    assert_eq!(fault("sise(meta.a) > 1").1, near("function 'sise'", "size"));
    assert_eq!(fault("metrics.zzz > 1").1, "unknown metric 'zzz'");
    assert_eq!(
        fault("metrics == 1").1,
        "'metrics' needs a name: `metrics.words`"
    );
    assert_eq!(fault("'ä' == x").0, "'ä' == ".len());
    assert_eq!(
        fault("[1].all(x, x > 0) && x > 1"),
        (21, "unknown variable 'x'".into())
    );
}

#[test]
fn tells_faults_of_syntax_at_their_place() {
    for (text, offset, message) in [
        ("meta.a = 1", 7, "unexpected '='; '==' compares"),
        ("meta.a ==", 9, "the expression ends too early"),
        ("title b", 6, "unexpected 'b'"),
        ("title -\n<= 3", 8, "unexpected '<='"),
        ("title ~\n= 3", 6, "unexpected '~'"),
        ("'é' == \"abc", 8, "the quote is not closed"),
        ("", 0, "the expression ends too early"),
        ("true &&\n title )", 15, "unexpected ')'"),
        ("[1].all(1, true)", 8, "argument must be a simple name"),
        (
            "title.contains('a', 'b')",
            14,
            "'contains' takes 1 arguments, not 2",
        ),
        (
            "contains(title, 'b')",
            8,
            "'contains' is called as `text.contains(…)`",
        ),
        (
            "title.matches(slug)",
            14,
            "the pattern must be a text in quotes",
        ),
        (
            "title.matches('(a')",
            14,
            "bad regular expression: unclosed group",
        ),
        (
            "section(title).words > 1",
            8,
            "the title must be a text in quotes",
        ),
        ("title.substring(1)", 0, "a condition must be true or false"),
        ("1 + 1", 0, "a condition must be true or false"),
        ("title", 0, "a condition must be true or false"),
    ] {
        assert_eq!(fault(text), (offset, message.to_owned()), "{text}");
    }
}

#[test]
fn refuses_what_is_too_long_or_too_deep() {
    let long = vec!["1"; 2000].join("+");
    assert!(fault(&long).1.contains("longer than 2048"));
    let chain = format!("{} > 1", vec!["1"; 900].join("+"));
    assert_eq!(fault(&chain).1, "the expression is nested too deep");
    let brackets = format!("{}1{} > 1", "(".repeat(900), ")".repeat(900));
    assert_eq!(fault(&brackets).1, "the expression is nested too deep");
    let fair = format!("{} == 90", vec!["1"; 90].join("+"));
    holds(&[&fair]);
}

#[test]
fn a_loop_in_a_loop_does_not_run_away() {
    let digits = "[0,1,2,3,4,5,6,7,8,9]";
    let mut text = String::from("true");
    for depth in 0..9 {
        text = format!("{digits}.all(v{depth}, {text})");
    }
    assert_eq!(verdict(&text), Verdict::Unknown);
    let mut text = String::from("size(v0)");
    for depth in 0..30 {
        let outer = depth + 1;
        text = format!("[v{outer} + v{outer} + v{outer} + v{outer}].map(v{depth}, {text})");
    }
    let text = format!("['abcdefgh'].map(v30, {text}) == []");
    assert_eq!(verdict(&text), Verdict::Unknown);
}

#[test]
fn a_long_text_that_is_read_in_a_loop_does_not_run_away() {
    let post = Fixture::new(&format!("## Long\n\n{}\n", "word ".repeat(40_000)));
    for step in [
        "section('long').text.contains('zzz')",
        "section('long').text.matches('zzz$')",
        "section('long').text.replace('zzz', 'y') == 'x'",
        "section('long').text.split('zzz').size() == 2",
        "section('long').text == 'x' + section('long').text.substring(1)",
        "section('long').words == 1",
    ] {
        let expr = Expr::condition(
            &format!("[0,1,2,3,4,5,6,7,8,9].exists(a, [0,1,2,3,4,5,6,7,8,9].exists(b, {step}))"),
            &Allowance::default(),
        );
        let cx = post.cx();
        assert_eq!(expr.unwrap().is_true(&cx), Verdict::Unknown, "{step}");
        assert!(cx.overrun.get(), "{step}");
        let once = Expr::condition(step, &Allowance::default()).unwrap();
        assert_eq!(once.is_true(&post.cx()), Verdict::False, "{step}");
    }
}

#[test]
fn maps_have_each_key_once_and_in_order() {
    holds(&[
        "{'a': 1, 'b': [2]} == {'b': [2], 'a': 1}",
        "{'b': 1, 'a': 2}.map(key, key) == ['b', 'a']",
        "section('closing').map(field, field) == ['title', 'words', 'items', 'text']",
        "meta.payload.filter(key, key.startsWith('s')) == ['source_id', 'seed']",
        "{1: 'a', true: 'b'}[1.0] == 'a' && size({}) == 0",
        "meta.entities[0] == {'type': 'stack', 'name': 'a'}",
    ]);
    assert_eq!(verdict("{'a': 1, 'a': 2} == {}"), Verdict::Unknown);
    assert_eq!(verdict("{1.5: 1} == {}"), Verdict::Unknown);
}

#[test]
fn numbers_are_of_one_sort_and_bytes_of_none() {
    holds(&["1u + 1 == 2 && 7u == meta.reading_time"]);
    assert_eq!(fault("b'a' == b'a'"), (0, "bytes are not supported".into()));
    let large = "18446744073709551615u == 1";
    assert_eq!(fault(large), (0, "the number is too large".into()));
}

#[test]
fn names_its_meta_paths_in_order() {
    let expr = Expr::compile(
        "has(meta.b) && meta.a[0].c == meta['last reviewed']",
        &Allowance::default(),
    )
    .unwrap();
    let paths: Vec<String> = expr.meta_paths().map(ToString::to_string).collect();
    assert_eq!(paths, ["b", "a[0].c", "last_reviewed"]);
}

#[test]
fn every_metric_is_a_variable() {
    for metric in crate::rule::METRICS {
        let name = metric.name.replace('-', "_");
        assert!(
            Expr::compile(&format!("metrics.{name} > 1"), &Allowance::default()).is_ok(),
            "{name}"
        );
        if name != "sections" {
            assert!(
                Expr::condition(&format!("{name} > 1"), &Allowance::default()).is_ok(),
                "{name}"
            );
        }
    }
}

#[test]
fn a_template_shows_values() {
    let post = Fixture::new(POST);
    let shown = |text: &str| {
        Template::compile(text, &Allowance::default())
            .unwrap()
            .render(&post.cx())
    };
    assert_eq!(
        shown("seed {meta.payload.seed} of {title}"),
        "seed 412 of Warm caches"
    );
    assert_eq!(
        shown("{{x}} {meta.stack}, {meta.nothing}"),
        "{x} postgres, data, sql, ?"
    );
    assert_eq!(shown("{'}' + \"{\"} { {'k': 1}['k'] }"), "}{ 1");
    assert_eq!(shown("{meta.version > 1.0}"), "true");
    assert_eq!(shown("plain"), "plain");
}

#[test]
fn a_template_tells_faults_at_their_place() {
    let fault = |text: &str| {
        let error = Template::compile(text, &Allowance::default()).unwrap_err();
        (error.offset, error.message)
    };
    assert_eq!(fault("ab {titel}").0, 4);
    assert!(fault("ab {title").1.starts_with("the brace is not closed"));
    assert_eq!(fault("a } b").0, 2);
}
