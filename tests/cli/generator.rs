//! The corpus generator: what other tests and the benchmarks rely on.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::corpus::{Format, GeneratedPost, Generator, Shape};

fn posts(shape: Shape, format: Format, count: u32) -> Vec<GeneratedPost> {
    let generator = Generator::new(1, shape, format);
    (0..count).map(|number| generator.post(number)).collect()
}

/// The lines between front matter and end.
fn body(markdown: &str) -> &str {
    markdown.split_once("\n---\n").unwrap().1
}

/// The sentences of the running text.
fn sentences(markdown: &str) -> impl Iterator<Item = &str> {
    let prose = body(markdown).lines().filter(|line| line.ends_with('.'));
    prose.flat_map(|line| line.trim_end_matches('.').split(". "))
}

/// What stands behind the first line that begins with `key`.
fn value<'a>(text: &'a str, key: &str) -> &'a str {
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_prefix(key)).unwrap()
}

/// The indented lines that follow a line.
fn block<'a>(text: &'a str, head: &str) -> Vec<&'a str> {
    let lines = text.lines().skip_while(|line| *line != head).skip(1);
    lines.take_while(|line| line.starts_with(' ')).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[test]
fn makes_a_post_from_its_number_alone() {
    let (one, other) = (
        Generator::new(3, Shape::Mixed, Format::Text),
        Generator::new(3, Shape::Mixed, Format::Text),
    );
    let forward: Vec<_> = (0..50).map(|number| one.post(number)).collect();
    let mut backward: Vec<_> = (0..50).rev().map(|number| other.post(number)).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    assert_ne!(
        Generator::new(4, Shape::Mixed, Format::Text).post(0),
        forward[0]
    );
}

#[test]
fn repeats_no_sentence_in_the_unique_shape() {
    let posts = posts(Shape::Unique, Format::Markdown, 2000);
    let mut seen = HashSet::new();
    for post in &posts {
        for sentence in sentences(&post.text) {
            assert!(seen.insert(sentence), "{sentence}");
            let words = sentence.split(' ').count();
            assert!((8..=25).contains(&words), "{words} words: {sentence}");
        }
        for line in body(&post.text).lines() {
            if line.starts_with("- ") || line.starts_with("![") {
                assert!(seen.insert(line), "{line}");
            }
        }
        assert!(seen.insert(value(&post.text, "title: ")));
        assert!(seen.insert(value(&post.text, "slug: ")));
    }
    assert!(seen.len() > 2000 * 22, "{}", seen.len());
}

#[test]
fn makes_posts_up_to_its_capacity() {
    let generator = Generator::new(1, Shape::Unique, Format::Markdown);
    let capacity = generator.capacity();
    assert!(capacity >= 900_000, "{capacity}");
    let template = Generator::new(1, Shape::Template, Format::Markdown);
    assert_eq!(template.capacity(), capacity);
    let last = (capacity - 50..capacity).map(|number| generator.post(number).text);
    let mut seen = HashSet::new();
    for text in last {
        assert!(sentences(&text).all(|sentence| seen.insert(sentence.to_owned())));
    }
}

#[test]
fn fills_every_slot() {
    for shape in [Shape::Unique, Shape::Template] {
        for post in posts(shape, Format::Markdown, 300) {
            assert!(sentences(&post.text).all(|sentence| !sentence.contains(['{', '}'])));
            assert!(!value(&post.text, "title: ").contains(['{', '}']));
        }
    }
}

/// Masking the values of meta must not make different sentences equal.
#[test]
fn keeps_meta_values_out_of_the_sentences() {
    for post in posts(Shape::Unique, Format::Markdown, 300) {
        let mut masked: HashSet<&str> = HashSet::new();
        for key in ["stack: ", "tools: "] {
            let list = value(&post.text, key).trim_matches(['[', ']']);
            masked.extend(list.split(", "));
        }
        masked.extend(["problem", "context"].map(|key| value(&post.text, &format!("  {key}: "))));
        masked.insert(value(&post.text, "difficulty: "));
        for sentence in sentences(&post.text).skip(1) {
            let padded = format!(" {} ", words(sentence).collect::<Vec<_>>().join(" "));
            for value in &masked {
                assert!(
                    !padded.contains(&format!(" {value} ")),
                    "{value}: {sentence}"
                );
            }
        }
    }
}

#[test]
fn agrees_with_itself_in_markdown() {
    let mut unique: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for post in posts(Shape::Unique, Format::Markdown, 500) {
        let text = &post.text;
        assert!(post.defects.is_empty());
        let seed: u32 = value(text, "  seed: ").parse().unwrap();
        assert!(seed < 900_000);
        assert_eq!(value(text, "  source_id: "), format!("alphanode-{seed:06}"));
        let reference = value(text, "reference: ");
        assert!(
            reference.starts_with(&format!("anp-ref-{seed:06}-")),
            "{reference}"
        );
        assert_eq!(reference.len(), "anp-ref-000000-0000".len());

        let stack: Vec<_> = value(text, "stack: ")
            .trim_matches(['[', ']'])
            .split(", ")
            .collect();
        let problem = value(text, "  problem: ");
        assert_eq!(value(text, "topic: "), format!("{problem} / {}", stack[0]));
        assert_eq!(value(text, "  stack: "), stack[0]);
        assert_eq!(value(text, "code_language: "), stack[2]);
        assert_eq!(value(text, "  context: "), value(text, "  scenario: "));
        let entities = block(text, "entities:").join("\n");
        let names = [
            (stack[0], "stack"),
            (stack[1], "area"),
            (problem, "problem"),
        ];
        let wanted = names.map(|(name, kind)| format!("  - name: {name}\n    type: {kind}"));
        assert_eq!(entities, wanted.join("\n"));

        let hash = value(text, "hash: ").trim_matches('"');
        assert_eq!(hash.len(), 24);
        assert!(hash.bytes().all(|b| b.is_ascii_hexdigit()));
        for (key, value) in [("hash", hash), ("reference", reference)] {
            assert!(
                unique.entry(key).or_default().insert(value.to_owned()),
                "{value}"
            );
        }
        assert!(unique.entry("seed").or_default().insert(seed.to_string()));
        checks_scores_and_numbers(text);
        checks_body(text);
    }
}

fn checks_scores_and_numbers(text: &str) {
    let scores: Vec<u32> = block(text, "score:")
        .iter()
        .map(|line| line.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(scores.len(), 4);
    assert!(scores.iter().all(|score| (60..=100).contains(score)));
    let review = scores.iter().any(|score| *score < 70);
    assert_eq!(value(text, "  needs_human_review: "), review.to_string());
    let time: u32 = value(text, "reading_time: ").parse().unwrap();
    assert!((1..=60).contains(&time));
    assert!(value(text, "  last_reviewed: ") < "2025");
    assert!(value(text, "date: ") < "2023");
}

fn checks_body(text: &str) {
    let body = body(text);
    let headings: Vec<_> = body
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    assert!(headings.len() >= 4, "{headings:?}");
    assert_eq!(
        headings[headings.len() - 2..],
        ["implementation checklist", "final notes"]
    );

    let items: Vec<_> = body
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .collect();
    let declared = block(text, "checklist:");
    assert!(!items.is_empty());
    assert!(
        declared
            .iter()
            .map(|line| line.trim_start().strip_prefix("- ").unwrap())
            .eq(items)
    );

    let paragraphs: usize = value(text, "  paragraphs: ").parse().unwrap();
    let prose = body.lines().filter(|line| line.ends_with('.')).count();
    assert_eq!(paragraphs, prose - 1);

    let pictures = body.lines().filter(|line| line.starts_with("![")).count();
    assert_eq!(value(text, "  has_images: "), (pictures > 0).to_string());
    let sources: Vec<_> = block(text, "image_sources:");
    assert_eq!(sources.len(), pictures * 3);
    for source in sources.chunks(3) {
        let url = value(source[1], "    url: ");
        let caption = value(source[2], "    caption: ");
        assert!(body.contains(&format!("![{caption}]({url})")));
    }
}

#[test]
fn renders_text_with_and_without_the_bar() {
    let posts = posts(Shape::Unique, Format::Text, 100);
    let bars = posts.iter().filter(|post| post.text.starts_with("|\n\n"));
    assert!((30..=70).contains(&bars.count()));
    for post in &posts {
        assert!(post.text.ends_with("\n\nSimilar Posts"));
        assert_eq!(
            post.text
                .matches("\n\nalphanode post meta\n\ntopic")
                .count(),
            1
        );
        assert!(post.text.contains("\n\nimplementation checklist\n\n  • "));
        assert!(post.text.contains("\n\nfinal notes\n\n"));
        assert!(!post.text.contains("\n\n\n"));
        let id = value(&post.text, "  • source id: ");
        let seed: u32 = value(&post.text, "  • seed: ").parse().unwrap();
        assert_eq!(id, format!("alphanode-{seed:06}"));
    }
    let flags: BTreeSet<_> = posts
        .iter()
        .map(|post| value(&post.text, "  • has images: "))
        .collect();
    assert_eq!(flags, ["0", "1"].into());
}

#[test]
fn renders_compact_text_without_meta() {
    for post in posts(Shape::Unique, Format::Compact, 50) {
        assert!(!post.text.contains("\n\n"));
        assert!(!post.text.contains("\n "));
        assert!(!post.text.contains("post meta"));
        assert!(post.text.contains("\nimplementation checklist\n- "));
        assert!(post.text.ends_with('.'));
        let codes: Vec<_> = post
            .defects
            .iter()
            .map(|defect| (defect.code, defect.line))
            .collect();
        assert_eq!(codes, [("meta/missing", 1)]);
    }
}

#[test]
fn shares_one_sentence_in_the_shared_shape() {
    let posts = posts(Shape::Shared, Format::Markdown, 200);
    let counts = document_frequency(&posts);
    assert_eq!(counts.values().filter(|count| **count == 200).count(), 1);
    assert_eq!(counts.values().filter(|count| **count > 1).count(), 1);
}

#[test]
fn shares_about_half_of_the_sentences_in_the_mixed_shape() {
    let posts = posts(Shape::Mixed, Format::Markdown, 400);
    let counts = document_frequency(&posts);
    let all: usize = counts.values().sum();
    let shared: usize = counts.values().filter(|count| **count > 1).sum();
    let share = shared * 100 / all;
    assert!((45..=65).contains(&share), "{share} %");
}

#[test]
fn fills_one_template_in_the_template_shape() {
    let posts = posts(Shape::Template, Format::Markdown, 200);
    let bodies: BTreeSet<_> = posts.iter().map(|post| masked_prose(&post.text)).collect();
    assert_eq!(bodies.len(), 1);
    let titles: BTreeSet<_> = posts
        .iter()
        .map(|post| value(&post.text, "title: "))
        .collect();
    assert_eq!(titles.len(), 200);
}

fn masked_prose(text: &str) -> String {
    let slots = ["  problem: ", "  stack: ", "  context: "].map(|key| value(text, key));
    let prose = body(text).lines().filter(|line| line.ends_with('.'));
    slots.iter().fold(prose.collect(), |prose: String, slot| {
        prose.replace(slot, "_")
    })
}

fn document_frequency(posts: &[GeneratedPost]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for post in posts {
        for sentence in sentences(&post.text).collect::<BTreeSet<_>>() {
            *counts.entry(sentence).or_default() += 1;
        }
    }
    counts
}

/// What the line of each finding holds.
const FOUND_AT: &[(&str, &[&str])] = &[
    ("sections/empty", &["final notes"]),
    ("sections/order", &["final notes"]),
    ("meta/type", &["plenty"]),
    ("meta/format", &["1.4.x"]),
    ("meta/value", &["heroic"]),
    ("meta/range", &["240"]),
    ("meta/unknown", &["charm: 77"]),
    ("meta/repeated-key", &["difficulty: "]),
    ("meta/unparsable", &["ai_brief: @yard"]),
    ("score/below", &["depth: "]),
    ("seed-mismatch/failed", &["seed: "]),
    ("reference-mismatch/failed", &["anp-ref-9"]),
    ("topic-mismatch/failed", &["painting the roof / "]),
    ("image-flag/failed", &["has_images: ", "has images: "]),
    (
        "review-flag/failed",
        &["needs_human_review: ", "needs human review: "],
    ),
    ("checklist-mismatch/failed", &["ring the bell"]),
    ("paragraph-count/failed", &["paragraphs: "]),
    ("duplicate-hash/repeated", &["hash"]),
    ("duplicate-id/repeated", &["source_id: ", "source id: "]),
    ("boilerplate/templated", &["hang a printed warning"]),
    ("placeholder/found", &["TODO: ", " TBD.", "lorem ipsum"]),
];

#[test]
fn puts_every_defect_at_its_line() {
    for format in [Format::Markdown, Format::Text] {
        let generator = Generator::new(1, Shape::Unique, format)
            .with_defects(1000, 6)
            .unwrap();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for post in (0..1000).map(|number| generator.post(number)) {
            for defect in &post.defects {
                *counts.entry(defect.code).or_default() += 1;
                let line = post.text.lines().nth(defect.line as usize - 1).unwrap();
                let wanted = FOUND_AT.iter().find(|(code, _)| *code == defect.code);
                let held = wanted.is_none_or(|(_, any)| any.iter().any(|part| line.contains(part)));
                assert!(held, "{} at {line}", defect.code);
            }
        }
        for (code, _) in FOUND_AT {
            let only_markdown = ["meta/repeated-key", "meta/unparsable"].contains(code);
            let wanted = match code.split_once('/').unwrap() {
                _ if only_markdown && format == Format::Text => 0,
                ("duplicate-hash" | "duplicate-id", _) => 12,
                _ => 6,
            };
            assert_eq!(counts.get(code).copied().unwrap_or(0), wanted, "{code}");
        }
        for code in [
            "duplicate-title/repeated",
            "duplicate-content/repeated",
            "near-duplicate/similar",
        ] {
            assert_eq!(counts[code], 12, "{code}");
        }
        assert_eq!(counts["sections/missing"], 12);
        assert_eq!(counts["meta/missing"], 6);
    }
}

#[test]
fn anchors_what_is_missing_where_it_should_be() {
    let generator = Generator::new(1, Shape::Unique, Format::Markdown)
        .with_defects(100, 1)
        .unwrap();
    let mut lines = Vec::new();
    for post in (0..100).map(|number| generator.post(number)) {
        for defect in post
            .defects
            .iter()
            .filter(|defect| defect.code.ends_with("/missing"))
        {
            lines.push(
                post.text
                    .lines()
                    .nth(defect.line as usize - 1)
                    .unwrap()
                    .to_owned(),
            );
        }
    }
    assert!(
        lines[0].starts_with("- ") || lines[0].starts_with("!["),
        "{}",
        lines[0]
    );
    assert_eq!(lines[1..], ["## final notes", "---"]);
}

#[test]
fn makes_near_duplicates_alike_and_other_posts_not() {
    let generator = Generator::new(1, Shape::Unique, Format::Markdown)
        .with_defects(200, 2)
        .unwrap();
    let near: Vec<_> = (0..200)
        .map(|number| generator.post(number))
        .filter(|post| {
            post.defects
                .iter()
                .any(|defect| defect.code == "near-duplicate/similar")
        })
        .collect();
    assert_eq!(near.len(), 4);
    assert!(similarity(&near[0].text, &near[1].text) > 0.85);
    assert!(similarity(&near[2].text, &near[3].text) > 0.85);
    assert!(similarity(&near[0].text, &near[2].text) < 0.05);
}

fn similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (shingles(a), shingles(b));
    let shared = a.intersection(&b).count();
    let all = a.len() + b.len() - shared;
    f64::from(u32::try_from(shared).unwrap()) / f64::from(u32::try_from(all).unwrap())
}

fn shingles(text: &str) -> HashSet<Vec<&str>> {
    let words: Vec<_> = words(body(text)).collect();
    words.windows(5).map(<[&str]>::to_vec).collect()
}

#[test]
fn repeats_within_one_post_and_in_a_group() {
    let generator = Generator::new(1, Shape::Unique, Format::Markdown)
        .with_defects(300, 5)
        .unwrap();
    let posts: Vec<_> = (0..300).map(|number| generator.post(number)).collect();
    let counts = document_frequency(&posts);
    let with = |code: &str| -> Vec<_> {
        let has = |post: &&GeneratedPost| post.defects.iter().any(|defect| defect.code == code);
        posts.iter().filter(has).collect()
    };
    for post in with("boilerplate/repeated") {
        let line = post
            .text
            .lines()
            .nth(post.defects[0].line as usize - 1)
            .unwrap();
        assert_eq!(counts[line.split(". ").next().unwrap()], 5);
    }
    for post in with("boilerplate/within-post") {
        let mut seen = HashSet::new();
        let again: Vec<_> = sentences(&post.text)
            .filter(|said| !seen.insert(*said))
            .collect();
        assert_eq!(again.len(), 1);
        let line = post
            .text
            .lines()
            .nth(post.defects[0].line as usize - 1)
            .unwrap();
        assert!(line.contains(again[0]));
    }
}

#[test]
fn tells_how_many_posts_the_defects_take() {
    let generator = Generator::new(1, Shape::Unique, Format::Markdown);
    let needed = generator.with_defects(10, 1).err().unwrap();
    let generator = Generator::new(1, Shape::Unique, Format::Markdown);
    assert!(generator.with_defects(needed, 1).is_ok());
}
