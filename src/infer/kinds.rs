//! Kinds of posts: folders whose posts have the same keys belong together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::FEW;
use super::folders::{Folder, around, folders, globs};
use super::pilot::{PilotPost, posts};
use super::reader::Reader;
use crate::discover::Input;

/// Posts that are alike.
pub(super) struct Kind<'a> {
    /// What tells it from others in the ids of rules; empty where there are no others.
    pub(super) name: String,
    /// What takes its posts.
    pub(super) globs: Vec<String>,
    pub(super) inputs: Vec<&'a Input>,
    pub(super) pilot: Vec<PilotPost>,
}

/// What the corpus is made of.
pub(super) struct Kinds<'a> {
    /// Those that rules are proposed for, in the order of their paths.
    pub(super) known: Vec<Kind<'a>>,
    /// What takes all posts.
    pub(super) include: Vec<String>,
    /// Posts that belong to no kind, and are judged by the general rules alone.
    pub(super) others: usize,
    /// Files that are taken for no posts.
    pub(super) left_out: Vec<&'a Input>,
}

/// Posts of one pilot.
const PILOT: usize = 256;
/// Posts that the keys of a folder are told by, at least.
const PILOT_OF_FOLDER: usize = 48;

/// A folder, its first posts, and the keys that most of them have.
struct Sampled {
    folder: Folder,
    pilot: Vec<PilotPost>,
    keys: BTreeSet<String>,
}

/// Tells the kinds of posts of a corpus.
pub(super) fn kinds<'a>(inputs: &'a [Input], cwd: &Path, reader: &Reader) -> Kinds<'a> {
    let folders = folders(inputs, cwd);
    let most = (PILOT / folders.len().max(1)).max(PILOT_OF_FOLDER);
    let sampled = folders.into_iter();
    let sampled = sampled
        .map(|folder| sample(folder, inputs, most, reader))
        .collect();
    let mut groups = grouped(sampled);
    groups.sort_by_key(|group| std::cmp::Reverse(files(group)));
    let is_kind = |at: usize, group: &[Sampled]| at == 0 || files(group) >= FEW;
    let has_meta = groups.first().is_some_and(|it| !it[0].keys.is_empty());
    let mut kinds = Vec::new();
    let mut kept: Vec<Folder> = Vec::new();
    let mut left_out = Vec::new();
    let mut others = 0;
    for (at, group) in groups.into_iter().enumerate() {
        let count = files(&group);
        if is_kind(at, &group) {
            kept.extend(group.iter().map(|it| it.folder.clone()));
            kinds.push(group);
        } else if has_meta && group.iter().all(|it| it.keys.is_empty()) {
            let files = group.iter().flat_map(|it| &it.folder.files);
            left_out.extend(files.map(|at| &inputs[*at]));
        } else {
            kept.extend(group.into_iter().map(|it| it.folder));
            others += count;
        }
    }
    left_out.sort_by(|a, b| a.shown.cmp(&b.shown));
    let is_alone = kinds.len() == 1 && others == 0;
    Kinds {
        include: include(&kept, inputs, left_out.is_empty()),
        known: named(kinds, inputs, is_alone),
        others,
        left_out,
    }
}

fn sample(folder: Folder, inputs: &[Input], most: usize, reader: &Reader) -> Sampled {
    let files: Vec<&Input> = folder.files.iter().map(|at| &inputs[*at]).collect();
    let pilot = posts(&files, most, reader);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for key in pilot.iter().flat_map(PilotPost::keys) {
        *counts.entry(key).or_default() += 1;
    }
    let common = counts.into_iter();
    let common = common.filter(|(_, count)| count * 2 >= pilot.len());
    Sampled {
        folder,
        keys: common.map(|(key, _)| key).collect(),
        pilot,
    }
}

/// Folders with like keys, each with the largest folder that it is like.
fn grouped(mut sampled: Vec<Sampled>) -> Vec<Vec<Sampled>> {
    sampled.sort_by_key(|it| std::cmp::Reverse(it.folder.files.len()));
    let mut groups: Vec<Vec<Sampled>> = Vec::new();
    for one in sampled {
        match groups.iter_mut().find(|group| is_like(&group[0], &one)) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    for group in &mut groups {
        group.sort_by(|a, b| a.folder.path.cmp(&b.folder.path));
    }
    groups
}

/// Whether two folders have at least half of their keys in common.
fn is_like(one: &Sampled, other: &Sampled) -> bool {
    let common = one.keys.intersection(&other.keys).count();
    let all = one.keys.union(&other.keys).count();
    common * 2 >= all
}

fn files(group: &[Sampled]) -> usize {
    group.iter().map(|it| it.folder.files.len()).sum()
}

fn include(kept: &[Folder], inputs: &[Input], is_all: bool) -> Vec<String> {
    let kept: Vec<&Folder> = kept.iter().collect();
    if is_all {
        return globs(&[&around(&kept)], inputs);
    }
    globs(&kept, inputs)
}

/// The groups as kinds, in the order of their paths.
fn named(mut groups: Vec<Vec<Sampled>>, inputs: &[Input], is_alone: bool) -> Vec<Kind<'_>> {
    groups.sort_by(|a, b| a[0].folder.path.cmp(&b[0].folder.path));
    let kinds = groups.into_iter().map(|group| {
        let folders: Vec<&Folder> = group.iter().map(|it| &it.folder).collect();
        let mut files: Vec<usize> = folders.iter().flat_map(|it| &it.files).copied().collect();
        files.sort_unstable();
        let folder = folders.first().map_or("", |it| it.path.as_str());
        Kind {
            name: if is_alone {
                String::new()
            } else {
                name(folder)
            },
            globs: if is_alone {
                Vec::new()
            } else {
                globs(&folders, inputs)
            },
            inputs: files.into_iter().map(|at| &inputs[at]).collect(),
            pilot: group
                .into_iter()
                .flat_map(|it| it.pilot)
                .take(PILOT)
                .collect(),
        }
    });
    kinds.collect()
}

/// The last part of a folder's path, as a part of a rule's id.
fn name(folder: &str) -> String {
    let last = folder.trim_end_matches('/').rsplit('/').next();
    let name = super::propose::kebab(last.unwrap_or_default());
    if name.is_empty() {
        "root".to_owned()
    } else {
        name
    }
}
