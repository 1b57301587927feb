//! Names of findings that outlive edits elsewhere.

use std::collections::BTreeSet;

use crate::site::Site;

const CONFIG: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n\
    [[rule]]\nid = \"t\"\nkind = \"unique\"\nkey = \"title\"\n\
    [[rule]]\nid = \"s\"\nkind = \"sections\"\nrequired = [\"notes\"]\n\
    [[rule]]\nid = \"m\"\nkind = \"meta\"\n[rule.fields]\nlevel = { one-of = [\"easy\"] }\n";

fn post(above: &str) -> String {
    format!("---\ntitle: One\nlevel: x\n---\n{above}Text beta.\n\nbeta and beta.\n")
}

/// Code and fingerprint of each finding, by path.
fn names(site: &Site, args: &[&str]) -> BTreeSet<[String; 3]> {
    let report = site.json(args);
    let found = report["diagnostics"].as_array().unwrap().iter();
    let names = found
        .map(|it| ["path", "code", "fingerprint"].map(|key| it[key].as_str().unwrap().to_owned()));
    names.collect()
}

#[test]
fn lines_above_line_ends_and_the_order_of_files_change_no_name() {
    let first = post("");
    let site = Site::with(CONFIG, &[("a.md", &first), ("b.md", &first)]);
    let before = names(&site, &[]);
    // Three words, a title, a section and a key in each of two posts.
    assert_eq!(before.len(), 12);
    for text in [
        post(&"Another line.\n\n".repeat(25)),
        first.replace('\n', "\r\n"),
        first.replace('\n', "\r"),
        format!("\u{feff}{first}"),
    ] {
        site.file("a.md", &text);
        assert_eq!(names(&site, &[]), before, "{text:?}");
        assert_eq!(names(&site, &["--no-cache", "b.md", "a.md"]), before);
    }
    // The other way round, with a post between them.
    let site = Site::with(CONFIG, &[("b.md", &first), ("a.md", &first)]);
    site.file("aa.md", "# Two\n\n## Notes\n\nNone.\n");
    assert_eq!(names(&site, &[]), before);
}

#[test]
fn equal_findings_of_one_post_have_names_of_their_own() {
    let site = Site::with(CONFIG, &[("a.md", &post(""))]);
    let found = names(&site, &["--select", "w"]);
    let unique: BTreeSet<&String> = found.iter().map(|[_, _, name]| name).collect();
    assert_eq!((found.len(), unique.len()), (3, 3));
}
