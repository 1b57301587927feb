//! Tests: what suppresses, where, and what does not.

use super::*;
use crate::parse::{ParseOptions, format_named};

/// What a Markdown post says, with the text that each suppression covers.
fn read_post(text: &str, requires_reason: bool) -> Suppressions {
    let format = format_named("markdown").unwrap();
    let posts = format.parse(text, &ParseOptions::default());
    let known = |name: &str| match name.split('/').next() {
        Some("meta" | "sections") => Ok(()),
        _ => Err(format!("unknown rule '{name}'")),
    };
    let terms = Terms {
        requires_reason,
        known: &known,
        options: &ParseOptions::default(),
    };
    read(text, &posts[0], format, terms)
}

/// What is hidden, and the first line of where.
fn hidden(text: &str) -> Vec<(String, String)> {
    let read = read_post(text, false);
    assert_eq!(read.faults, [], "{text}");
    let all = read.all.iter();
    all.map(|it| {
        let end = (it.hides.end as usize).min(text.len());
        let covered = &text[it.hides.start as usize..end];
        (it.selector.clone(), covered.to_owned())
    })
    .collect()
}

fn faults(text: &str) -> Vec<String> {
    let read = read_post(text, false);
    assert_eq!(read.all, [], "{text}");
    read.faults.into_iter().map(|it| it.message).collect()
}

fn one(selector: &str, covered: &str) -> Vec<(String, String)> {
    vec![(selector.to_owned(), covered.to_owned())]
}

#[test]
fn a_line_the_next_line_and_the_file_are_covered() {
    assert_eq!(
        hidden("One.\n\nTwo. <!-- gatepost-disable-line meta/type -- why -->\n\nThree.\n"),
        one(
            "meta/type",
            "Two. <!-- gatepost-disable-line meta/type -- why -->\n"
        )
    );
    assert_eq!(
        hidden("One.\n\n<!-- gatepost-disable-next-line meta -->\nTwo.\nThree.\n"),
        one("meta", "Two.\n")
    );
    let text = "One.\n\n<!-- gatepost-disable-file sections -->\n";
    assert_eq!(hidden(text), one("sections", text));
}

#[test]
fn the_next_line_is_one_that_says_something() {
    let text = "<!-- gatepost-disable-next-line meta -->\n\r\n<!-- gatepost-disable-next-line sections -->\n\nTwo.\r\nThree.\n";
    let found = hidden(text);
    assert_eq!(found[0], ("meta".into(), "Two.\r\n".into()));
    assert_eq!(found[1], ("sections".into(), "Two.\r\n".into()));
}

#[test]
fn a_range_ends_where_it_is_ended() {
    let text = "<!-- gatepost-disable meta, sections -->\nOne.\n\n<!-- gatepost-enable meta -->\nTwo.\n\n<!-- gatepost-enable -->\nThree.\n";
    let found = hidden(text);
    assert!(found[0].1.ends_with("One.\n\n"), "{found:?}");
    assert!(found[1].1.ends_with("Two.\n\n"), "{found:?}");
    let open = "One.\n\n<!-- gatepost-disable meta -->\n\nTwo.";
    assert_eq!(hidden(open), one("meta", &open[6..]));
}

#[test]
fn comments_of_mdx_and_front_matter_count() {
    let mdx = "import A from 'a'\n\n{/* gatepost-disable-next-line meta */}\nOne.\n";
    assert_eq!(hidden(mdx), one("meta", "One.\n"));
    assert_eq!(hidden(&mdx[19..]), one("meta", "One.\n"));
    let yaml = "---\n# gatepost-disable-next-line meta\nlevel: 1\ntitle: A # gatepost-disable-line sections\n---\n";
    let found = hidden(yaml);
    assert_eq!(found[0], ("meta".into(), "level: 1\n".into()));
    assert!(found[1].1.starts_with("title: A #"));
    let toml = "+++\nlevel = 1 # gatepost-disable-line meta -- so\n+++\n";
    assert_eq!(hidden(toml)[0].0, "meta");
}

#[test]
fn a_meta_key_covers_the_post() {
    for text in [
        "---\ngatepost:\n  disable: [meta/type]\n---\nOne.\n",
        "---\nGatepost: {disable: meta/type, reason: so it is}\n---\nOne.\n",
        "+++\ngatepost.disable = [\"meta/type\"]\n+++\nOne.\n",
        "{\"gatepost\": {\"disable\": [\"meta/type\"]}}\nOne.\n",
    ] {
        assert_eq!(hidden(text), one("meta/type", text));
    }
}

#[test]
fn what_only_quotes_a_suppression_is_none() {
    for text in [
        "Write `<!-- gatepost-disable meta -->` above it.\n",
        "```html\n<!-- gatepost-disable meta -->\n```\n",
        "    <!-- gatepost-disable meta -->\n",
        "\\<!-- gatepost-disable meta -->\n",
        "<a title=\"<!-- gatepost-disable meta -->\">x</a>\n",
        "<div title='<!-- gatepost-disable meta -->'>\n</div>\n",
        "<script>\nlet a = \"<!-- gatepost-disable meta -->\";\n</script>\n",
        "`{/* gatepost-disable meta */}`\n",
        "<!-- {/* gatepost-disable meta */} -->\n",
        "<!-- see gatepost-disable meta -->\n",
        "gatepost-disable meta\n",
        "---\na: \"x # gatepost-disable-file meta\"\nb: |\n  # gatepost-disable-file meta\n---\n",
        "---\na: 'x\n  # gatepost-disable-file meta'\nb: x# gatepost-disable-file meta\n---\n",
        "+++\na = '''\n# gatepost-disable-file meta\n'''\n+++\n",
        "{\"a\": 1}\n\n# gatepost-disable-file meta\n",
        "<!-- gatepost-compatible since 2020 -->\n",
        "<!-- gatepost-disable meta\n",
    ] {
        assert_eq!(hidden(text), [], "{text}");
    }
}

#[test]
fn everything_is_hidden_only_by_a_star() {
    assert_eq!(
        faults("<!-- gatepost-disable-file -->\n"),
        ["the suppression names no rule"]
    );
    assert_eq!(hidden("<!-- gatepost-disable-file * -->\n")[0].0, "*");
}

#[test]
fn what_is_unclear_hides_nothing_and_is_told() {
    assert_eq!(
        faults("<!-- gatepost-disable-nextline meta -->\n"),
        [
            "unknown suppression 'gatepost-disable-nextline'; did you mean 'gatepost-disable-next-line'?"
        ]
    );
    assert_eq!(
        faults("<!-- gatepost-disable mta -->\n"),
        ["unknown rule 'mta'"]
    );
    assert_eq!(
        faults("<!-- gatepost-disable not-utf8 meta/unparsable suppression/unused -->\n").len(),
        3
    );
    assert_eq!(
        faults("<!-- gatepost-enable -->\n"),
        ["`gatepost-enable` ends nothing"]
    );
    assert_eq!(
        faults("---\ngatepost: {disabel: [meta]}\n---\n"),
        ["unknown key `disabel` in `gatepost`; did you mean `disable`?"]
    );
    assert_eq!(
        faults("---\ngatepost: [meta]\n---\n"),
        ["`gatepost` must be a map with `disable`, not a list"]
    );
    assert_eq!(faults("---\ngatepost: {disable: 3}\n---\n").len(), 1);
}

#[test]
fn a_reason_may_be_required() {
    for text in [
        "<!-- gatepost-disable-file meta -->\n",
        "<!-- gatepost-disable-file meta -- -->\n",
        "<!-- gatepost-disable-file meta --why -->\n",
        "---\ngatepost: {disable: [meta], reason: ''}\n---\n",
    ] {
        let read = read_post(text, true);
        assert!(read.all.iter().all(|it| it.selector != "meta"), "{text}");
        assert!(!read.faults.is_empty(), "{text}");
    }
    for text in [
        "<!-- gatepost-disable-file meta -- the draft is old -->\n",
        "---\ngatepost: {disable: [meta], reason: old}\n---\n",
    ] {
        assert_eq!(read_post(text, true).faults, [], "{text}");
    }
}

#[test]
fn nothing_hides_that_a_post_could_not_be_judged() {
    let all = read_post("<!-- gatepost-disable-file * -->\n", false).all;
    for code in ["not-utf8", "meta/unparsable", "suppression/unused"] {
        assert!(!all[0].covers(&Code::of_engine(code), 0), "{code}");
    }
    assert!(all[0].covers(&Code::of_rule("meta", "type"), 0));
}

#[test]
fn however_many_there_are_some_are_read() {
    let text = "<!-- gatepost-disable-next-line meta -->\n".repeat(3000);
    let read = read_post(&text, false);
    assert_eq!((read.all.len(), read.faults.len()), (1000, 1));
}
