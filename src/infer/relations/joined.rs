//! Texts that are made of others: `topic` of `problem`, ` / ` and `stack`.

use super::super::pilot::PilotPost;
use super::equal::Classes;
use super::features::{Feature, Features, Known, Source};
use super::{Relation, is_nearly_all, literal};

/// A shorter text begins or ends others by chance.
const FEWEST_BYTES: usize = 3;
/// Longest text between two joined ones.
const MOST_BETWEEN: usize = 12;

/// For each text, the texts that it is made of, or begins or ends with, or that the name of the
/// file holds it.
pub(super) fn relations(
    features: &Features,
    classes: &Classes,
    posts: &[&PilotPost],
) -> Vec<Relation> {
    let firsts = classes.iter().filter_map(|class| class.first());
    let texts: Vec<&Feature> = firsts
        .map(|at| &features.all[*at])
        .filter(|feature| is_text(feature))
        .collect();
    let own = texts.iter().filter_map(|text| match &text.source {
        Source::Meta(path) => Some((*text, path)),
        _ => None,
    });
    own.filter_map(|(text, path)| {
        let whole = Whole { text, path };
        whole.joined(&texts).or_else(|| whole.in_file_name(posts))
    })
    .collect()
}

fn is_text(feature: &Feature) -> bool {
    let is_meta = matches!(feature.source, Source::Meta(_) | Source::Item(_));
    let mut values = feature.values.iter().flatten();
    is_meta && values.all(|value| matches!(value, Known::Text(_)))
}

/// A text that may be made of others.
struct Whole<'a> {
    text: &'a Feature,
    path: &'a str,
}

impl Whole<'_> {
    fn joined(&self, texts: &[&Feature]) -> Option<Relation> {
        let mut others = texts.iter().filter(|other| other.text != self.text.text);
        others.find_map(|first| self.begun(first, texts).or_else(|| self.ended(first)))
    }

    /// `first`, something constant, and perhaps another text.
    fn begun(&self, first: &Feature, texts: &[&Feature]) -> Option<Relation> {
        let rests = self.rests(|whole, part| whole.strip_prefix(part), first)?;
        let of = rests.len();
        if let Some(rest) = constant(&rests, of, self.posts()) {
            return self.made_of(&format!("{} + {}", first.text, literal(rest)?));
        }
        let is_other = |it: &&&Feature| it.text != self.text.text && it.text != first.text;
        let second = texts.iter().filter(is_other).find_map(|second| {
            let between = between(&rests, second);
            let constant = constant(&between, of, self.posts())?;
            let is_short = (1..=MOST_BETWEEN).contains(&constant.len());
            is_short.then_some((second, literal(constant)?))
        });
        match second {
            Some((second, between)) => {
                self.made_of(&format!("{} + {between} + {}", first.text, second.text))
            }
            None => self.condition("startsWith", "begin", first),
        }
    }

    /// Something constant and `last`, or an end at least.
    fn ended(&self, last: &Feature) -> Option<Relation> {
        let rests = self.rests(|whole, part| whole.strip_suffix(part), last)?;
        match constant(&rests, rests.len(), self.posts()) {
            Some(rest) => self.made_of(&format!("{} + {}", literal(rest)?, last.text)),
            None => self.condition("endsWith", "end", last),
        }
    }

    fn in_file_name(&self, posts: &[&PilotPost]) -> Option<Relation> {
        let texts = posts.iter().enumerate();
        let told: Vec<bool> = texts
            .filter_map(|(at, post)| {
                let text = self.text.text_in(at)?;
                let is_held = text.len() >= FEWEST_BYTES && post.file_name().contains(text);
                Some(is_held)
            })
            .collect();
        let held = told.iter().filter(|held| **held).count();
        if !is_nearly_all(held, told.len(), posts.len()) {
            return None;
        }
        let variable = &self.text.text;
        let message = format!(
            "the path does not hold `{}`: {{{variable}}}",
            self.path_shown()
        );
        Relation::new(
            self.path,
            &format!("path.contains({variable})"),
            Some(message),
        )
    }

    /// What is left of each text without a part; nothing where the part is not in nearly all.
    fn rests<'a>(
        &'a self,
        strip: impl Fn(&'a str, &str) -> Option<&'a str>,
        part: &Feature,
    ) -> Option<Vec<(usize, &'a str)>> {
        let mut of = 0;
        let mut rests = Vec::new();
        for post in 0..self.posts() {
            let Some((whole, part)) = self.text.text_in(post).zip(part.text_in(post)) else {
                continue;
            };
            of += 1;
            let rest = (part.len() >= FEWEST_BYTES).then(|| strip(whole, part));
            if let Some(rest) = rest.flatten().filter(|rest| !rest.is_empty()) {
                rests.push((post, rest));
            }
        }
        is_nearly_all(rests.len(), of, self.posts()).then_some(rests)
    }

    fn made_of(&self, parts: &str) -> Option<Relation> {
        let whole = &self.text.text;
        let message = format!("`{}` is not `{{{parts}}}`", self.path_shown());
        Relation::new(self.path, &format!("{whole} == {parts}"), Some(message))
    }

    fn condition(&self, function: &str, verb: &str, part: &Feature) -> Option<Relation> {
        let (whole, part) = (&self.text.text, &part.text);
        let message = format!("`{}` does not {verb} with `{{{part}}}`", self.path_shown());
        Relation::new(
            self.path,
            &format!("{whole}.{function}({part})"),
            Some(message),
        )
    }

    fn path_shown(&self) -> &str {
        self.text.text.trim_start_matches("meta.")
    }

    fn posts(&self) -> usize {
        self.text.values.len()
    }
}

/// What stands before the second text at the end of each rest.
fn between<'a>(rests: &[(usize, &'a str)], second: &Feature) -> Vec<(usize, &'a str)> {
    let cut = rests.iter().filter_map(|(post, rest)| {
        let second = second.text_in(*post)?;
        Some((*post, rest.strip_suffix(second)?))
    });
    cut.collect()
}

/// The text that `of` texts are, nearly all.
fn constant<'a>(texts: &[(usize, &'a str)], of: usize, posts: usize) -> Option<&'a str> {
    let mut sorted: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    sorted.sort_unstable();
    let commonest = sorted.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
    let is_constant = is_nearly_all(commonest.len(), of, posts);
    is_constant.then(|| commonest[0])
}
