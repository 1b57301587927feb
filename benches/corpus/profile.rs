//! The meta of a healthy post: every key, every fact in agreement with the body.

use super::draft::{Block, Draft, Picture};
use super::meta::{Meta, Value};
use super::prng::{Prng, mix};
use super::topic::Topic;

/// The meta of a draft whose body and title are written.
pub(super) fn meta(
    draft: &Draft,
    topic: &Topic,
    summary: String,
    payload_seed: u64,
    prng: &mut Prng,
) -> Meta {
    let stack = topic.stack;
    let scores = SCORES.map(|key| (key, prng.between(60, 98)));
    let pictures: Vec<_> = draft.pictures().map(picture_source).collect();
    let mut entries = vec![
        ("topic", topic_value(topic)),
        ("summary", Value::Text(summary)),
        ("ai outline", outline(topic)),
        ("ai brief", text(prng.pick(BRIEFS))),
        ("stack", words(&[stack.name, stack.area, stack.language])),
        ("tools", words(stack.tools)),
        ("code language", text(stack.language)),
        (
            "difficulty",
            text(prng.pick(&["beginner", "intermediate", "advanced"])),
        ),
        ("reading time", number(1 + draft.words() as u64 / 200)),
        ("view count", number(prng.between(0, 900_000))),
        (
            "score",
            Value::Map(scores.map(|(key, score)| (key, number(score))).to_vec()),
        ),
        ("revision", revision(prng)),
        ("reference", reference(payload_seed, prng)),
        ("hash", Value::Opaque(hash(draft.number, prng))),
        ("flags", flags(!pictures.is_empty(), needs_review(&scores))),
        ("checklist", Value::List(draft.checklist())),
        ("entities", entities(topic)),
    ];
    if !pictures.is_empty() {
        entries.push(("image sources", Value::Maps(pictures)));
    }
    entries.push(("payload", payload(draft, topic, payload_seed)));
    entries.push(("notes", Value::List(vec![prng.pick(NOTES).to_owned()])));
    Meta { entries }
}

/// A day of `first_year` or the two years after it.
pub(super) fn date(prng: &mut Prng, first_year: u64) -> String {
    let year = first_year + prng.between(0, 2);
    let (month, day) = (prng.between(1, 12), prng.between(1, 28));
    format!("{year}-{month:02}-{day:02}")
}

/// A slug of the first words of a title and a number that no other post has.
pub(super) fn slug(title: &str, payload_seed: u64) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).take(4).collect();
    format!("{}-{payload_seed}", words.join("-"))
}

/// The topic of a post as it stands in meta.
pub(super) fn topic_value(topic: &Topic) -> Value {
    Value::Text(format!("{} / {}", topic.problem, topic.stack.name))
}

/// A number as it stands in meta.
pub(super) fn number(value: u64) -> Value {
    Value::Bare(value.to_string())
}

/// A text as it stands in meta.
pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

const SCORES: [&str; 4] = ["quality", "freshness", "depth", "clarity"];

/// A post needs a human review exactly where a score is under 70.
fn needs_review(scores: &[(&str, u64)]) -> bool {
    scores.iter().any(|(_, score)| *score < 70)
}

fn words(values: &[&str]) -> Value {
    Value::Words(values.iter().map(|value| (*value).to_owned()).collect())
}

fn outline(topic: &Topic) -> Value {
    Value::Map(vec![
        ("context", text(topic.scenario)),
        ("problem", text(&topic.problem)),
        ("stack", text(topic.stack.name)),
        ("recommended action", text(topic.action)),
    ])
}

fn revision(prng: &mut Prng) -> Value {
    let status = prng.pick(&["drafted", "expanded", "reviewed"]);
    let version = format!("1.{}.{}", prng.between(0, 9), prng.between(0, 9));
    Value::Map(vec![
        ("status", text(status)),
        ("version", Value::Text(version)),
        ("last reviewed", Value::Bare(date(prng, 2022))),
    ])
}

fn reference(payload_seed: u64, prng: &mut Prng) -> Value {
    let suffix = prng.between(0, 9_999);
    Value::Text(format!("anp-ref-{payload_seed:06}-{suffix:04}"))
}

/// 24 hexadecimal digits; the first 16 are unique.
fn hash(number: u32, prng: &mut Prng) -> String {
    let unique = mix(u64::from(number) ^ 0x6761_7465_706f_7374);
    format!("{unique:016x}{:08x}", prng.bits() >> 32)
}

fn flags(has_images: bool, needs_review: bool) -> Value {
    Value::Map(vec![
        ("ai generated style", Value::Flag(true)),
        ("has images", Value::Flag(has_images)),
        ("image heavy", Value::Flag(false)),
        ("needs human review", Value::Flag(needs_review)),
    ])
}

fn entities(topic: &Topic) -> Value {
    let stack = topic.stack;
    let named = [
        (stack.name, "stack"),
        (stack.area, "area"),
        (topic.problem.as_str(), "problem"),
    ];
    let entity = |(name, kind)| vec![("name", text(name)), ("type", text(kind))];
    Value::Maps(named.map(entity).to_vec())
}

fn picture_source(picture: &Picture) -> Vec<(&'static str, Value)> {
    vec![
        ("source", text(picture.source)),
        ("url", text(&picture.url)),
        ("caption", text(&picture.caption)),
    ]
}

fn payload(draft: &Draft, topic: &Topic, payload_seed: u64) -> Value {
    let prose = draft
        .body
        .iter()
        .filter(|block| matches!(block, Block::Paragraph(_)));
    Value::Map(vec![
        (
            "source id",
            Value::Text(format!("alphanode-{payload_seed:06}")),
        ),
        ("generator", text("anp corpus maker")),
        ("paragraphs", number(prose.count() as u64 - 1)),
        ("scenario", text(topic.scenario)),
        ("seed", number(payload_seed)),
    ])
}

const BRIEFS: &[&str] = &[
    "a short draft for people who keep the yard and its services running",
    "one change, told from the first doubt to the last test",
    "written for readers who inherit the job and not the memory of it",
    "small steps, in the order in which they were taken",
    "what was tried, what was kept and what it cost",
    "for those who must explain the change on monday",
];

const NOTES: &[&str] = &[
    "made for load tests; no such yard exists",
    "numbers are invented",
    "names of places are invented",
    "view count is a random number",
];
