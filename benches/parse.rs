//! Times of reading a post: `cargo bench --bench parse`.

#[path = "corpus/mod.rs"]
#[expect(
    dead_code,
    reason = "defects and paths are of the corpus that is written to disk"
)]
mod corpus;

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use gatepost::parse::{ParseOptions, format_named, front_matter};

use corpus::{Format, Generator, Shape};

fn main() {
    divan::main();
}

/// Posts enough that none stays in the branch predictor.
const POSTS: u32 = 64;

static MARKDOWN: LazyLock<Vec<String>> = LazyLock::new(|| posts(Format::Markdown));
static TEXT: LazyLock<Vec<String>> = LazyLock::new(|| posts(Format::Text));

fn posts(format: Format) -> Vec<String> {
    let generator = Generator::new(1, Shape::Unique, format);
    (0..POSTS)
        .map(|number| generator.post(number).text)
        .collect()
}

/// Reads all posts in turn; the time counts for all of them.
fn read_all(bencher: Bencher<'_, '_>, format: &str, posts: &[String]) {
    let options = ParseOptions::default();
    let format = format_named(format);
    bencher.counter(POSTS).bench_local(|| {
        for post in posts {
            black_box(format.map(|format| format.parse(black_box(post), &options)));
        }
    });
}

#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    read_all(bencher, "markdown", &MARKDOWN);
}

#[divan::bench]
fn markdown_body(bencher: Bencher<'_, '_>) {
    let limits = ParseOptions::default().limits;
    let body = |post: &String| post[front_matter::read(post, &limits).body_start..].to_owned();
    let bodies: Vec<_> = MARKDOWN.iter().map(body).collect();
    read_all(bencher, "markdown", &bodies);
}

#[divan::bench]
fn yaml(bencher: Bencher<'_, '_>) {
    let limits = ParseOptions::default().limits;
    bencher.counter(POSTS).bench_local(|| {
        for post in MARKDOWN.iter() {
            black_box(front_matter::read(black_box(post), &limits));
        }
    });
}

#[divan::bench]
fn text(bencher: Bencher<'_, '_>) {
    read_all(bencher, "text", &TEXT);
}
