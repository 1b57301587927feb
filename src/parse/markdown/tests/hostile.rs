//! Tests: hostile.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

#[test]
fn pathological_bodies_are_read_in_time() {
    let mut openers = String::new();
    for at in 0..2000 {
        openers.push_str(&"`".repeat(at % 200 + 1));
        openers.push_str(" {{ ");
    }
    let bodies = [
        "[".repeat(100_000),
        "- ".repeat(50_000),
        "> ".repeat(25_000),
        "{{".repeat(100_000),
        "{{ ".repeat(100_000) + "\n\n}}",
        "{% ".repeat(100_000) + "%}",
        "{{< highlight >}} ".repeat(20_000),
        "[[a".repeat(60_000) + "]]",
        "[[".repeat(100_000) + &"x".repeat(100) + "]]",
        "!!! note\n".repeat(20_000),
        ":::note x\n".repeat(20_000),
        "import a from 'b'\n\n".to_owned() + &"<A ".repeat(50_000),
        "import a from 'b'\n\n".to_owned() + &"{a: ".repeat(50_000),
        "import a from 'b'\n\n".repeat(10_000),
        "export const a = {\n".repeat(20_000),
        "![".repeat(50_000) + "{{ x }}" + &"](y)".repeat(50_000),
        "# h {#i}\n".repeat(10_000),
        "https://a.b/".repeat(20_000),
        "http://".repeat(30_000),
        ("http://a".to_owned() + &")".repeat(100_000)),
        (" ".repeat(100) + "{{ x }}").repeat(5_000),
        "---\n".repeat(50_000),
        "a\n\n---\nb: ".repeat(10_000),
        "| a ".repeat(20_000) + "\n" + &"|-".repeat(20_000),
        openers,
        (0..200)
            .map(|depth| " ".repeat(2 * depth) + "- x\n")
            .collect(),
    ];
    for body in bodies {
        let start = Instant::now();
        let posts = Markdown.parse(&body, &ParseOptions::default());
        let took = start.elapsed();
        let name: String = body.chars().take(30).collect();
        assert!(took < Duration::from_secs(5), "{name:?} took {took:?}");
        assert_eq!(posts.len(), 1);
    }
}

#[test]
fn deep_lists_keep_every_item() {
    let text: String = (0..200)
        .map(|depth| " ".repeat(2 * depth) + "- x\n")
        .collect();
    let deepest = read(&text).body.blocks.pop().unwrap();
    assert_eq!(
        deepest.kind,
        BlockKind::ListItem {
            list: 0,
            depth: 199
        }
    );
}

#[test]
fn ten_thousand_headings_are_as_many_sections() {
    assert_eq!(read(&"# h\n".repeat(10_000)).body.sections.len(), 10_001);
}

const TOKENS: [&str; 75] = [
    "---\n",
    "...\n",
    "+++\n",
    "---js\n",
    "---toml\n",
    "{",
    "}",
    "\"a\": ",
    "a: ",
    "b: 1\n",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "!!int ",
    "!x ",
    "|\n",
    ">-\n",
    "[",
    "]",
    "'",
    "\"",
    "# ",
    "\t",
    "    ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{a0}",
    "é",
    "🦀",
    "\u{2028}",
    "\0",
    "\u{1a}",
    "a = ",
    "[t]\n",
    "[[t]]\n",
    "'''",
    "\"\"\"",
    "{{",
    "}}",
    "{{< ",
    " >}}",
    "{% ",
    " %}",
    "[[",
    "]]",
    "|",
    "!!! note\n",
    "??? tip \"t\"\n",
    ":::",
    ":::note T\n",
    "import a from 'b'\n",
    "export const a = 1\n",
    "<A ",
    "/>",
    "`",
    "```\n",
    "~~~",
    "> ",
    "* ",
    "1. ",
    "**",
    "\\",
    "&amp;",
    "![",
    "](u)",
    "http://x.y",
    "<!--",
    "</div>\n",
    "-|-\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nasty_tokens_never_break_a_span(picks in prop::collection::vec(0..TOKENS.len(), 0..40)) {
        let text: String = picks.iter().map(|at| TOKENS[*at]).collect();
        read(&text);
        read(&format!("---\n{text}\n---\n{text}"));
        read(&format!("+++\n{text}\n+++\n"));
    }

    #[test]
    fn text_without_escapes_is_its_source(words in prop::collection::vec("[a-zé🦀]{1,5}|\\*[a-z]+\\*|- [a-z]|\n|\n\n|> [a-z]|# [a-z]", 0..30)) {
        let text = words.join(" ");
        let body = read(&text).body;
        for (at, c) in body.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let (at, end) = (u32::try_from(at).unwrap(), u32::try_from(at + c.len_utf8()).unwrap());
            prop_assert_eq!(&text[body.span(at..end).range()], c.to_string());
        }
    }
}
