//! Files of many posts: each record is a post with a name and a place of its own.

use std::fs;

use crate::site::Site;

const CONFIG: &str = r#"
[posts]
include = ["**/*.jsonl", "**/*.md"]

[[rule]]
id = "tone"
kind = "pattern"
words = ["cheap"]

[[rule]]
id = "title"
kind = "unique"
key = "title"

[[rule]]
id = "ends"
kind = "sections"
required = ["Summary"]
when = "meta.long == true"
"#;

const EXPORT: &str = concat!(
    r#"{"id": "saw", "title": "Saws", "body": "Caf\u00e9 \ud83d\ude00 is cheap."}"#,
    "\n\n",
    r#"{"id": "axe", "title": "Axes", "long": true, "body": "Text.\n\n## Sumary\n\nMore."}"#,
    "\r\n",
    r#"{"id": "saw", "title": "Saws", "body": "Fine."}"#,
    "\n",
    r#"{"title": "Files", "body": "Cheap."}"#,
);

/// `post:line:column code` of each finding.
fn posts(site: &Site, args: &[&str]) -> Vec<String> {
    let report = site.json(args);
    let found = report["diagnostics"].as_array().unwrap().iter();
    found
        .map(|it| {
            let start = &it["span"]["start"];
            let post = it["post"].as_str().unwrap_or("-");
            let code = it["code"].as_str().unwrap();
            format!("{post} {}:{} {code}", start["line"], start["column"])
        })
        .collect()
}

#[test]
fn a_finding_names_the_post_and_its_place_in_the_file() {
    let site = Site::with(CONFIG, &[("export.jsonl", EXPORT), ("a.md", "Cheap.\n")]);
    assert_eq!(
        posts(&site, &[]),
        [
            "- 1:1 tone/found",
            "export.jsonl#saw 1:25 title/repeated",
            "export.jsonl#saw 1:67 tone/found",
            "export.jsonl#axe 3:67 ends/missing",
            "export.jsonl#saw:4 4:25 title/repeated",
            "export.jsonl:5 5:29 tone/found",
        ]
    );
    let report = site.json(&[]);
    assert_eq!(report["summary"]["posts"], 5);
    assert_eq!(report["summary"]["files"], 2);
    let found = &report["diagnostics"][1];
    assert_eq!(found["path"], "export.jsonl");
    assert_eq!(
        found["message"],
        "title 'Saws' is also in export.jsonl#saw:4"
    );
    let offset = usize::try_from(
        report["diagnostics"][5]["span"]["start"]["offset"]
            .as_u64()
            .unwrap(),
    )
    .unwrap();
    assert_eq!(&EXPORT[offset..offset + 5], "Cheap");
}

#[test]
fn formats_for_people_tell_posts_apart() {
    let site = Site::with(CONFIG, &[("export.jsonl", EXPORT)]);
    let full = site.run(&["check"]).exits(1).stdout;
    assert!(full.contains(" --> export.jsonl:5:29\n"), "{full}");
    assert!(
        full.contains("\n5 | {\"title\": \"Files\", \"body\": \"Cheap.\"}\n"),
        "{full}"
    );
    assert!(full.contains("= post: export.jsonl#axe\n"), "{full}");
    assert!(full.contains("in 4 posts (1 file)\n"), "{full}");
    let concise = site.run(&["check", "--output-format", "concise"]).stdout;
    let line = "export.jsonl:1:67: error: \"cheap\" must not appear (post export.jsonl#saw) [tone/found]\n";
    assert!(concise.contains(line), "{concise}");
    let grouped = site.run(&["check", "--output-format", "grouped"]).stdout;
    assert!(
        grouped.starts_with("export.jsonl#saw (2 errors)\n"),
        "{grouped}"
    );
    assert!(
        grouped.contains("\nexport.jsonl#saw:4 (1 error)\n"),
        "{grouped}"
    );
}

#[test]
fn formats_for_programs_tell_posts_apart() {
    let site = Site::with(CONFIG, &[("export.jsonl", EXPORT)]);
    let sarif = site.run(&["check", "--output-format", "sarif"]).stdout;
    assert!(
        sarif.contains(r#""logicalLocations":[{"fullyQualifiedName":"export.jsonl#axe"}]"#),
        "{sarif}"
    );
    let junit = site.run(&["check", "--output-format", "junit"]).stdout;
    assert!(
        junit.contains("<testsuite name=\"export.jsonl#axe\" tests=\"1\""),
        "{junit}"
    );
    let gitlab = site.run(&["check", "--output-format", "gitlab"]).stdout;
    assert!(gitlab.contains("(post export.jsonl#axe)"), "{gitlab}");
    let rdjson = site.run(&["check", "--output-format", "rdjson"]).stdout;
    let rdjson: serde_json::Value = serde_json::from_str(&rdjson).unwrap();
    let start = &rdjson["diagnostics"][4]["location"]["range"]["start"];
    assert_eq!((&start["line"], &start["column"]), (&5.into(), &29.into()));
}

#[test]
fn a_broken_record_hides_no_other() {
    let mut bytes = b"{\"id\": 1, \"body\": \"a\",}\n{\"body\": \"caf\xe9 cheap\"}\n".to_vec();
    bytes.extend_from_slice(b"{\"id\": 3, \"body\": \"cheap\"}\n[1]\n{\"id\": 4}\n");
    let site = Site::with(CONFIG, &[]);
    site.file("export.jsonl", &bytes);
    assert_eq!(
        posts(&site, &[]),
        [
            "export.jsonl:1 1:22 meta/unparsable",
            "export.jsonl:2 2:1 not-utf8",
            "export.jsonl#3 3:20 tone/found",
            "export.jsonl:4 4:1 meta/unparsable",
            "export.jsonl#4 5:9 meta/unparsable",
        ]
    );
    let message = &site.json(&[])["diagnostics"][1]["message"];
    assert_eq!(
        message,
        "not valid UTF-8 at byte 37 (looks like Latin-1); record not judged further"
    );
}

#[test]
fn a_record_is_bounded_and_its_file_is_not() {
    let config = format!("{CONFIG}\n[limits]\nmax-file-size = 60\n");
    let long = format!("{{\"id\": \"b\", \"body\": \"{}\"}}\n", "x".repeat(60));
    let short = "{\"id\": \"a\", \"body\": \"cheap\"}\n";
    let site = Site::with(
        &config,
        &[("export.jsonl", &format!("{short}{long}{}", short.repeat(3)))],
    );
    let found = posts(&site, &[]);
    assert_eq!(found.len(), 5);
    assert_eq!(found[1], "export.jsonl:2 2:1 file-too-large");
    assert_eq!(found[2], "export.jsonl#a:3 3:22 tone/found");
}

#[test]
fn utf_16_is_one_finding() {
    let site = Site::with(CONFIG, &[]);
    let bytes: Vec<u8> = EXPORT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    site.file("export.jsonl", [&[0xff, 0xfe], bytes.as_slice()].concat());
    let ran = site.run(&["check", "--output-format", "concise"]).exits(1);
    assert!(
        ran.stdout.starts_with(
            "export.jsonl:1:1: error: not valid UTF-8 at byte 0 (looks like UTF-16LE)"
        ),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_index_changes_nothing_that_is_told() {
    let site = Site::with(CONFIG, &[("export.jsonl", EXPORT), ("a.md", "Cheap.\n")]);
    let fresh = site.run(&["check", "--no-cache"]).stdout;
    assert_eq!(site.run(&["check"]).stdout, fresh);
    assert_eq!(site.run(&["check"]).stdout, fresh);
    // Records that moved, one that is gone, one that is new.
    let lines: Vec<&str> = EXPORT.lines().rev().collect();
    let changed = format!(
        "{}\n{{\"id\": \"new\", \"body\": \"cheap\"}}\n",
        lines[..4].join("\n")
    );
    site.file("export.jsonl", changed);
    let fresh = site.run(&["check", "--no-cache"]).stdout;
    assert_eq!(site.run(&["check"]).stdout, fresh);
    assert_eq!(site.run(&["check", "--jobs", "1"]).stdout, fresh);
    // A named file against an index that knows records.
    site.file("a.md", "---\ntitle: Saws\n---\nText.\n");
    for path in ["a.md", "export.jsonl"] {
        let fresh = site.run(&["check", "--no-cache", path]).stdout;
        assert!(fresh.contains("a.md:2:8"), "{fresh}");
        assert_eq!(site.run(&["check", path]).stdout, fresh);
        assert_eq!(site.run(&["check", path]).stdout, fresh);
    }
}

#[test]
fn fingerprints_stay_when_lines_move_and_are_all_different() {
    let fingerprints = |site: &Site| -> Vec<String> {
        let report = site.json(&["--no-cache"]);
        let found = report["diagnostics"].as_array().unwrap().iter();
        found
            .map(|it| it["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    };
    let nameless = "{\"body\": \"cheap\"}\n";
    let export = format!("{EXPORT}\n{nameless}{nameless}");
    let site = Site::with(CONFIG, &[("export.jsonl", &export)]);
    let before = fingerprints(&site);
    let mut distinct = before.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), before.len());
    site.file(
        "export.jsonl",
        format!("{{\"id\": \"zero\", \"body\": \"\"}}\n\n{export}"),
    );
    assert_eq!(fingerprints(&site), before);
}

#[test]
fn a_baseline_knows_records_by_name() {
    let site = Site::with(CONFIG, &[("export.jsonl", EXPORT)]);
    let file = ["--baseline", "known.jsonl"];
    site.run(&["baseline", "add", file[0], file[1]]).exits(0);
    let known = fs::read_to_string(site.path().join("known.jsonl")).unwrap();
    assert!(known.contains(r#""path":"export.jsonl#axe""#), "{known}");
    site.run(&["check", file[0], file[1]]).exits(0);
    site.file("export.jsonl", EXPORT.replace("Text.", "Cheap."));
    let found = posts(&site, &file);
    assert_eq!(found, ["export.jsonl#axe 3:55 tone/found"]);
    site.file("export.jsonl", EXPORT.replace("cheap", "dear"));
    let told = site.run(&["baseline", "status", file[0], file[1]]).stdout;
    assert!(
        told.contains("4 known findings, 0 new, 1 not found any more"),
        "{told}"
    );
}

#[test]
fn standard_input_can_be_a_container() {
    let site = Site::with(CONFIG, &[("export.jsonl", EXPORT)]);
    let args = [
        "check",
        "--output-format",
        "concise",
        "--stdin-filename",
        "export.jsonl",
        "-",
    ];
    let ran = site
        .run_with_input(
            &args,
            b"\xef\xbb\xbf{\"id\": 1, \"body\": \"cheap\"}\n{\"body\": \"\xff\"}\n",
        )
        .exits(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "export.jsonl:1:20: error: \"cheap\" must not appear (post export.jsonl#1) [tone/found]"
    );
    assert!(
        lines[1].starts_with("export.jsonl:2:1: error: not valid UTF-8 at byte 40 "),
        "{lines:?}"
    );
    let args = ["check", "--fix", "--stdin-filename", "export.jsonl", "-"];
    let ran = site.run_with_input(&args, EXPORT.as_bytes());
    assert_eq!(ran.stdout, EXPORT);
}

#[test]
fn the_format_of_a_glob_makes_a_container() {
    let config = "[posts]\ninclude = [\"data/*.json\"]\nformat = { \"data/*.json\" = \"jsonl\" }\n\n[[rule]]\nid = \"tone\"\nkind = \"pattern\"\nwords = [\"cheap\"]\n";
    let site = Site::with(config, &[("data/a.json", EXPORT)]);
    assert_eq!(
        posts(&site, &[]),
        [
            "data/a.json#saw 1:67 tone/found",
            "data/a.json:5 5:29 tone/found"
        ]
    );
    let ran = site.run(&["check", "--show-files"]).exits(0);
    assert_eq!(ran.stdout, "data/a.json\n");
    let ran = site.run(&["check", "nothing.json"]);
    assert_eq!(ran.code, 2);
}

#[test]
fn a_container_without_records_holds_no_posts() {
    let site = Site::with(CONFIG, &[("export.jsonl", "\n \n")]);
    let ran = site.run(&["check", "export.jsonl"]).exits(2);
    assert!(
        ran.stderr.contains("no posts found under export.jsonl"),
        "{}",
        ran.stderr
    );
}

#[test]
fn posts_of_a_container_suppress_findings() {
    let export = concat!(
        r#"{"id": 1, "body": "<!-- gatepost-disable-next-line tone -- why -->\nCheap.\n\nCheap.\n"}"#,
        "\n",
        r#"{"id": 2, "gatepost": {"disable": ["tone"]}, "body": "Cheap."}"#,
        "\n",
        r#"{"id": 3, "body": "---\ngatepost: {disable: tone}\n---\nCheap."}"#,
        "\n",
        r#"{"id": 4, "body": "Text. <!-- gatepost-disable-file tone -->"}"#,
        "\n",
        r#"{"id": 5, "body": "<!-- gatepost-disable-file tone -->\nCheap."}"#,
    );
    let site = Site::with(CONFIG, &[("export.jsonl", export)]);
    assert_eq!(
        posts(&site, &[]),
        [
            "export.jsonl#1 1:79 tone/found",
            "export.jsonl#4 4:53 suppression/unused"
        ]
    );
    assert_eq!(site.json(&[])["summary"]["suppressed"], 4);
}

#[test]
fn no_finding_in_a_container_offers_a_fix() {
    let config = "[posts]\ninclude = [\"*.jsonl\", \"*.md\"]\n\n[[rule]]\nid = \"meta\"\nkind = \"meta\"\n[rule.fields.level]\none-of = [\"easy\"]\n";
    let export = "{\"id\": 1, \"level\": \"Easy\", \"body\": \"\"}\n";
    let site = Site::with(
        config,
        &[("e.jsonl", export), ("a.md", "---\nlevel: Easy\n---\n")],
    );
    let report = site.json(&[]);
    assert!(report["diagnostics"][0]["fix"].is_object(), "{report}");
    assert!(report["diagnostics"][1]["fix"].is_null(), "{report}");
    site.run(&["check", "--fix"]).exits(1);
    assert_eq!(
        fs::read_to_string(site.path().join("e.jsonl")).unwrap(),
        export
    );
    let ran = site.run(&["check", "--diff"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
}

const WORDPRESS: &str = r#"
[posts]
include = ["*.xml"]

[[rule]]
id = "tone"
kind = "pattern"
words = ["cheap"]

[[rule]]
id = "meta"
kind = "meta"
[rule.fields]
score = { type = "integer", required = true, min = 60 }
"box.name" = { type = "string", one-of = ["oak"] }
"#;

/// An export with these items.
fn export(items: &[&str]) -> String {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- <item> -->\n<rss version=\"2.0\"\n\txmlns:content=\"https://purl.org/rss/1.0/modules/content/\">\n<channel>\n\t<title>A site</title>\n";
    format!("{head}{}</channel>\n</rss>\n", items.concat())
}

/// An item, of a type.
fn item(id: u32, kind: &str, score: &str, body: &str) -> String {
    format!(
        "\t<item>\n\t\t<title>Post {id}</title>\n\t\t<content:encoded><![CDATA[{body}]]></content:encoded>\n\
         \t\t<wp:post_id>{id}</wp:post_id>\n\t\t<wp:status>publish</wp:status>\n\t\t<wp:post_type>{kind}</wp:post_type>\n\
         \t\t<wp:postmeta>\n\t\t\t<wp:meta_key>score</wp:meta_key>\n\t\t\t<wp:meta_value><![CDATA[{score}]]></wp:meta_value>\n\t\t</wp:postmeta>\n\t</item>\n"
    )
}

#[test]
fn items_of_a_wordpress_export_are_posts() {
    let body = "<!-- wp:paragraph -->\n<p>Caf\u{e9}s are <b>cheap</b>.</p>\n<!-- /wp:paragraph -->";
    let box_meta = "a:1:{s:4:\"name\";s:3:\"elm\";}";
    let boxed = item(4, "page", "70", "Fine.").replace(
        "\t</item>",
        &format!("<wp:postmeta><wp:meta_key>box</wp:meta_key><wp:meta_value>{box_meta}</wp:meta_value></wp:postmeta></item>"),
    );
    let text = export(&[
        &item(1, "post", "88", body),
        &item(2, "attachment", "1", "cheap"),
        &item(3, "post", "5x", ""),
        &boxed,
    ]);
    let site = Site::with(WORDPRESS, &[("export.xml", &text)]);
    let ran = site.run(&["check", "--output-format", "concise"]).exits(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "export.xml:10:17: error: \"cheap\" must not appear (post export.xml#1) [tone/found]",
            "export.xml:39:28: error: `score` is a string, not an integer (post export.xml#3) [meta/type]",
            "export.xml:52:80: error: `box.name` must be one of `oak`, not 'elm' (post export.xml#4) [meta/value]",
            "found 3 errors in 3 posts (1 file)",
        ]
    );
    let notice = "left out 1 item of export.xml by type and status ([format.wxr])";
    assert!(ran.stderr.contains(notice), "{}", ran.stderr);
    let warm = site.run(&["check", "--output-format", "concise"]);
    assert_eq!((warm.stdout, warm.stderr), (ran.stdout, ran.stderr));
    let full = site.run(&["check"]).stdout;
    assert!(
        full.contains("10 | <p>Caf\u{e9}s are <b>cheap</b>.</p>\n"),
        "{full}"
    );
}

#[test]
fn types_and_statuses_of_an_export_are_configured() {
    let config = format!(
        "{WORDPRESS}\n[format.wxr]\npost-types = [\"attachment\"]\nstatuses = [\"inherit\"]\n"
    );
    let other = item(2, "attachment", "88", "cheap").replace("publish", "inherit");
    let text = export(&[&item(1, "post", "88", "cheap"), &other]);
    let site = Site::with(&config, &[("export.xml", &text)]);
    let found = posts(&site, &[]);
    assert_eq!(found, ["export.xml#2 20:29 tone/found"]);
}

#[test]
fn broken_exports_are_told() {
    let good = item(1, "post", "88", "cheap");
    let cut = item(2, "post", "88", "cheap").replace("</item>\n", "");
    let wrong = item(3, "post", "88", "cheap").replace("</wp:status>", "</wp:state>");
    let text =
        export(&[&wrong, &good, &cut]).replace("<rss", "<!DOCTYPE rss [<!ENTITY a \"b\">]>\n<rss");
    let text = text.replace("</channel>\n</rss>\n", "");
    let site = Site::with(WORDPRESS, &[("export.xml", &text)]);
    assert_eq!(
        posts(&site, &[]),
        [
            "export.xml:3 3:1 meta/unparsable",
            "export.xml:8 12:21 meta/unparsable",
            "export.xml#1 21:29 tone/found",
            "export.xml:30 30:2 meta/unparsable",
        ]
    );
    let site = Site::with(
        WORDPRESS,
        &[(
            "map.xml",
            "<?xml version=\"1.0\"?>\n<urlset><url/></urlset>\n",
        )],
    );
    let ran = site.run(&["check", "map.xml"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
}

#[test]
fn comments_in_an_item_suppress_findings() {
    let body = "<!-- gatepost-disable-next-line tone -- why -->\n<p>cheap</p>\n<p>cheap</p>";
    let text = export(&[&item(1, "post", "88", body)]);
    let site = Site::with(WORDPRESS, &[("export.xml", &text)]);
    assert_eq!(posts(&site, &[]), ["export.xml#1 11:4 tone/found"]);
}
