//! Site generators: what posts inherit is not missing, and what a generator reads is no text.

use crate::site::Site;

/// Asks for keys that posts of the trees below do not all have themselves.
fn asks_for(keys: &[&str], more: &str) -> String {
    let fields = keys
        .iter()
        .map(|key| format!("{key} = {{ required = true }}\n"));
    format!(
        "{more}\n[[rule]]\nid = \"meta\"\nkind = \"meta\"\n[rule.fields]\n{}",
        fields.collect::<String>()
    )
}

const MISSING: &str = "error [meta/missing]";

#[test]
fn hugo_posts_inherit_what_their_sections_cascade() {
    let site = Site::with(
        &asks_for(&["layout", "author", "color"], ""),
        &[
            (
                "hugo.toml",
                "baseURL = 'https://e.org'\n[cascade]\nauthor = 'site'\n",
            ),
            (
                "content/_index.md",
                "---\nauthor: x\nlayout: x\ncolor: x\n---\n",
            ),
            (
                "content/blog/_index.md",
                "---\nauthor: x\nlayout: x\ncolor: x\ncascade:\n  - target: {path: '{/blog/a,/blog/b}'}\n    layout: post\n  - _target: {kind: section}\n    wrong: 1\n  - params: {color: red}\n---\n",
            ),
            ("content/blog/a.md", "---\ntitle: A\n---\nx\n"),
            ("content/blog/b/index.md", "---\ntitle: B\n---\nx\n"),
            ("content/blog/c.md", "---\ntitle: C\n---\nx\n"),
            ("content/news/d.md", "x\n"),
        ],
    );
    assert_eq!(
        site.findings(&[]),
        [
            format!("content/blog/c.md:3:1: {MISSING}"),
            format!("content/news/d.md:1:1: {MISSING}")
        ]
    );
    let ran = site.run(&["check", "content/blog/c.md", "content/news/d.md"]);
    assert!(
        ran.stdout.contains("missing key `layout`"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("`color`") && !ran.stdout.contains("author"),
        "{}",
        ran.stdout
    );
    site.run(&["check", "content/blog/a.md"]).exits(0);
}

#[test]
fn a_cascade_of_hugo_names_its_targets_from_the_root_of_the_site() {
    let site = Site::with(
        &asks_for(&["layout", "author", "date"], ""),
        &[
            ("config/_default/hugo.yaml", "baseURL: https://e.org\n"),
            (
                "config/_default/languages.toml",
                "[en]\nweight = 1\n[de]\ncontentDir = 'content/de'\n",
            ),
            (
                "config/_default/cascade.toml",
                "author = 'site'\n[target]\npath = '/{blog,My News}/**'\n",
            ),
            (
                "config/_default/frontmatter.yaml",
                "date: [':filename', ':default']\n",
            ),
            (
                "content/blog/_index.en.md",
                "---\nlayout: x\nauthor: x\ndate: 2024-01-01\ncascade:\n  layout: post\n---\n",
            ),
            (
                "content/blog/2024-05-01-a/index.en.md",
                "---\ntitle: A\n---\nx\n",
            ),
            ("content/blog/b.md", "---\ntitle: B\n---\nx\n"),
            (
                "content/de/my news/2024-05-01-c.md",
                "---\nlayout: x\n---\nx\n",
            ),
            ("content/other/2024-05-01-d.md", "---\nlayout: x\n---\nx\n"),
        ],
    );
    let ran = site.run(&["check", "--output-format", "concise"]).exits(1);
    let told: Vec<&str> = ran.stdout.lines().take(3).collect();
    assert_eq!(
        told,
        [
            "content/blog/b.md:3:1: error: missing key `date` [meta/missing]",
            "content/other/2024-05-01-d.md:3:1: error: missing key `author` [meta/missing]",
            "found 2 errors in 5 posts (5 files)"
        ]
    );
}

#[test]
fn the_pages_of_jekyll_may_lie_in_a_folder_of_their_own() {
    let defaults = "source: ./src\ncollections_dir: all\ndefaults:\n  - scope: {path: '', type: posts}\n    \
                    values: {layout: post}\n  - scope: {path: _recipes}\n    values: {layout: dish}\n  \
                    - scope: {path: all/_notes}\n    values: {layout: note}\n";
    let site = Site::with(
        &asks_for(&["layout"], ""),
        &[
            ("_config.yml", defaults),
            ("src/all/_posts/2024-5-1-a.md", "---\ntitle: A\n---\nx\n"),
            ("src/_drafts/b.md", "---\ntitle: B\n---\nx\n"),
            ("src/all/_recipes/soup.md", "---\ntitle: C\n---\nx\n"),
            ("src/all/_notes/d.md", "---\ntitle: D\n---\nx\n"),
            ("src/about.md", "---\ntitle: E\n---\nx\n"),
        ],
    );
    assert_eq!(site.findings(&[]), [format!("src/about.md:3:1: {MISSING}")]);
}

#[test]
fn jekyll_posts_inherit_defaults_and_what_their_names_say() {
    let site = Site::with(
        &asks_for(&["layout", "author", "date", "slug"], ""),
        &[
            (
                "_config.yml",
                "title: T\ndefaults:\n  - scope: {path: ''}\n    values: {author: me}\n  - scope: {path: '', type: posts}\n    values: {layout: post}\n  - scope: {path: 'docs/*/deep', type: pages}\n    values: {layout: doc, date: 2024-01-01, slug: s}\n",
            ),
            (
                "_posts/2024-05-01-a-title.md",
                "---\ntitle: A\n---\nx {% raw %} y\n",
            ),
            ("_posts/undated.md", "---\nlayout: post\n---\nx\n"),
            ("docs/one/deep/a.md", "---\ntitle: A\n---\nx\n"),
            (
                "docs/one/other/a.md",
                "---\ntitle: A\ndate: 2024-01-01\nslug: a\n---\nx\n",
            ),
        ],
    );
    assert_eq!(
        site.findings(&[]),
        [
            format!("_posts/undated.md:3:1: {MISSING}"),
            format!("docs/one/other/a.md:5:1: {MISSING}")
        ]
    );
    site.run(&["check", "_posts/2024-05-01-a-title.md"])
        .exits(0);
}

#[test]
fn mkdocs_pages_inherit_the_meta_of_their_folders() {
    let site = Site::with(
        &asks_for(&["tags", "\"owner.team\""], ""),
        &[
            ("mkdocs.yml", "site_name: x\nx: !!python/name:y\n"),
            ("docs/.meta.yml", "owner: {team: docs, mail: x}\n"),
            ("docs/guide/.meta.yml", "tags: [guide]\n"),
            ("docs/guide/a.md", "---\nowner: {mail: y}\n---\nx\n"),
            ("docs/b.md", "---\ntags: [b]\n---\nx\n"),
            ("docs/c.md", "---\ntitle: c\n---\nx\n"),
        ],
    );
    let ran = site.run(&["check", "--output-format", "concise"]);
    assert_eq!(site.findings(&[]), [format!("docs/c.md:3:1: {MISSING}")]);
    assert!(ran.stdout.contains("missing key `tags`"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("mkdocs.yml"), "{}", ran.stderr);
}

#[test]
fn zola_and_docusaurus_take_dates_from_names() {
    for (name, text) in [
        ("config.toml", "base_url = 'https://e.org'\n"),
        ("docusaurus.config.js", "module.exports = {}\n"),
    ] {
        let site = Site::with(
            &asks_for(&["date"], "[posts]\ninclude = [\"blog/**/*.md\"]"),
            &[
                (name, text),
                ("blog/2024-05-01-a.md", "---\ntitle: A\n---\nx\n"),
                ("blog/2024-05-02-b/index.md", "---\ntitle: B\n---\nx\n"),
                ("blog/2024-13-02-c.md", "---\ntitle: C\n---\nx\n"),
                ("blog/d.md", "---\ntitle: D\n---\nx\n"),
            ],
        );
        assert_eq!(
            site.findings(&[]),
            [
                format!("blog/2024-13-02-c.md:3:1: {MISSING}"),
                format!("blog/d.md:3:1: {MISSING}")
            ],
            "{name}"
        );
    }
}

/// Tells every `secret` that is text.
const SECRET: &str = "[[rule]]\nid = \"p\"\nkind = \"pattern\"\nwords = [\"secret\"]\n";

#[test]
fn what_a_generator_reads_is_no_text() {
    let shown = |sign: &str, post: &str| {
        let site = Site::with(SECRET, &[(sign, ""), ("a.md", post)]);
        site.findings(&["a.md"]).len()
    };
    let comment = "Open %%secret%% text.\n\n> [!secret]- A title\n> and text\n";
    assert_eq!(shown(".obsidian/app.json", comment), 0);
    assert_eq!(shown("astro.config.mjs", comment), 2);
    let mdx = "Text with {secret} and <Tab label=\"secret\">text</Tab>.\n\n<!-- truncate -->\n";
    assert_eq!(shown("docusaurus.config.ts", mdx), 0);
    assert_eq!(shown("mkdocs.yml", mdx), 1);
    let shared = ":::secret\n\nText.\n\n:::\n\n{{< secret >}}\n\n!!! secret\n    Text.\n";
    for sign in ["hugo.yaml", "mkdocs.yml", "other.txt"] {
        assert_eq!(shown(sign, shared), 0, "{sign}");
    }
}

#[test]
fn a_named_flavour_is_that_whatever_stands_there() {
    let post = "Open {{ secret }} text.\n";
    let plain = format!("[posts]\nflavor = \"plain\"\n{SECRET}");
    let site = Site::with(&plain, &[("hugo.toml", ""), ("a.md", post)]);
    assert_eq!(site.findings(&[]).len(), 1);
    let jekyll = format!(
        "[posts]\nflavor = \"jekyll\"\n{}",
        asks_for(&["layout"], "")
    );
    let posts = [
        ("hugo.toml", "[cascade]\nlayout = 'x'\n"),
        ("a.md", "---\ntitle: A\n---\n"),
    ];
    assert_eq!(Site::with(&jekyll, &posts).findings(&[]).len(), 1);
    let site = Site::with("[posts]\nflavor = \"jekyl\"\n", &posts);
    let told = site.run(&["check"]).exits(2).stderr;
    assert!(
        told.contains("unknown flavor 'jekyl'; did you mean 'jekyll'?"),
        "{told}"
    );
}

#[test]
fn what_a_post_says_itself_is_judged_as_ever() {
    let config = "[[rule]]\nid = \"meta\"\nkind = \"meta\"\n[rule.fields]\n\
                  layout = { required = true, one-of = [\"post\"] }\n";
    let cascade = ("hugo.toml", "[cascade]\nlayout = 'odd'\n");
    let own = [
        cascade,
        ("a.md", "---\nlayout: own\n---\n"),
        ("b.md", "---\nlayout:\n---\n"),
    ];
    assert_eq!(
        Site::with(config, &own).findings(&[]),
        [
            "a.md:2:9: error [meta/value]",
            "b.md:2:1: error [meta/missing]"
        ]
    );
    let inherits = [cascade, ("a.md", "---\ntitle: A\n---\n"), ("b.md", "x\n")];
    assert!(Site::with(config, &inherits).findings(&[]).is_empty());
}

#[test]
fn a_json_schema_asks_for_no_key_that_is_inherited() {
    let config = "[[rule]]\nid = \"meta\"\nkind = \"meta\"\nschema = \"s.json\"\n";
    let schema = r#"{"required": ["layout", "seo"], "properties": {
        "seo": {"required": ["owner", "text"]}, "all": {"items": {"required": ["owner"]}} },
        "dependentRequired": {"layout": ["team"]}}"#;
    let cascade = "[cascade]\nlayout = 'x'\nteam = 'y'\n[cascade.seo]\nowner = 'me'\n";
    let site = Site::with(
        config,
        &[
            ("s.json", schema),
            ("hugo.toml", cascade),
            ("a.md", "---\nseo: {text: x}\n---\n"),
            ("b.md", "---\nlayout: own\nseo: {owner: x}\n---\n"),
            ("c.md", "---\nall: [{owner: x}, {other: x}]\n---\n"),
            ("d.md", "x\n"),
        ],
    );
    let ran = site.run(&["check", "--output-format", "concise"]).exits(1);
    let told: Vec<&str> = ran.stdout.lines().take(2).collect();
    assert_eq!(
        told,
        [
            "b.md:3:1: error: missing key `text` in `seo` [meta/missing]",
            "c.md:2:19: error: missing key `owner` in item 2 of `all` [meta/missing]"
        ]
    );
}

#[test]
fn conditions_see_what_is_inherited() {
    let config = "[[rule]]\nid = \"a\"\nkind = \"assert\"\nwhen = 'meta.type == \"docs\"'\n\
                  assert = 'has(meta.weight) && meta.weight > 2'\n";
    let site = Site::with(
        config,
        &[
            ("hugo.toml", "[cascade]\ntype = 'docs'\nweight = 3\n"),
            ("a.md", "---\ntitle: A\n---\n"),
            ("b.md", "---\nweight: 1\n---\n"),
            ("c.md", "---\ntype: blog\nweight: 1\n---\n"),
        ],
    );
    assert_eq!(site.findings(&[]), ["b.md:2:9: error [a/failed]"]);
}

#[test]
fn a_change_of_what_is_given_is_seen_in_spite_of_the_index() {
    let site = Site::with(
        &asks_for(&["layout"], "[posts]\ninclude = [\"content/**/a*.md\"]"),
        &[
            ("hugo.toml", "title = 'x'\n"),
            ("content/blog/_index.md", "---\ncascade: {layout: x}\n---\n"),
            ("content/blog/a.md", "---\ntitle: A\n---\n"),
            ("content/blog/a2.md", "---\ntitle: A\n---\n"),
        ],
    );
    let named = ["check", "content/blog/a.md"];
    site.run(&["check"]).exits(0);
    site.run(&named).exits(0);
    site.file("content/blog/_index.md", "---\ncascade: {other: x}\n---\n");
    site.run(&named).exits(1);
    assert_eq!(site.findings(&[]).len(), 2);
    site.file("hugo.toml", "[cascade]\nlayout = 'x'\n");
    site.run(&named).exits(0);
    site.run(&["check"]).exits(0);
    site.file("hugo.toml", "title = 'y'\n");
    site.run(&["check"]).exits(1);
}

#[test]
fn broken_files_of_a_site_are_notices() {
    let site = Site::with(
        &asks_for(&["title"], ""),
        &[
            ("hugo.toml", "[cascade\n"),
            ("content/_index.md", "---\ntitle: T\ncascade: {a: [\n---\n"),
            ("content/a.md", "---\ntitle: A\n---\nx\n"),
        ],
    );
    let ran = site.run(&["check", "content/a.md"]).exits(0);
    assert!(
        ran.stderr.contains("gatepost: hugo.toml: "),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("gatepost: content/_index.md: "),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("posts may lack what it gives them"),
        "{}",
        ran.stderr
    );
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_project() {
    let outside = Site::new();
    let there = outside.file("secret.yml", "layout: x\nsecret: [\n");
    let site = Site::with(
        &asks_for(&["layout"], ""),
        &[("mkdocs.yml", ""), ("docs/a.md", "---\ntitle: A\n---\nx\n")],
    );
    std::os::unix::fs::symlink(there, site.path().join("docs/.meta.yml")).unwrap();
    let ran = site.run(&["check"]).exits(1);
    assert!(
        ran.stderr
            .contains("docs/.meta.yml is a link that leaves the project; not read"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("secret"), "{}", ran.stderr);
}

#[test]
fn html_posts_are_checked_where_they_are_included() {
    let page = "<html lang=en><head><title>A</title><meta name=date content=2024-05-01></head>\
                <body><nav>secret</nav><main><h1>A</h1><p>A secret &amp; more.</p></main></body>";
    let include = "[posts]\ninclude = [\"**/*.html\"]\n";
    let config = format!("{include}{SECRET}{}", asks_for(&["date", "author"], ""));
    let site = Site::with(&config, &[("a.html", page)]);
    assert_eq!(
        site.findings(&[]),
        [
            "a.html:1:72: error [meta/missing]",
            "a.html:1:123: error [p/found]"
        ]
    );
    let other = Site::with(SECRET, &[("a.md", "x\n"), ("a.html", page)]);
    assert!(other.findings(&[]).is_empty());
    let bare = Site::new();
    bare.file("a.html", "<h1>A</h1><p>Text.</p>");
    let named = bare.run(&["check", "a.html"]).exits(0);
    assert!(named.stdout.contains("1 post"), "{}", named.stdout);
}
