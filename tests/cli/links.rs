//! Links that lead to other posts and files: what is there is asked anew in each run.

use std::fs;

use crate::site::{Ran, Site};

const RULE: &str = "[[rule]]\nid = \"links\"\nkind = \"links\"\n";

fn site(options: &str, files: &[(&str, &str)]) -> Site {
    Site::with(&format!("{RULE}{options}"), files)
}

/// The findings as `path:line: message [code]`, the same with and without an index and for each
/// file by its name.
#[track_caller]
fn told(site: &Site) -> Vec<String> {
    let whole = lines(&site.run(&["check", "--output-format", "concise"]));
    let again = lines(&site.run(&["check", "--output-format", "concise"]));
    let anew = lines(&site.run(&["check", "--output-format", "concise", "--no-cache"]));
    assert_eq!(whole, anew);
    assert_eq!(whole, again);
    let shown = site.run(&["check", "--show-files"]).stdout;
    for path in shown.lines() {
        let alone = lines(&site.run(&["check", "--output-format", "concise", path]));
        let own = whole
            .iter()
            .filter(|line| line.starts_with(&format!("{path}:")));
        assert_eq!(alone, own.cloned().collect::<Vec<_>>(), "{path}");
    }
    whole
}

fn lines(ran: &Ran) -> Vec<String> {
    assert_ne!(ran.code, 2, "{}", ran.stderr);
    let found = ran.stdout.lines().filter(|line| line.contains(": error: "));
    found.map(|line| line.replace(": error", "")).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn links_to_posts_and_files_that_are_there_are_fine() {
    let site = site(
        "",
        &[
            (
                "a.md",
                "[b](b.md) [b](./b.md#part) [c](c/d.md) ![x](img/x%20y.png) [t](t.txt?v=1) [self](a.md)\n",
            ),
            ("b.md", "## Part\n\n[up](a.md)\n"),
            (
                "c/d.md",
                "[up](../a.md) ![x](../img/x y.png) ![x](<../img/x y.png>)\n",
            ),
            ("img/x y.png", "png"),
            ("t.txt", "text"),
        ],
    );
    assert_eq!(told_without_images(&site), NOTHING);
}

#[test]
fn what_lies_outside_or_is_made_by_the_generator_is_not_judged() {
    let site = site(
        "roots = ['.']\n",
        &[
            (
                "a.md",
                "[l](../LICENSE.txt) [p](asp.net) [f](/feed.xml) [s](sitemap.xml) [v](vue.js)\n",
            ),
            ("asp.net.md", "Text.\n"),
            ("b/c.md", "[l](../../x.md) [a](../a.md)\n"),
        ],
    );
    assert_eq!(
        told(&site),
        ["a.md:1:70: nothing is at 'vue.js' [links/broken]"]
    );
}

#[test]
fn links_in_a_vault_may_name_a_file_by_its_name_alone() {
    let note =
        "[n](note%20one.md) [n](note%20one) ![x](x.png) [f](notes/note%20one.md) [g](gone.md)\n";
    let files = [
        ("daily/a.md", note),
        ("notes/note one.md", "Text.\n"),
        ("attachments/x.png", "png"),
    ];
    let pages = "check = ['files', 'pages']\n";
    let vault = site(pages, &files);
    vault.file(".obsidian/app.json", "{}");
    assert_eq!(
        told(&vault),
        ["daily/a.md:1:77: nothing is at 'gone.md' [links/broken]"]
    );
    assert_eq!(told(&site("", &files)).len(), 4);
}

fn told_without_images(site: &Site) -> Vec<String> {
    let mut told = told(site);
    told.retain(|line| !line.contains("/reused-image]"));
    told
}

#[test]
fn a_link_breaks_when_its_target_goes_and_heals_when_it_comes() {
    let site = site(
        "",
        &[
            ("a.md", "See [b](b.md).\n\n![x](x.png)\n"),
            ("b.md", "Text.\n"),
        ],
    );
    let image = "a.md:3:6: nothing is at 'x.png' [links/broken]";
    let post = "a.md:1:9: nothing is at 'b.md' [links/broken]";
    assert_eq!(told(&site), [image]);
    site.file("x.png", "png");
    assert_eq!(told(&site), NOTHING);
    fs::remove_file(site.path().join("b.md")).unwrap();
    assert_eq!(told(&site), [post]);
    fs::remove_file(site.path().join("x.png")).unwrap();
    assert_eq!(told(&site), [post, image]);
    site.file("b.md", "Text.\n");
    assert_eq!(told(&site), [image]);
}

#[test]
fn a_named_post_sees_what_went_since_the_last_whole_run() {
    let site = site(
        "",
        &[
            ("a.md", "See [b](b.md#part).\n"),
            ("b.md", "## Part\n"),
            ("c.md", "Text.\n"),
        ],
    );
    site.run(&["check"]).exits(0);
    site.file("b.md", "## Parts\n");
    let alone = |site: &Site| lines(&site.run(&["check", "a.md", "--output-format", "concise"]));
    assert_eq!(
        alone(&site),
        ["a.md:1:9: no heading or id of b.md is called 'part' [links/anchor]"]
    );
    fs::remove_file(site.path().join("b.md")).unwrap();
    assert_eq!(
        alone(&site),
        ["a.md:1:9: nothing is at 'b.md#part' [links/broken]"]
    );
}

#[test]
fn anchors_of_other_posts_are_those_of_their_headings() {
    let site = site(
        "",
        &[
            (
                "a.md",
                "[1](b.md#part-one) [2](b.md#part-ones) [3](../../b.md#x) [4](b/#part-ones) [5](b.md#fn1)\n",
            ),
            ("b.md", "## Part one\n"),
        ],
    );
    assert_eq!(
        told(&site),
        [
            "a.md:1:24: no heading or id of b.md is called 'part-ones' [links/anchor]",
            "a.md:1:62: no heading or id of b.md is called 'part-ones' [links/anchor]",
        ]
    );
    let told = site.run(&["check"]);
    assert!(
        told.stdout.contains("did you mean '#part-one'?"),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout.contains("the post that it leads to"),
        "{}",
        told.stdout
    );
}

#[test]
fn links_of_the_site_need_roots() {
    let files = [
        (
            "content/a.md",
            "[1](/b.md) [2](/x.png) [3](/y.png) [4](y.png) [5](/c/) ![6](x.png)\n",
        ),
        ("content/b.md", "Text.\n"),
        ("static/x.png", "png"),
    ];
    let found = told(&site("check = [\"files\"]\n", &files));
    assert_eq!(
        found,
        [
            "content/a.md:1:40: nothing is at 'y.png' [links/broken]",
            "content/a.md:1:61: nothing is at 'x.png' [links/broken]",
        ]
    );
    let found = told(&site(
        "check = [\"files\", \"pages\"]\nroots = [\"content\", \"static\"]\n",
        &files,
    ));
    assert_eq!(
        found,
        [
            "content/a.md:1:28: nothing is at '/y.png' [links/broken]",
            "content/a.md:1:40: nothing is at 'y.png' [links/broken]",
            "content/a.md:1:51: nothing is at '/c/' [links/broken]",
        ]
    );
}

#[test]
fn roots_lie_below_the_folder_of_the_file_that_names_them() {
    let pack = format!("{RULE}roots = [\"static\"]\n");
    let site = Site::with(
        "extends = [\"theme/links.toml\"]\n",
        &[
            ("theme/links.toml", &pack),
            ("a.md", "[1](/x.png)\n"),
            ("theme/static/x.png", "png"),
        ],
    );
    assert_eq!(told(&site), NOTHING);
    site.file(
        "gatepost.toml",
        "extends = [\"theme/links.toml\"]\n[rules]\nlinks = { roots = [\"static\"] }\n",
    );
    assert_eq!(
        told(&site),
        ["a.md:1:5: nothing is at '/x.png' [links/broken]"]
    );
}

#[test]
fn urls_of_pages_are_judged_when_asked_for() {
    let files = [
        (
            "posts/a.md",
            "[1](../b/) [2](c) [3](../d.html) [4](../e/f/) [5](../named/) [6](../gone/)\n",
        ),
        ("posts/b.md", "Text.\n"),
        ("posts/c.mdx", "Text.\n"),
        ("posts/d/index.md", "Text.\n"),
        ("posts/e/f/g.png", "png"),
        ("posts/h.md", "---\nslug: named\n---\nText.\n"),
    ];
    assert_eq!(told(&site("", &files)), NOTHING);
    assert_eq!(
        told(&site("check = [\"files\", \"pages\"]\n", &files)),
        ["posts/a.md:1:66: nothing is at '../gone/' [links/broken]"]
    );
}

#[test]
fn what_no_file_of_the_project_answers_for_is_left_alone() {
    let text = "[1](https://a.example/x.md) [2](//a.example/x.md) [3](mailto:a@b.example) [4]({{ url }}) \
                [5]({% link x.md %}) [6]({{< ref \"x.md\" >}}) [7](../../../x.md) [8](@site/x.md) \
                [9](tel:1) `[10](x.md)` [11](/x.md)\n\n{{< figure src=\"x.png\" >}}\n\n    [12](x.md)\n";
    assert_eq!(told(&site("", &[("deep/a.md", text)])), NOTHING);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::TempDir::new().unwrap();
    let site = site(
        "",
        &[
            (
                "a.md",
                "[1](out/x.png) [2](in/y.png) [3](in/z.png) [4](loop/x.png)\n",
            ),
            ("real/y.png", "png"),
        ],
    );
    symlink(outside.path(), site.path().join("out")).unwrap();
    symlink(site.path().join("real"), site.path().join("in")).unwrap();
    symlink("loop", site.path().join("loop")).unwrap();
    assert_eq!(
        told(&site),
        ["a.md:1:34: nothing is at 'in/z.png' [links/broken]"]
    );
}

#[test]
fn an_image_of_another_post_is_told_in_both() {
    let site = site(
        "check = [\"images\"]\nroots = [\"static\"]\n",
        &[
            ("a.md", "![x](static/x.png) ![x](static/x.png)\n"),
            (
                "b/c.md",
                "![x](/x.png) ![y](y.png) ![z](https://a.example/z.png)\n",
            ),
            ("d.md", "![z](https://a.example/z.png) ![y](y.png)\n"),
        ],
    );
    assert_eq!(
        told(&site),
        [
            "a.md:1:6: the image 'static/x.png' is also in b/c.md [links/reused-image]",
            "b/c.md:1:6: the image '/x.png' is also in a.md [links/reused-image]",
            "b/c.md:1:31: the image 'https://a.example/z.png' is also in d.md [links/reused-image]",
            "d.md:1:6: the image 'https://a.example/z.png' is also in b/c.md [links/reused-image]",
        ]
    );
}

#[test]
fn many_links_are_looked_up_by_one_walk_with_the_same_result() {
    let site = site("", &[]);
    let mut wanted = Vec::new();
    for number in 0..400 {
        site.file(
            &format!("p{number:03}.md"),
            format!("![x](img/{number}.png)\n"),
        );
        if number % 7 == 0 {
            let line =
                format!("p{number:03}.md:1:6: nothing is at 'img/{number}.png' [links/broken]");
            wanted.push(line);
        } else {
            site.file(&format!("img/{number}.png"), "png");
        }
    }
    // Hidden and ignored files are there as well.
    site.file(".gitignore", "img/1.png\n");
    let ran = site.run(&["check", "--output-format", "concise", "--jobs", "2"]);
    assert_eq!(lines(&ran), wanted);
    fs::remove_file(site.path().join("img/398.png")).unwrap();
    let ran = site.run(&["check", "--output-format", "concise"]);
    assert_eq!(lines(&ran).len(), wanted.len() + 1);
}

#[test]
fn fingerprints_do_not_depend_on_where_the_project_lies() {
    let prints = |site: &Site| {
        let report = site.json(&[]);
        let found = report["diagnostics"].as_array().unwrap().clone();
        found
            .iter()
            .map(|it| it["fingerprint"].to_string())
            .collect::<Vec<_>>()
    };
    let files = [
        ("a.md", "[b](b.md) ![x](y.png)\n"),
        ("c.md", "![x](y.png)\n"),
    ];
    let (one, two) = (site("", &files), site("", &files));
    assert_eq!(prints(&one).len(), 5);
    assert_eq!(prints(&one), prints(&two));
}

#[test]
fn the_corpus_of_the_index_has_its_own_posts() {
    let site = site("", &[("b.md", "Text.\n")]);
    let ran = site.run_with_input(
        &[
            "check",
            "-",
            "--stdin-filename",
            "a.md",
            "--output-format",
            "concise",
        ],
        b"[b](b.md) [a](a.md) [c](c.md)\n",
    );
    assert_eq!(
        lines(&ran),
        ["a.md:1:25: nothing is at 'c.md' [links/broken]"]
    );
}
