//! Fixes that guess: missing sections, values that follow from others. And fixes of rendered texts.

use std::fs;

use crate::site::Site;

const SECTIONS: &str = r#"
[format.text]
meta-heading = "post meta"
[posts]
include = ["**/*.txt", "**/*.md"]

[[rule]]
id = "sections"
kind = "sections"
why = "w"
required = [
    "Summary",
    { title = "checklist", min-items = 2, when = 'path.startsWith("steps")' },
    { title = "final notes", last = true, min-words = 5 },
]
"#;

const VALUES: &str = r#"
[format.text]
meta-heading = "post meta"
[posts]
include = ["**/*.txt", "**/*.md"]

[[rule]]
id = "meta"
kind = "meta"
why = "w"
[rule.fields]
topic = {}
source = { type = "string" }
seed = { type = "integer" }
checklist = { type = "list" }
notes = { type = "list" }

[[rule]]
id = "list"
kind = "assert"
why = "w"
assert = 'meta.checklist == section("checklist").items'
at = "checklist"
fix = 'section("checklist").items'

[[rule]]
id = "seed"
kind = "assert"
why = "w"
assert = 'meta.seed == int(meta.source.substring(3))'
at = "seed"
fix = 'int(meta.source.substring(3))'
"#;

const TYPED: &str = r#"
[format.text]
meta-heading = "post meta"
[posts]
include = ["**/*.txt"]

[[rule]]
id = "meta"
kind = "meta"
why = "w"
unknown-keys = "deny"
[rule.fields]
topic = { type = "string", required = true }
reviewed = { type = "date" }
level = { one-of = ["easy", "hard"] }
tags = { type = "list", unique-items = true }
hash = { type = "string" }

[[rule]]
id = "hash"
kind = "hash"
why = "w"
field = "hash"
algorithm = "md5"
length = 8
"#;

/// The text that `--fix --unsafe-fixes` makes of a post; a second run does not change it.
#[track_caller]
fn fixed(config: &str, path: &str, before: &str) -> String {
    let site = Site::with(config, &[(path, before)]);
    let text = || fs::read_to_string(site.path().join(path)).unwrap();
    let count = || site.findings(&[]).len();
    let found = count();
    site.run(&["check", "--fix"]);
    let safe = text();
    site.run(&["check", "--fix", "--unsafe-fixes"]);
    let after = text();
    assert!(safe == before || safe == after, "{safe}");
    assert!(after == before || count() < found, "{after}");
    site.run(&["check", "--fix", "--unsafe-fixes", "--no-cache"]);
    assert_eq!(text(), after, "a second run changes more");
    after
}

#[test]
fn a_missing_section_is_added_at_its_place() {
    let before = "# Blades\n\nAn edge.\n\n## Summary\n\nShort.\n";
    let after = format!("{before}\n## Final notes\n\nThis section is still to be written.\n");
    assert_eq!(fixed(SECTIONS, "a.md", before), after);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(fixed(SECTIONS, "a.md", &crlf(before)), crlf(&after));
    let without_end = before.trim_end();
    assert_eq!(fixed(SECTIONS, "a.md", without_end), after.trim_end());
}

#[test]
fn sections_come_in_their_order_and_level() {
    let before =
        "---\ntitle: Blades\n---\nAn edge.\n\n### final notes\n\nOne two three four five.\n";
    let after = "---\ntitle: Blades\n---\nAn edge.\n\n### summary\n\nThis section is still to be \
        written.\n\n### checklist\n\n- to be written\n- to be written\n\n### final notes\n\nOne two \
        three four five.\n"
        .replace("### summary", "### Summary");
    assert_eq!(fixed(SECTIONS, "steps.md", before), after);
    let all = fixed(SECTIONS, "steps.md", "# Blades\n");
    let at = |title: &str| all.find(title).unwrap();
    assert!(at("## Summary") < at("## Checklist") && at("## Checklist") < at("## Final notes"));
}

#[test]
fn a_misspelt_section_is_renamed() {
    let before = "# Blades\n\n## Sumary\n\nShort.\n\n## Final notes\n\nOne two three four five.\n";
    let after = before.replace("Sumary", "Summary");
    assert_eq!(fixed(SECTIONS, "a.md", before), after);
    let marked = before.replace("Sumary", "*Sum*ary");
    assert_eq!(fixed(SECTIONS, "a.md", &marked), marked);
}

#[test]
fn no_section_is_added_that_the_rule_would_not_take() {
    let config = SECTIONS.replace("min-words = 5", "min-words = 50");
    let before = "# Blades\n\n## Summary\n\nShort.\n";
    assert_eq!(fixed(&config, "a.md", before), before);
    // What follows would be part of the code.
    let before = "# Blades\n\n## Summary\n\n```sh\nls\n";
    assert_eq!(fixed(SECTIONS, "a.md", before), before);
    let quoted = "> ## Final notes\n>\n> One two three four five.\n";
    assert_eq!(fixed(SECTIONS, "a.md", quoted), quoted);
}

#[test]
fn a_rendered_text_gets_its_sections_before_its_meta() {
    let before = "keeping tools sharp\n\nan edge is kept, not made.\n\nsummary\n\nglass boards dull \
        it.\n\npost meta\n\ntopicblades\n";
    let after = before.replace(
        "\n\npost meta",
        "\n\nchecklist\n\n  • to be written\n  • to be written\n\nfinal notes\n\n\
         This section is still to be written.\n\npost meta",
    );
    assert_eq!(fixed(SECTIONS, "steps.txt", before), after);
}

#[test]
fn a_list_of_the_meta_follows_the_list_of_the_body() {
    let body = "## Checklist\n\n- strop it, twice\n- dry it\n- it's done\n";
    for (before, after) in [
        (
            "checklist:\n  - strop it\n  - dry it",
            "checklist:\n  - \"strop it, twice\"\n  - dry it\n  - \"it's done\"",
        ),
        ("checklist: ['dry it'] # one", "checklist: ['dry it'] # one"),
        (
            "checklist: [dry it] # one",
            "checklist: [\"strop it, twice\", dry it, \"it's done\"] # one",
        ),
        (
            "checklist: [\"a\",\n  \"b\"]",
            "checklist: [\"strop it, twice\",\n  \"dry it\",\n  \"it's done\"]",
        ),
        // What stands between the items is left to people.
        ("checklist:\n- a # x\n- b", "checklist:\n- a # x\n- b"),
    ] {
        let post = |meta: &str| format!("---\n{meta}\n---\n{body}");
        assert_eq!(fixed(VALUES, "a.md", &post(before)), post(after));
    }
    let toml = |list: &str| format!("+++\nchecklist = {list}\n+++\n{body}");
    assert_eq!(
        fixed(VALUES, "a.md", &toml("[\n  \"a\",\n  \"b\",\n]")),
        toml("[\n  \"strop it, twice\",\n  \"dry it\",\n  \"it's done\",\n]")
    );
}

#[test]
fn a_list_of_a_rendered_text_follows_its_body() {
    let text = |items: &str| {
        format!(
            "keeping tools sharp\n\nan edge is kept, not made.\n\nchecklist\n\n  • strop it, \
             twice\n  • dry it\n\nfinal notes\n\nwrite it down.\n\npost meta\n\ntopicblades\n\
             checklist\n{items}notes\n  • read\n"
        )
    };
    let after = text("  • strop it, twice\n  • dry it\n");
    assert_eq!(fixed(VALUES, "a.txt", &text("  • dry it\n")), after);
    let before = text("  • dry it\n  • sell it\n  • buy another\n");
    assert_eq!(fixed(VALUES, "a.txt", &before), after);
}

#[test]
fn a_number_follows_from_another_value() {
    let post = |seed: &str| format!("---\nsource: no-0042\nseed: {seed}\n---\nWords.\n");
    assert_eq!(fixed(VALUES, "a.md", &post("7")), post("42"));
    let text =
        |seed: &str| format!("a title\n\nwords.\n\npost meta\n\nsourceno-0042\nseed{seed}\n");
    assert_eq!(fixed(VALUES, "a.txt", &text("7")), text("42"));
}

#[test]
fn a_fix_needs_a_place() {
    let config = VALUES.replace("at = \"seed\"\n", "");
    let ran = Site::with(&config, &[("a.md", "a\n")])
        .run(&["check"])
        .exits(2);
    let wanted = "'fix' needs 'at', the meta path of the value to write";
    assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
}

#[test]
fn the_meta_of_a_rendered_text_is_put_right_where_it_stands() {
    let text = |tags: &str, rest: &str| {
        format!(
            "keeping tools sharp\r\n\r\nan edge is kept, not made.\r\n\r\npost meta\r\n\r\n\
             tags\r\n{tags}{rest}\r\n"
        )
    };
    let before = text(
        "  • steel\r\n  • edge\r\n  • steel\r\n",
        "topicblades\r\nreviewed2024/3/1\r\nlevelHard\r\nhash00000000",
    );
    let site = Site::with(TYPED, &[("a.txt", &before)]);
    site.run(&["check", "--fix", "--unsafe-fixes"]).exits(0);
    let after = fs::read_to_string(site.path().join("a.txt")).unwrap();
    let hash = after.trim_end().rsplit_once("hash").unwrap().1;
    assert!(hash.len() == 8 && hash != "00000000", "{after}");
    let wanted = text(
        "  • steel\r\n  • edge\r\n",
        &format!("topicblades\r\nreviewed2024-03-01\r\nlevelhard\r\nhash{hash}"),
    );
    assert_eq!(after, wanted);
}
