//! What is printed, to the letter.

use insta::assert_snapshot;

use crate::site::Site;

fn site() -> Site {
    let config = "[[rule]]\nid = \"titles\"\nkind = \"unique\"\nseverity = \"warning\"\nkey = \"title\"\n\
                  [[rule]]\nid = \"meta\"\nkind = \"meta\"\n[rule.fields]\nlevel = { type = \"string\", one-of = [\"easy\", \"hard\"] }\n";
    Site::with(
        config,
        &[
            ("a.md", "---\ntitle: 日本の塔\nlevel: eazy\n---\nText.\n"),
            (
                "b.md",
                "---\r\ntitle: 日本の塔\r\nlevel: easy\r\n---\r\nText.\r\n",
            ),
        ],
    )
}

#[test]
fn full() {
    assert_snapshot!(site().run(&["check", "--statistics"]).exits(1).stdout, @r#"
warning[titles/repeated]: title '日本の塔' is also in b.md
  --> a.md:2:8
  |
2 | title: 日本の塔
  |        ^^^^^^^^
  |
  --> b.md:2:8
  |
2 | title: 日本の塔
  |        -------- also here
  |
  = note: in 2 posts
  = help: give every post a value of its own

error[meta/value]: `level` must be one of `easy`, `hard`, not 'eazy'
  --> a.md:3:8
  |
3 | level: eazy
  |        ^^^^
  |
  = help: did you mean `easy`?
  = help: --fix writes this:
    - level: eazy
    + level: easy

warning[titles/repeated]: title '日本の塔' is also in a.md
  --> b.md:2:8
  |
2 | title: 日本の塔
  |        ^^^^^^^^
  |
  --> a.md:2:8
  |
2 | title: 日本の塔
  |        -------- also here
  |
  = note: in 2 posts
  = help: give every post a value of its own

      2  titles/repeated
      1  meta/value

found 1 error and 2 warnings in 2 posts (2 files)
1 of them fixable with --fix
gate failed: 1 error (not met: no errors)
    "#);
}

#[test]
fn concise() {
    assert_snapshot!(site().run(&["check", "--output-format", "concise"]).exits(1).stdout, @r#"
a.md:2:8: warning: title '日本の塔' is also in b.md [titles/repeated]
a.md:3:8: error: `level` must be one of `easy`, `hard`, not 'eazy' [meta/value]
b.md:2:8: warning: title '日本の塔' is also in a.md [titles/repeated]
found 1 error and 2 warnings in 2 posts (2 files)
1 of them fixable with --fix
gate failed: 1 error (not met: no errors)
    "#);
}

#[test]
fn grouped() {
    assert_snapshot!(site().run(&["check", "--output-format", "grouped"]).exits(1).stdout, @r#"
a.md (1 error and 1 warning)
  2:8  warning  title '日本の塔' is also in b.md                   titles/repeated
  3:8  error    `level` must be one of `easy`, `hard`, not 'eazy'  meta/value

b.md (1 warning)
  2:8  warning  title '日本の塔' is also in a.md  titles/repeated

found 1 error and 2 warnings in 2 posts (2 files)
1 of them fixable with --fix
gate failed: 1 error (not met: no errors)
    "#);
}

#[test]
fn json() {
    assert_snapshot!(site().run(&["check", "--output-format", "json"]).exits(1).stdout, @r#"
{"version":1,"diagnostics":[
{"code":"titles/repeated","rule":"titles","severity":"warning","message":"title '日本の塔' is also in b.md","path":"a.md","post":null,"span":{"start":{"line":2,"column":8,"offset":11},"end":{"line":2,"column":12,"offset":23}},"labels":[{"path":"a.md","span":{"start":{"line":2,"column":8,"offset":11},"end":{"line":2,"column":12,"offset":23}},"message":"","primary":true},{"path":"b.md","span":{"start":{"line":2,"column":8,"offset":12},"end":{"line":2,"column":12,"offset":24}},"message":"also here","primary":false}],"notes":["in 2 posts"],"help":["give every post a value of its own"],"fix":null,"fingerprint":"cb3faafb4f6bc550c41adc418932dca6"},
{"code":"meta/value","rule":"meta","severity":"error","message":"`level` must be one of `easy`, `hard`, not 'eazy'","path":"a.md","post":null,"span":{"start":{"line":3,"column":8,"offset":31},"end":{"line":3,"column":12,"offset":35}},"labels":[{"path":"a.md","span":{"start":{"line":3,"column":8,"offset":31},"end":{"line":3,"column":12,"offset":35}},"message":"","primary":true}],"notes":[],"help":["did you mean `easy`?"],"fix":{"applicability":"safe","edits":[{"span":{"start":{"line":3,"column":8,"offset":31},"end":{"line":3,"column":12,"offset":35}},"text":"easy"}]},"fingerprint":"27c1bbe34e6334f2ea860c932ecd2fcb"},
{"code":"titles/repeated","rule":"titles","severity":"warning","message":"title '日本の塔' is also in a.md","path":"b.md","post":null,"span":{"start":{"line":2,"column":8,"offset":12},"end":{"line":2,"column":12,"offset":24}},"labels":[{"path":"b.md","span":{"start":{"line":2,"column":8,"offset":12},"end":{"line":2,"column":12,"offset":24}},"message":"","primary":true},{"path":"a.md","span":{"start":{"line":2,"column":8,"offset":11},"end":{"line":2,"column":12,"offset":23}},"message":"also here","primary":false}],"notes":["in 2 posts"],"help":["give every post a value of its own"],"fix":null,"fingerprint":"0eb8633607ef6d3f8c42884af859a120"}
],"summary":{"posts":2,"files":2,"findings":3,"hidden":0,"errors":1,"warnings":2,"infos":0,"suppressed":0,"baselined":0,"by_code":{"meta/value":1,"titles/repeated":2},"elapsed_ms":null,"clusters":[],"notices":[],"failures":[]},
"gate":{"passed":false,"conditions":[{"name":"no errors","value":"1 error","passed":false}]}}
    "#);
}

#[test]
fn quiet_is_the_verdict_alone() {
    let ran = site().run(&["check", "--quiet"]).exits(1);
    assert_snapshot!(ran.stdout, @r#"
gate failed: 1 error (not met: no errors)
    "#);
}

#[test]
fn a_limit_hides_but_counts() {
    let ran = site()
        .run(&["check", "--output-format", "concise", "--limit", "1"])
        .exits(1);
    assert_snapshot!(ran.stdout, @r#"
a.md:2:8: warning: title '日本の塔' is also in b.md [titles/repeated]
2 more findings not shown (raise --limit)
found 1 error and 2 warnings in 2 posts (2 files)
gate failed: 1 error (not met: no errors)
    "#);
}

#[test]
fn one_post_can_not_flood_the_report() {
    let config = "[limits]\nmax-findings-per-post = 2\n\
                  [[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"soon\"]\n";
    let site = Site::with(
        config,
        &[("a.md", "Soon, soon, soon.\n"), ("b.md", "Soon.\n")],
    );
    let ran = site.run(&["check", "--output-format", "concise"]).exits(1);
    assert!(
        ran.stdout.contains(
            "1 more finding of single posts not shown (raise limits.max-findings-per-post)\n\
             found 4 errors in 2 posts (2 files)\n"
        ),
        "{}",
        ran.stdout
    );
    let report = site.json(&[]);
    assert_eq!(report["summary"]["findings"], 4);
    assert_eq!(report["summary"]["hidden"], 1);
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 3);
    let sarif = site.run(&["check", "--output-format", "sarif"]).exits(1);
    assert!(
        sarif.stdout.contains(
            "1 of 4 findings are not listed here: more than --limit or limits.max-findings-per-post"
        ),
        "{}",
        sarif.stdout
    );
    let all = config.replace("post = 2", "post = 0");
    let site = Site::with(&all, &[("a.md", "Soon, soon, soon.\n")]);
    assert_eq!(site.json(&[])["summary"]["hidden"], 0);
}

#[test]
fn a_limit_shows_the_first_of_all_and_counts_all() {
    let config = "[limits]\nmax-findings-per-post = 2\n\
                  [[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"soon\"]\n";
    let site = Site::with(config, &[]);
    for number in 0..700 {
        let text = format!("{}\n", "Soon. ".repeat(number % 5));
        site.file(&format!("{number:03}.md"), &text);
    }
    let all = site.json(&[]);
    let shown = all["diagnostics"].as_array().unwrap();
    assert_eq!(all["summary"]["findings"], 1_400);
    assert_eq!(shown.len(), 980);
    for limit in [1, 3, 500, 979] {
        let limited = site.json(&["--limit", &limit.to_string()]);
        let first = limited["diagnostics"].as_array().unwrap();
        assert_eq!(first[..], shown[..limit]);
        assert_eq!(limited["summary"]["by_code"], all["summary"]["by_code"]);
        assert_eq!(limited["summary"]["hidden"], 1_400 - limit);
    }
}
