//! Nothing that front matter holds makes its readers panic, or point beside the text.

use proptest::prelude::*;

use super::*;

const TOKENS: [&str; 64] = [
    "---\n",
    "...\n",
    "+++\n",
    "---js\n",
    "---toml\n",
    "---json\n",
    "{",
    "}",
    "\"a\": ",
    "a: ",
    "b: 1\n",
    "é: ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "*b ",
    "<<: ",
    "!!int ",
    "!!map ",
    "!x ",
    "|\n",
    "|2-\n",
    ">-\n",
    ">+\n",
    "[",
    "]",
    ",",
    "'",
    "\"",
    "# ",
    "%",
    "@",
    "\t",
    "    ",
    "  ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "🦀",
    "\0",
    "\u{1a}",
    "\u{7f}",
    "a = ",
    "a.b = 1\n",
    "[t]\n",
    "[[t]]\n",
    "'''",
    "\"\"\"",
    "\\",
    "\\u00e9",
    "2024-05-01T10:00:00Z",
    "0x1f",
    "1e999",
    "true",
    "null",
    "//",
    "word",
];

/// Holds that text which is written without quotes and escapes on one line is what stands there.
/// An alias stands for other text, and an empty block for none.
fn check_texts(text: &str, map: &Map) {
    for Entry { key, value } in &map.entries {
        check_text(text, key.span, &key.name);
        check_value_texts(text, value);
    }
}

fn check_value_texts(text: &str, value: &Value) {
    match &value.data {
        Data::String(data) => check_text(text, value.span, data),
        Data::List(items) => items.iter().for_each(|item| check_value_texts(text, item)),
        Data::Map(map) => check_texts(text, map),
        _ => {}
    }
}

fn check_text(text: &str, span: Span, data: &str) {
    let slice = &text[span.range()];
    if !slice.starts_with(['*', '|', '>']) && !slice.contains(['\n', '\r', '\'', '"', '\\']) {
        assert_eq!(slice.trim(), data.trim(), "{span:?} in {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn nasty_tokens_never_break_a_span(picks in prop::collection::vec(0..TOKENS.len(), 0..40)) {
        let tokens: String = picks.iter().map(|at| TOKENS[*at]).collect();
        for text in [
            tokens.clone(),
            format!("---\n{tokens}\n---\n{tokens}"),
            format!("+++\n{tokens}\n+++\n"),
            format!("{{\"a\": {tokens}}}\n"),
            format!("---json\n{{\"a\": {tokens}}}\n---\n"),
        ] {
            if let Some(meta) = read_all(&text).meta {
                check_texts(&text, &meta.root);
            }
        }
    }
}
