//! What is wrong with a block, and what is kept of it.

use super::*;

#[test]
fn tells_a_repeated_key_among_few_and_among_many() {
    for count in [2, 40, 41, 90] {
        let mut keys = String::new();
        for at in 0..count {
            keys.push_str(&format!("key {at}: x\n"));
        }
        for repeated in ["KEY-0", "key_1", &format!("key {}", count - 1)] {
            let told = problems(&format!("---\n{keys}{repeated}: y\n---\n"));
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with(&format!("RepeatedKey <{repeated}>")));
        }
        assert!(problems(&format!("---\n{keys}other: y\n---\n")).is_empty());
    }
}

#[test]
fn tells_repeated_keys_and_keeps_the_first() {
    for text in [
        "---\na: 1\nb: 2\na: 3\n---\n",
        "+++\na = 1\nb = 2\na = 3\n+++\n",
        "{\"a\": 1, \"b\": 2, \"a\": 3}\n",
    ] {
        let found = read_all(text);
        let [problem] = &found.problems[..] else {
            panic!("{:?}", found.problems)
        };
        assert_eq!(problem.kind, ProblemKind::RepeatedKey);
        assert_eq!(problem.message, "the key `a` stands twice");
        let (first, label) = problem.other.clone().unwrap();
        assert_eq!(label, "first here");
        assert!(first.end < problem.span.start);
        assert_eq!(text[first.range()].trim_matches('"'), "a");
        assert_eq!(
            found.meta.unwrap().root.get("a").unwrap().value.data,
            Data::Integer(1)
        );
    }
    let told = problems("---\nlast reviewed: 1\nLast_Reviewed: 2\n---\n");
    assert_eq!(
        told,
        ["RepeatedKey <Last_Reviewed>: the keys `last reviewed` and `Last_Reviewed` mean the same"]
    );
    assert_eq!(problems("---\na: {x: 1, x: 2}\nb: {x: 1}\n---\n").len(), 1);
}

#[test]
fn the_first_of_a_repeated_toml_key_is_the_one_in_the_same_table() {
    let text = "+++\na = 1\nb = { a = 2 }\na = 3\n[t]\na = 4\na = 5\n+++\n";
    let found = read_all(text);
    let firsts: Vec<_> = found
        .problems
        .iter()
        .map(|p| p.other.as_ref().unwrap().0.start)
        .collect();
    assert_eq!(firsts, [4, 34]);
}

#[test]
fn keeps_what_stands_before_a_fault() {
    for text in [
        "---\na: 1\nb: [x]\ntitle: one: two\nc: 2\n---\nbody",
        "---\na: 1\nb: [x]\nc: [y\nd: 2\n---\nbody",
        "---\na: 1\nb: [x]\nc: \"y\nd: 2\n---\nbody",
        "---\na: 1\nb: [x]\nno colon here\nd: 2\n---\nbody",
        "---\na: 1\nb: [x]\n\tc: 1\n---\nbody",
        "+++\na = 1\nb = ['x']\nc =\n+++\nbody",
        "{\n\"a\": 1,\n\"b\": [\"x\"],\n}\nbody",
        "{\n\"a\": 1,\n\"b\": [\"x\"]\n\"c\": 2}\nbody",
        "{\n\"a\": 1,\n\"b\": [\"x\"],\n\"c\": nope}\nbody",
    ] {
        let found = read_all(text);
        assert_eq!(found.problems.len(), 1, "{text} {:?}", found.problems);
        assert_eq!(found.problems[0].kind, ProblemKind::Unparsable);
        let root = found.meta.unwrap().root;
        let kept: Vec<_> = root
            .entries
            .iter()
            .map(|entry| entry.key.name.as_str())
            .collect();
        assert!(kept.starts_with(&["a", "b"]), "{text} {kept:?}");
        assert!(!kept.contains(&"title"));
        assert_eq!(&text[found.body_start..], "body");
    }
}

#[test]
fn says_what_is_wrong_with_yaml() {
    for (content, told) in [
        ("title: one: two", "<:>: a second `:` stands in this value"),
        ("a:\n\t- x", "<\\t>: a tab cannot indent YAML"),
        ("a:\tx\n\tb: 1", "<\\t>: a tab cannot indent YAML"),
        ("a: @x", "<@>: a value cannot start with `@`"),
        (
            "a: [x, y\nb: 1",
            "<:>: a `,` or the closing bracket is missing before this",
        ),
        ("a: \"x\nb: 1", "<b>: a quote above this line is not closed"),
        (
            "a: 1\nword\nb: 1",
            "<word>: this line has no `:` behind its key",
        ),
        (
            "a:\u{a0}x\nb: 1",
            "<\\u{a0}>: a no-break space stands behind the colon",
        ),
        (
            "a: 1\nb:\u{a0}x",
            "<\\u{a0}>: a no-break space stands behind the colon",
        ),
        ("- a", "<- a>: front matter must be a map"),
        ("just text", "<just text>: front matter must be a map"),
        (
            "a: *nope",
            "<*nope>: nothing is named `&nope` before this alias",
        ),
        (
            "a: &x [*x]",
            "<*x>: this alias stands inside of what it names",
        ),
        (
            "a: !py/object x",
            "<!py/object>: the tag `!py/object` is not known; the value is read as text",
        ),
        (
            "a: !!int x",
            "<x>: `!!int` asks for an integer, but this is not",
        ),
        ("? [x]\n: y\nb: 1", "<[x]>: a key must be plain text"),
        (
            "a: 1\n--- b",
            "<--->: a second document starts here; front matter is one map",
        ),
        ("<<: 1", "<1>: `<<` merges maps, but this is none"),
        ("%YAML 1.2", "<%>: a value or key cannot start with `%`"),
    ] {
        let text = format!("---\n{content}\n---\n");
        assert_eq!(problems(&text), [format!("Unparsable {told}")]);
    }
}
