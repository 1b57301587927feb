//! The built-in packs pass their own examples, and speak as all messages do.

use crate::site::Site;

#[test]
fn every_example_of_the_packs_holds() {
    let site = Site::new();
    let packs = ["recommended", "alphanode", "prose", "seo"];
    for pack in packs.map(|name| format!("gatepost:{name}")) {
        let ran = site.run(&["test", &pack, "--quiet"]).exits(0);
        assert!(
            ran.stdout.ends_with(" failed, 0 rules without examples\n"),
            "{}",
            ran.stdout
        );
        assert!(!ran.stdout.contains("0 examples passed"));
    }
}

#[test]
fn an_example_that_does_not_hold_fails_and_says_what_was_found() {
    let config = "[[rule]]\nid = \"words\"\nkind = \"pattern\"\nwords = [\"very\"]\n\
                  [[rule.example]]\nname = \"none\"\npost = \"A very good day.\"\nwant = []\n";
    let site = Site::with(config, &[]);
    let ran = site.run(&["test"]).exits(1);
    assert_eq!(
        ran.stdout,
        "FAILED  words: none (gatepost.toml:5:1)\n          wanted nothing\n          found  words/found\n\
         0 examples passed, 1 failed, 0 rules without examples\n"
    );
}

#[test]
fn messages_begin_small_and_end_open() {
    let site = Site::new();
    let posts = [
        (
            "a.txt",
            "|\n\na title\n\none two three four five six seven.\n\nlorem ipsum.\n",
        ),
        (
            "b.md",
            "---\ntitle: x\ntitle: y\nscore: { quality: 3 }\nmood: [\n---\ntext\n",
        ),
        (
            "c.md",
            "---\nhash: zz\nrevision: { last_reviewed: 2999-01-01, version: 1 }\ndifficulty: eazy\n---\ntext\n",
        ),
    ];
    for (path, text) in posts {
        site.file(path, text);
    }
    let report = site.json(&["--config", "gatepost:alphanode", "."]);
    let found = report["diagnostics"].as_array().unwrap();
    assert!(found.len() > 8);
    for it in found {
        let message = it["message"].as_str().unwrap();
        assert!(!message.starts_with(char::is_uppercase), "{message}");
        assert!(!message.ends_with('.'), "{message}");
        assert!(!message.contains('\n'), "{message}");
    }
}
