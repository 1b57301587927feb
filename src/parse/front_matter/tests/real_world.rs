//! Front matter as sites have it, with the exact place of every value.
//!
//! In the texts `«…»` marks the place of a value that is neither a list nor a map, and nothing else
//! stands between the marks. Every such value is marked, and the second column says what they are.

use super::*;

/// A block as some site may have it.
struct Case {
    name: &'static str,
    text: &'static str,
    /// The values in the order of the source.
    values: &'static [&'static str],
}

/// The text without marks, and the places that they mark.
fn unmarked(marked: &str) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut start = None;
    for c in marked.chars() {
        match c {
            '«' => start = Some(text.len()),
            '»' => spans.push(Span::from_range(start.take().unwrap()..text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

/// Every value that is neither a list nor a map.
fn leaves<'a>(map: &'a Map, found: &mut Vec<&'a Value>) {
    for entry in &map.entries {
        leaves_of(&entry.value, found);
    }
}

fn leaves_of<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match &value.data {
        Data::Map(map) => leaves(map, found),
        Data::List(items) => items.iter().for_each(|item| leaves_of(item, found)),
        _ => found.push(value),
    }
}

/// A value in one word: a text as it is, all else with its type.
fn told(data: &Data) -> String {
    match data {
        Data::String(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// What is read of a text, and what is to be: each value with its place, and the body.
fn read_and_wanted(case: &Case) -> [Vec<String>; 2] {
    let (text, spans) = unmarked(case.text);
    let root = read_all(&text).meta.unwrap().root;
    let mut found = Vec::new();
    leaves(&root, &mut found);
    let shown =
        |value: &str, span: Span| format!("{value:?} at {span:?} {:?}", &text[span.range()]);
    let read = found.iter().map(|it| shown(&told(&it.data), it.span));
    let wanted = case.values.iter().zip(spans);
    let wanted = wanted.map(|(value, span)| shown(value, span));
    let mut read: Vec<String> = read.collect();
    read.extend(problems(&text));
    read.push(body(&text).to_owned());
    [read, wanted.chain(["Body.\n".to_owned()]).collect()]
}

const CASES: &[Case] = &[
    Case {
        name: "Jekyll",
        text: "---\nlayout: «post»\ntitle:  \"«It's: a \\\"quote\\\"»\"\ndate:   «2024-01-05 10:00:00 +0900»\ncategories: «news site»\npermalink: «/blog/:title/»\npublished: «true»\nid: «007»\n---\nBody.\n",
        values: &[
            "post",
            "It's: a \"quote\"",
            "2024-01-05 10:00:00 +0900",
            "news site",
            "/blog/:title/",
            "Boolean(true)",
            "007",
        ],
    },
    Case {
        name: "Hugo in TOML",
        text: "+++\n# a note\ntitle = '«A # is no comment»' # but this is\ndate = «2024-01-05T10:00:00+01:00»\nday = «1979-05-27»\nclock = «07:32:00»\nweight = «-1_0»\nratio = «1.50»\ntags = [\n  \"«a, b»\", # one\n  '«c]»',\n]\n[params]\n  draft = «false»\n  note = \"\"\"«two\nlines»\"\"\"\n[params.deep]\n\"key with = in it\" = «0xff»\n[[resources]]\nsrc = '''«C:\\images\\a.png»'''\n[[resources]]\nsrc = \"«»\"\n+++\nBody.\n",
        values: &[
            "A # is no comment",
            "2024-01-05T10:00:00+01:00",
            "1979-05-27",
            "07:32:00",
            "Integer(-10)",
            "Float(1.5)",
            "a, b",
            "c]",
            "Boolean(false)",
            "two\nlines",
            "Integer(255)",
            "C:\\images\\a.png",
            "",
        ],
    },
    Case {
        name: "Hugo in JSON",
        text: "{\n  \"title\": \"«Tab\\tand \\u00e9 --- \\\"»\",\n  \"weight\": «1e3», \"draft\": «false»,\n  \"none\": «null»,\n  \"tags\": [\"«a»\", \"«}»\", [«-0.5»]],\n  \"params\": {\"deep\": {\"x\": \"«»\"}}\n}\nBody.\n",
        values: &[
            "Tab\tand é --- \"",
            "Float(1000.0)",
            "Boolean(false)",
            "Null",
            "a",
            "}",
            "Float(-0.5)",
            "",
        ],
    },
    Case {
        name: "Obsidian",
        text: "---\naliases:\n- «Other name»\n- \"«[[Link]]»\"\ntags:\n    - «project/2024»\n    - '«#tag»'\nrelated: \"«[[Note|shown]]»\"\nrating: «⭐⭐⭐»\nup«»:\ncssclasses: []\n---\nBody.\n",
        values: &[
            "Other name",
            "[[Link]]",
            "project/2024",
            "#tag",
            "[[Note|shown]]",
            "⭐⭐⭐",
            "Null",
        ],
    },
    Case {
        name: "Docusaurus",
        text: "---\nslug: «/»\nhide_table_of_contents: «false»\nauthors: [«ann», { name: «Bo B.», url: «https://x.org/?a=b#c» }]\nsidebar_position: «2.5»\nkeywords: [«c++», «c#», '«x: y»']\nlast_update: {date: «1/1/2024»}\n---\nBody.\n",
        values: &[
            "/",
            "Boolean(false)",
            "ann",
            "Bo B.",
            "https://x.org/?a=b#c",
            "Float(2.5)",
            "c++",
            "c#",
            "x: y",
            "1/1/2024",
        ],
    },
    Case {
        name: "the closer of three dots",
        text: "---\na: «1»\nb: «x ... y»\n...\nBody.\n",
        values: &["Integer(1)", "x ... y"],
    },
    Case {
        name: "dashes in values",
        text: "---\na: «one --- two»\nb: '«---»'\nc: «---x»\nd: |\n  «---\n  +++»\ne:\n  - «--- y»\nf: \"«x\n  --- y»\"\n---\nBody.\n",
        values: &[
            "one --- two",
            "---",
            "---x",
            "---\n+++\n",
            "--- y",
            "x --- y",
        ],
    },
    Case {
        name: "comments",
        text: "---\n# first\na: «x» # why\nb: \"«# no»\" # yes\nc: «a#b»\n  # indented\nd:\n  # before\n  - «1» # one\n  # between\n  - «2»\n# after\ne: # nothing here\n  «y»\nf«»: # nothing at all\n# last\n---\nBody.\n",
        values: &["x", "# no", "a#b", "Integer(1)", "Integer(2)", "y", "Null"],
    },
    Case {
        name: "block scalars",
        text: "---\na: |\n  «one\n    two»\n\nb: >-\n  «one\n  two»\nc: |+\n  «one»\n\nd: |2-\n  «  x»\ne: > # why\n  «one\n\n  two»\nf: |\n\n\n  «x»\n---\nBody.\n",
        values: &[
            "one\n  two\n",
            "one two",
            "one\n\n",
            "  x",
            "one\ntwo\n",
            "\n\nx\n",
        ],
    },
    Case {
        name: "block scalars without text",
        text: "---\na: «|»\n\n\n# why\nb: «>-»\nc: «|» # | or >\n\n#\t\nd: «>»\n---\nBody.\n",
        values: &["", "", "", ""],
    },
    Case {
        name: "a block without text behind which nothing comes",
        text: "---\na: «>-» # why\n---\nBody.\n",
        values: &[""],
    },
    Case {
        name: "scalars over several lines",
        text: "---\na: «one\n  two»\nb:\n  «three\n\n  four»\nc: \"«five \\\n  six»\"\nd: '«it''s\n  so»'\ne: {\n  f: «g»,\n  h: [\n    «1»,\n    «2»\n  ]\n}\n---\nBody.\n",
        values: &[
            "one two",
            "three\nfour",
            "five six",
            "it's so",
            "g",
            "Integer(1)",
            "Integer(2)",
        ],
    },
    Case {
        name: "keys of all kinds",
        text: "---\n🚀: «1»\n\"quoted key\": «2»\n'it''s': «3»\nkey with blanks: «4»\nключ: «5»\n日本: «6»\na.b: «7»\n? explicit\n: «8»\nspaced : «9»\n42: «10»\ntrue: «11»\n---\nBody.\n",
        values: &[
            "Integer(1)",
            "Integer(2)",
            "Integer(3)",
            "Integer(4)",
            "Integer(5)",
            "Integer(6)",
            "Integer(7)",
            "Integer(8)",
            "Integer(9)",
            "Integer(10)",
            "Integer(11)",
        ],
    },
    Case {
        name: "tabs",
        text: "---\na:\t«x»\nb: \t «y»\t\nc: «p\tq»\t# note\nd: [\t«1»,\t«2»\t]\ne: \"«\t»\"\n---\t\nBody.\n",
        values: &["x", "y", "p\tq", "Integer(1)", "Integer(2)", "\t"],
    },
    Case {
        name: "a byte order mark and carriage returns",
        text: "\u{feff}---\r\ntitle: «T»\r\ntags:\r\n  - «a»\r\n  - '«ü»'\r\ntext: |\r\n  «x\r\n  y»\r\nempty«»:\r\n---\r\nBody.\n",
        values: &["T", "a", "ü", "x\ny\n", "Null"],
    },
    Case {
        name: "TOML with a byte order mark and carriage returns",
        text: "\u{feff}+++\r\ntitle = \"«T»\"\r\nday = «2024-01-05»\r\ntext = '''\r\n«x»'''\r\n[a]\r\nb = [«1»,\r\n «2»]\r\n+++\r\nBody.\n",
        values: &["T", "2024-01-05", "x", "Integer(1)", "Integer(2)"],
    },
    Case {
        name: "JSON with a byte order mark and carriage returns",
        text: "\u{feff}{\r\n\"a\": \"«é»\",\r\n\"b\": [«1»,\r\n«2»]\r\n}\r\nBody.\n",
        values: &["é", "Integer(1)", "Integer(2)"],
    },
    Case {
        name: "words and numbers that are not what they seem",
        text: "---\na: «yes»\nb: «~»\nc: «NULL»\nd: «1.10»\ne: «1.10.0»\nf: «0o17»\ng: «1_000»\nh: «.5»\ni: «1e3»\nj: «0x»\nk: «12:30»\nl: «.inf»\nm: «+7»\nn: «TRUE»\no: «2024-13-45»\np: «C:\\temp»\nq: «100%»\n---\nBody.\n",
        values: &[
            "yes",
            "Null",
            "Null",
            "Float(1.1)",
            "1.10.0",
            "Integer(15)",
            "1_000",
            "Float(0.5)",
            "Float(1000.0)",
            "0x",
            "12:30",
            ".inf",
            "Integer(7)",
            "Boolean(true)",
            "2024-13-45",
            "C:\\temp",
            "100%",
        ],
    },
];

#[test]
fn every_value_has_its_place() {
    for case in CASES {
        let marks = case.text.matches('«').count();
        assert_eq!(marks, case.values.len(), "{}", case.name);
        let [read, wanted] = read_and_wanted(case);
        assert_eq!(read, wanted, "{}", case.name);
    }
}

#[test]
fn what_an_alias_repeats_has_the_place_of_its_anchor() {
    let text = "---\nname: &n Ann\nagain: *n\nlist: &l [a, b]\nsame: *l\nbase: &base\n  x: 1\nown:\n  <<: *base\n  y: 2\n---\nBody.\n";
    assert!(problems(text).is_empty());
    let root = read_all(text).meta.unwrap().root;
    let value = |name: &str| &root.get(name).unwrap().value;
    // A scalar, and a list or map as a whole, stands where the alias does.
    for (name, at) in [("again", "*n"), ("same", "*l")] {
        assert_eq!(&text[value(name).span.range()], at);
    }
    let mut found = Vec::new();
    leaves_of(value("same"), &mut found);
    leaves_of(value("own"), &mut found);
    let places: Vec<_> = found
        .iter()
        .map(|it| (it.span.start, &text[it.span.range()]))
        .collect();
    let at = |part: &str| u32::try_from(text.find(part).unwrap()).unwrap();
    assert_eq!(
        places,
        [
            (at("a, b]"), "a"),
            (at("b]"), "b"),
            (at("2\n---"), "2"),
            (at("1\nown"), "1")
        ]
    );
}

#[test]
fn a_line_break_behind_the_quotes_of_toml_is_no_part_of_the_value() {
    for quotes in ["\"\"\"", "'''"] {
        for line_break in ["\n", "\r\n"] {
            let text = format!(
                "+++{line_break}a = {quotes}{line_break}x{quotes}{line_break}+++{line_break}"
            );
            let root = read_all(&text).meta.unwrap().root;
            let value = &root.entries[0].value;
            assert_eq!(value.data, Data::String("x".to_owned()));
            assert_eq!(&text[value.span.range()], "x");
        }
    }
}
