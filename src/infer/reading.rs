//! How rendered texts are read: nothing in them says where their meta begins.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::pilot::spread;
use super::reader::Reader;
use crate::config::{ConfigArgument, Request, load};
use crate::discover::Input;
use crate::parse::ParseOptions;
use crate::read::reload;
use crate::rule::packs::PACKS;
use crate::source::Sources;

/// Texts that are looked at.
const PILOT: usize = 64;
/// Longest heading of meta.
const LONGEST: usize = 80;

/// Tells readers where the meta of texts begins, if there are texts among `inputs`.
pub(super) fn learn(inputs: &[Input], cwd: &Path, reader: &mut Reader) {
    let texts: Vec<&Input> = inputs
        .iter()
        .filter(|input| input.format.name() == "text")
        .collect();
    let pilot = spread(texts.len(), PILOT);
    let read: Vec<Arc<str>> = pilot.filter_map(|at| reader.text(texts[at]).ok()).collect();
    if read.is_empty() {
        return;
    }
    if let Some(options) = of_pack(&read, cwd) {
        reader.options = options;
    } else {
        reader.options.meta_heading = heading(&read);
    }
}

/// What a built-in pack tells readers that knows the heading of nearly all texts.
fn of_pack(texts: &[Arc<str>], cwd: &Path) -> Option<ParseOptions> {
    PACKS.iter().find_map(|pack| {
        let request = Request {
            arguments: vec![ConfigArgument::Pack(pack.name.to_owned())],
            ..Request::default()
        };
        let config = load(&request, cwd, &mut Sources::new(reload)).ok()?;
        let heading = config.parse.meta_heading.as_deref()?;
        let is_heading = |line: &str| line.trim().eq_ignore_ascii_case(heading);
        let known = texts.iter().filter(|text| text.lines().any(is_heading));
        (known.count() * 2 >= texts.len()).then_some(config.parse)
    })
}

/// A line of nearly all texts behind which keys and values stand, with a colon between them.
fn heading(texts: &[Arc<str>]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        if let Some(line) = meta_line(text) {
            *counts.entry(line).or_default() += 1;
        }
    }
    let common = counts.into_iter().max_by_key(|(_, count)| *count);
    let (line, count) = common?;
    (texts.len() >= 3 && count * 5 >= texts.len() * 4).then(|| line.to_owned())
}

/// The last line behind which there are only keys and values, two of them on one line.
fn meta_line(text: &str) -> Option<&str> {
    let lines = text.lines().map(str::trim);
    let filled: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let is_entry = |line: &&&str| is_key(line) || line.starts_with(['•', '-', '*']);
    let entries = filled.iter().rev().take_while(is_entry).count();
    let (before, entries) = filled.split_at(filled.len() - entries);
    let pairs = entries
        .iter()
        .filter(|line| is_key(line) && !line.ends_with(':'));
    let last = before.last()?;
    let is_short = last.len() <= LONGEST && !last.contains(':');
    (pairs.count() >= 2 && is_short).then_some(last)
}

/// Whether a line is a key with a colon.
fn is_key(line: &str) -> bool {
    let key = line.split_once(": ").map(|(key, _)| key);
    let key = key.or_else(|| line.strip_suffix(':'));
    let is_short = |key: &str| (1..=4).contains(&key.split_whitespace().count());
    key.is_some_and(|key| is_short(key) && !key.starts_with(['•', '-', '*']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(meta: &str) -> Vec<Arc<str>> {
        let text = |n| format!("a title {n}\n\nsome words.\n\nabout this post\n\n{meta}").into();
        (0..5).map(text).collect()
    }

    #[test]
    fn a_heading_is_a_line_that_keys_follow_in_nearly_all() {
        let texts = texts("author: kim\ntags:\n  • a\nstate: done\n");
        assert_eq!(heading(&texts).as_deref(), Some("about this post"));
        assert_eq!(heading(&texts[..2]), None);
    }

    #[test]
    fn a_list_at_the_end_is_no_meta() {
        assert_eq!(heading(&texts("- wash: the tub\n- dry: the tub\n")), None);
        assert_eq!(heading(&texts("state: done\n")), None);
    }
}
