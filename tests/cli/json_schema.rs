//! Meta judged by a JSON Schema that lies in the project.

use crate::site::Site;

const CONFIG: &str = "[[rule]]\nid = \"blog\"\nkind = \"meta\"\nschema = \"post.schema.json\"\n";
const SCHEMA: &str = r#"{
  "required": ["title"],
  "properties": {
    "title": { "type": "string", "maxLength": 5, "description": "Shown in lists." }
  }
}
"#;
const POST: &str = "---\ntitle: Chisels\n---\n\nText.\n";

/// The mistakes that a run tells, without the last line, which counts them.
fn mistakes(site: &Site) -> Vec<String> {
    let ran = site.run(&["check"]).exits(2);
    assert_eq!(ran.stdout, "");
    let lines = ran.stderr.lines();
    let mut told: Vec<String> = lines
        .filter_map(|line| line.strip_prefix("gatepost: "))
        .map(str::to_owned)
        .collect();
    assert!(told.pop().unwrap().starts_with("the configuration has "));
    told
}

fn site(schema: &str) -> Site {
    Site::with(CONFIG, &[("a.md", POST), ("post.schema.json", schema)])
}

#[test]
fn shows_the_value_and_why() {
    let ran = site(SCHEMA).run(&["check"]).exits(1);
    for shown in [
        "`title` must have at most 5 characters, not 7",
        "2 | title: Chisels\n",
        "^^^^^^^",
        "Shown in lists.",
    ] {
        assert!(ran.stdout.contains(shown), "{shown}\n{}", ran.stdout);
    }
    let other = SCHEMA.replace('5', "7");
    site(&other).run(&["check"]).exits(0);
}

#[test]
fn a_broken_schema_is_a_mistake_at_its_place() {
    for (schema, told) in [
        (
            "{\n  \"type\": \"objekt\"\n}\n",
            "post.schema.json:2:11: unknown type 'objekt'; did you mean 'object'?",
        ),
        (
            "{\n  \"type\": \"object\",\n}\n",
            "post.schema.json:2:19: no comma may stand before a `}` or `]`",
        ),
        (
            "\u{feff}{\n  \"pattern\": \"(?!x)\"\n}\n",
            "post.schema.json:2:14: a look ahead, `(?!`, can not be matched in linear time; write \
             the expression without it",
        ),
        (
            "{ \"$ref\": \"https://example.com/s.json\" }",
            "post.schema.json:1:11: 'https://example.com/s.json' is no file of the project; \
             nothing is read from the network",
        ),
        (
            "{ \"$ref\": \"../secret.json\" }",
            "post.schema.json:1:11: '../secret.json' lies outside of the project",
        ),
        (
            "{ \"$ref\": \"none.json\" }",
            "post.schema.json:1:11: cannot read none.json: ",
        ),
    ] {
        let outer = Site::new();
        outer.file("secret.json", "{}");
        outer.file("site/gatepost.toml", CONFIG);
        outer.file("site/a.md", POST);
        outer.file("site/post.schema.json", schema);
        let mut command = outer.command(&["check"]);
        let ran = crate::site::ran(command.current_dir(outer.path().join("site"))).exits(2);
        let told = format!("gatepost: {told}");
        assert!(ran.stderr.starts_with(&told), "{told}\n{}", ran.stderr);
    }
}

#[test]
fn a_schema_lies_in_the_project() {
    for (path, told) in [
        ("none.json", "gatepost.toml:4:10: cannot read none.json: "),
        (
            "https://example.com/s.json",
            "gatepost.toml:4:10: 'https://example.com/s.json' can not be read from the network",
        ),
        (
            "/etc/passwd",
            "gatepost.toml:4:10: '/etc/passwd' lies outside of the project",
        ),
        (
            "posts",
            "gatepost.toml:4:10: cannot read posts: not a regular file",
        ),
        (
            "big.json",
            "gatepost.toml:4:10: cannot read big.json: larger than 1 MiB",
        ),
    ] {
        let site = site(SCHEMA);
        site.file("posts/a.md", POST);
        site.file("big.json", " ".repeat((1 << 20) + 1));
        site.file("gatepost.toml", CONFIG.replace("post.schema.json", path));
        let told_first = &mistakes(&site)[0];
        assert!(told_first.starts_with(told), "{told_first}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_project_is_not_followed() {
    let outer = Site::new();
    outer.file("secret.json", "{}");
    let site = site(SCHEMA);
    std::fs::remove_file(site.path().join("post.schema.json")).unwrap();
    let link = site.path().join("post.schema.json");
    std::os::unix::fs::symlink(outer.path().join("secret.json"), link).unwrap();
    assert_eq!(
        mistakes(&site),
        ["gatepost.toml:4:10: 'post.schema.json' lies outside of the project"]
    );
}

#[test]
fn a_pack_names_a_schema_beside_itself() {
    let site = Site::with("extends = [\"rules/house.toml\"]\n", &[("a.md", POST)]);
    site.file("rules/house.toml", CONFIG);
    site.file(
        "rules/post.schema.json",
        r#"{ "$ref": "parts/title.json#/$defs/post" }"#,
    );
    site.file(
        "rules/parts/title.json",
        r#"{ "$defs": { "post": { "properties": { "title": { "$ref": "../number.json" } } } } }"#,
    );
    site.file("rules/number.json", r#"{ "type": "number" }"#);
    assert_eq!(site.findings(&[]), ["a.md:2:8: error [blog/type]"]);
}

#[test]
fn another_schema_makes_another_verdict() {
    let site = site(SCHEMA);
    for (schema, code) in [
        (SCHEMA.to_owned(), 1),
        (SCHEMA.to_owned(), 1),
        (SCHEMA.replace('5', "9"), 0),
        (SCHEMA.replace('5', "9"), 0),
        (SCHEMA.to_owned(), 1),
    ] {
        site.file("post.schema.json", &schema);
        site.run(&["check"]).exits(code);
    }
    // Also where the change lies in a file that the schema refers to.
    site.file("post.schema.json", r#"{ "$ref": "other.json" }"#);
    for (schema, code) in [(SCHEMA.to_owned(), 1), (SCHEMA.replace('5', "9"), 0)] {
        site.file("other.json", &schema);
        site.run(&["check"]).exits(code);
    }
}

#[test]
fn paths_and_settings_may_have_schemas_of_their_own() {
    let config = format!(
        "{CONFIG}\n[[override]]\nfiles = [\"news/**\"]\nrules.blog = {{ schema = \"news.json\" }}\n"
    );
    let site = Site::with(&config, &[("a.md", POST), ("news/a.md", POST)]);
    site.file("post.schema.json", SCHEMA);
    site.file("news.json", r#"{ "required": ["date"] }"#);
    assert_eq!(
        site.findings(&[]),
        [
            "a.md:2:8: error [blog/length]",
            "news/a.md:3:1: error [blog/missing]"
        ]
    );
    let set = "rules.blog.schema=\"news.json\"";
    assert_eq!(
        site.findings(&["--config", "gatepost.toml", "--config", set])[0],
        "a.md:3:1: error [blog/missing]"
    );
}

#[test]
fn a_schema_that_costs_too_much_is_an_error() {
    let defs: Vec<String> = (0..40)
        .map(|at| {
            let next = format!("{{ \"$ref\": \"#/$defs/d{}\" }}", at + 1);
            format!("\"d{at}\": {{ \"allOf\": [{next}, {next}] }}")
        })
        .collect();
    let schema = format!(
        "{{ \"$ref\": \"#/$defs/d0\", \"$defs\": {{ {}, \"d40\": {{}} }} }}",
        defs.join(", ")
    );
    let ran = site(&schema)
        .run(&["check", "--output-format", "concise"])
        .exits(1);
    assert!(
        ran.stdout
            .contains("rule blog stopped after 1000000 steps on this post"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_fix_keeps_to_the_schema() {
    let schema = r#"{ "properties": { "level": { "enum": ["easy", "hard"] } },
        "required": ["title"], "additionalProperties": false }"#;
    let schema = schema.replace("\"level\":", "\"title\": {}, \"level\":");
    let site = Site::with(
        CONFIG,
        &[("a.md", "---\ntitel: x\nlevel: Easy\n---\n\nText.\n")],
    );
    site.file("post.schema.json", &schema);
    site.run(&["check", "--fix"]).exits(0);
    let fixed = std::fs::read_to_string(site.path().join("a.md")).unwrap();
    assert_eq!(fixed, "---\ntitle: x\nlevel: easy\n---\n\nText.\n");
}

#[test]
fn unknown_keys_are_told_by_the_schema_itself() {
    let site = site(SCHEMA);
    site.file(
        "gatepost.toml",
        format!("{CONFIG}unknown-keys = \"deny\"\n"),
    );
    assert_eq!(
        mistakes(&site),
        [
            "gatepost.toml:5:16: 'unknown-keys' speaks of 'fields' alone; in a schema write \
             '\"additionalProperties\": false'"
        ]
    );
    site.file(
        "gatepost.toml",
        format!("{CONFIG}unknown-keys = \"deny\"\nfields.date.type = \"date\"\n"),
    );
    assert_eq!(
        site.findings(&[]),
        [
            "a.md:2:1: error [blog/unknown]",
            "a.md:2:8: error [blog/length]"
        ]
    );
}
