//! Mixtures of what the formats are made of, through every target of the fuzzer.

use proptest::prelude::*;

use crate::targets::TARGETS;

/// What posts, rules and expressions are made of, and what breaks them.
const PIECES: [&str; 72] = [
    "---\n",
    "+++\n",
    "---json\n",
    "{\n",
    "}\n",
    "title: ",
    "tags: [a, a]\n",
    "date: 2024/3/1\n",
    "level: Beginner\n",
    "draft: yes\n",
    "version: 1.10\n",
    "hash: 00\n",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "|\n",
    "? ",
    "- ",
    ": ",
    "\"",
    "'",
    "# ",
    "## checklist\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "\u{feff}",
    "\u{2028}",
    "\u{202e}",
    "\u{1b}[2J",
    "\u{9b}",
    "e\u{301}",
    "日本",
    "🏳️‍🌈",
    "&amp;",
    "&#65;",
    "```\n",
    "~~~",
    "| a | b |\n| - | - |\n",
    "[a](b)",
    "![a](b.png)",
    "<!-- gatepost-disable-next-line meta -- why -->\n",
    "gatepost: {disable: [meta]}\n",
    "{{< a >}}",
    "{% a %}",
    "<A b={c}/>",
    "!!! note\n    ",
    "post meta\n",
    "reading time4\n",
    "  • ",
    "Lorem ipsum.\n",
    "The very same words stand here as there.\n",
    "##[",
    "::error ",
    "\n%%\n",
    "[[rule]]\nid = \"a\"\n",
    "kind = \"pattern\"\nwords = [\"a\"]\n",
    "kind = \"assert\"\n",
    "assert = 'title == \"a\"'\n",
    "meta.",
    "title",
    " == ",
    " && ",
    ".matches('a+')",
    ".size()",
    "[0]",
    "(",
    ")",
];

fn mixture() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_target_holds_for_mixtures(
        target in 0..TARGETS.len(),
        head in prop::collection::vec(any::<u8>(), 5),
        text in mixture(),
    ) {
        let target = &TARGETS[target];
        let head = match target.name {
            "config" | "baseline" => &[],
            "emit" | "index" => &head[..],
            _ => &head[..1],
        };
        (target.run)(&[head, text.as_bytes()].concat());
    }

    #[test]
    fn posts_with_front_matter_hold_in_every_target(
        choice in any::<u8>(),
        texts in prop::collection::vec((mixture(), mixture()), 1..4),
    ) {
        let posts = texts.iter().map(|(meta, body)| format!("---\n{meta}\n---\n{body}"));
        let text = posts.collect::<Vec<_>>().join("\n%%\n");
        for target in TARGETS.iter().filter(|it| ["lint", "corpus", "fix", "post"].contains(&it.name)) {
            (target.run)(&[&[choice], text.as_bytes()].concat());
        }
    }
}
