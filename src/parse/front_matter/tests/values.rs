//! Values of every syntax, their types and their places.

use super::*;

#[test]
fn types_scalars_and_keeps_their_places() {
    let text = "---\ntitle: \"Café ☕\"\n🦀: 'it''s' # why\nn: 0x10\nf: 1.5\nb: true\nno: no\nempty:\nd: 2024-05-01\n---\nx";
    insta::assert_snapshot!(shown(text), @r#"
    title: String("Café ☕") <Café ☕>
    🦀: String("it's") <it\'\'s>
    n: Integer(16) <0x10>
    f: Float(1.5) <1.5>
    b: Boolean(true) <true>
    no: String("no") <no>
    empty: Null <>
    d: String("2024-05-01") <2024-05-01>
    "#);
    assert_eq!(body(text), "x");
    assert!(problems(text).is_empty());
}

#[test]
fn reads_lists_maps_and_scalars_of_many_lines() {
    let text = "---\ntags:\n- a\n- b b\nflow: {x: [1, 2], 'y': z}\nlit: |\n  one\n  ---\n\n  two\n\nfold: >-\n  a\n  b\nplain: p\n  q\nquoted: \"r\n  s\"\ndeep:\n  er:\n    - k: v\n      l: w\n---\n";
    insta::assert_snapshot!(shown(text), @r#"
    tags: list
      - String("a") <a>
      - String("b b") <b b>
    flow: map
      x: list
        - Integer(1) <1>
        - Integer(2) <2>
      'y': String("z") <z>
    lit: String("one\n---\n\ntwo\n") <one\n  ---\n\n  two>
    fold: String("a b") <a\n  b>
    plain: String("p q") <p\n  q>
    quoted: String("r s") <r\n  s>
    deep: map
      er: list
        - map
          k: String("v") <v>
          l: String("w") <w>
    "#);
    assert!(problems(text).is_empty());
}

#[test]
fn a_key_that_is_not_there_has_no_name() {
    let root = read_all("---\n? \n: x\n---\n").meta.unwrap().root;
    assert_eq!(root.entries[0].key.name, "");
}

#[test]
fn containers_end_with_their_last_child() {
    let text = "---\na:\n  - x\n  - y\nb: [1, 2]\nc: z\n---\n";
    let root = read_all(text).meta.unwrap().root;
    assert_eq!(&text[root.entries[0].value.span.range()], "- x\n  - y");
    assert_eq!(&text[root.entries[1].value.span.range()], "[1, 2]");
}

#[test]
fn honours_core_tags() {
    let text = "---\na: !!str 12\nb: !!int 12\nc: !!float 1\nd: ! 12\ne: !!timestamp 2001-01-01\nf: !!seq [x]\ng: !!str\n---\n";
    insta::assert_snapshot!(shown(text), @r#"
    a: String("12") <12>
    b: Integer(12) <12>
    c: Float(1.0) <1>
    d: String("12") <12>
    e: String("2001-01-01") <2001-01-01>
    f: list
      - String("x") <x>
    g: String("") <>
    "#);
    assert!(problems(text).is_empty());
}

#[test]
fn expands_aliases_and_merge_keys() {
    let text = "---\nbase: &b {x: 1, y: 2}\ncopy: *b\nown:\n  <<: *b\n  y: 3\nboth:\n  <<: [*b, {z: 4}]\nname: &n key\n*n : v\n---\n";
    insta::assert_snapshot!(shown(text), @r#"
    base: map
      x: Integer(1) <1>
      y: Integer(2) <2>
    copy: map
      x: Integer(1) <1>
      y: Integer(2) <2>
    own: map
      y: Integer(3) <3>
      x: Integer(1) <1>
    both: map
      x: Integer(1) <1>
      y: Integer(2) <2>
      z: Integer(4) <4>
    name: String("key") <key>
    *n: String("v") <v>
    "#);
    assert!(problems(text).is_empty());
    let root = read_all(text).meta.unwrap().root;
    assert_eq!(&text[root.entries[1].value.span.range()], "*b");
}

#[test]
fn reads_toml_with_places() {
    let text = "+++\ntitle = \"T \\u00e9\"\ndate = 2024-05-01T10:00:00Z\nbig = 99999999999999999999\nhex = 0x1F\nml = \"\"\"x\ny\"\"\"\na.b = 1\ntags = ['p', \"q\"]\n[score]\nquality = 8_0\nup = inf\n[[src]]\nurl = 'u'\n[[src]]\nurl = 'v'\n+++\n";
    insta::assert_snapshot!(shown(text), @r#"
    title: String("T é") <T \\u00e9>
    date: String("2024-05-01T10:00:00Z") <2024-05-01T10:00:00Z>
    big: Float(1e20) <99999999999999999999>
    hex: Integer(31) <0x1F>
    ml: String("x\ny") <x\ny>
    a: map
      b: Integer(1) <1>
    tags: list
      - String("p") <p>
      - String("q") <q>
    score: map
      quality: Integer(80) <8_0>
      up: String("inf") <inf>
    src: list
      - map
        url: String("u") <u>
      - map
        url: String("v") <v>
    "#);
    assert!(problems(text).is_empty());
}

#[test]
fn reads_json_with_places() {
    let text = "{\n  \"title\": \"T \\u00e9 \\\" }\",\n  \"n\": -1, \"f\": 1.0, \"big\": 1e999,\n  \"l\": [null, {\"x\": false}]\n}\nbody";
    insta::assert_snapshot!(shown(text), @r#"
    "title": String("T é \" }") <T \\u00e9 \\\" }>
    "n": Integer(-1) <-1>
    "f": Float(1.0) <1.0>
    "big": String("1e999") <1e999>
    "l": list
      - Null <null>
      - map
        "x": Boolean(false) <false>
    "#);
    assert_eq!(body(text), "body");
    assert!(problems(text).is_empty());
}
