//! Findings that are known: kept in a file, taken out of what is shown and judged.
//!
//! An entry is known by its fingerprint, which lines that move do not change. Of a post that was
//! renamed the entries are known by what they say: if all its findings, and no others, stand in
//! the baseline under exactly one path where no file is any more.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::fingerprint::{Named, path_in_project};
use super::{Demands, named};
use crate::check::Outcome;
use crate::config::says_unjudged;
use crate::diagnostic::Code;
use crate::source::Sources;
use crate::text::excerpt;

/// How lines begin that git leaves where it can not merge.
const CONFLICT: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// Characters of a reason that quotes what is no entry.
const MOST_QUOTED: usize = 200;

/// Known findings.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// Sorted, each fingerprint once.
    entries: Vec<Entry>,
}

/// One known finding, a line of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The post, as seen from the project.
    pub path: String,
    /// The code.
    pub code: String,
    /// What it said, for people.
    pub message: String,
    /// Names it in the corpus: 32 hex digits.
    pub fingerprint: String,
    /// Names it in its post, whatever that is called: 32 hex digits.
    pub content: String,
}

impl Baseline {
    /// A baseline with these entries; of several for one finding, the first as they are sorted.
    pub fn of(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        let mut seen = FxHashSet::default();
        entries.retain(|entry| seen.insert(entry.fingerprint.clone()));
        Self { entries }
    }

    /// Reads a baseline. Of entries for one finding, which a merge of two branches may leave, one
    /// is kept. The error is the number of the line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut entries: Vec<Entry> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            if CONFLICT.iter().any(|sign| line.starts_with(sign)) {
                return Err((number, "a conflict of git is not resolved".to_owned()));
            }
            let entry: Entry = serde_json::from_str(line).map_err(|error| {
                // The error quotes what stands there.
                let reason = excerpt(&error.to_string(), MOST_QUOTED);
                (number, format!("not an entry of a baseline: {reason}"))
            })?;
            entries.push(entry);
        }
        Ok(Self::of(entries))
    }

    /// Writes one entry a line, sorted.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for entry in &self.entries {
            serde_json::to_writer(&mut *out, entry)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// The entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// What a baseline and the findings of a run have to do with one another.
#[derive(Debug, Default)]
pub struct Compared {
    /// Findings that are known.
    pub known: usize,
    /// Known findings of posts that were renamed, as they are now.
    pub moved: Vec<Entry>,
    /// Findings that are not known.
    pub fresh: Vec<Entry>,
    /// Fingerprints of entries that stand for findings under another path now.
    pub outdated: BTreeSet<String>,
    /// Fingerprints of entries that are not found any more.
    pub stale: BTreeSet<String>,
}

/// Compares for `gatepost baseline`: every finding that is not known is told.
pub fn compare(
    baseline: &Baseline,
    outcome: &Outcome<'_>,
    sources: &Sources,
    demands: Demands<'_>,
) -> Compared {
    let all = named(outcome, sources, demands.home);
    let matched = Matched::of(baseline, &all, outcome, sources, demands);
    let entry = |named: &Named| Entry {
        path: path_of(named, outcome, sources, demands.home),
        code: outcome.code(&named.finding).to_string(),
        message: outcome.tell(&named.finding).message,
        fingerprint: hex(named.fingerprint),
        content: hex(named.content),
    };
    let mut compared = Compared {
        known: matched.is_known.iter().filter(|known| **known).count(),
        stale: matched.stale,
        outdated: matched.outdated,
        ..Compared::default()
    };
    for (at, named) in all.iter().enumerate() {
        if matched.moved.contains(&at) {
            compared.moved.push(entry(named));
        } else if !matched.is_known[at] && can_be_known(named, outcome) {
            compared.fresh.push(entry(named));
        }
    }
    compared
}

/// What is known of a run.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Findings that were taken out.
    pub(super) baselined: usize,
    /// Entries that are not found any more.
    pub(super) stale: usize,
}

/// Takes known findings out.
pub(super) fn take_out(
    baseline: &Baseline,
    findings: &mut Vec<Named>,
    outcome: &Outcome<'_>,
    sources: &Sources,
    demands: Demands<'_>,
) -> Known {
    let matched = Matched::of(baseline, findings, outcome, sources, demands);
    let before = findings.len();
    let mut is_known = matched.is_known.into_iter();
    findings.retain(|_| !is_known.next().unwrap_or_default());
    Known {
        baselined: before - findings.len(),
        stale: matched.stale.len(),
    }
}

/// Which finding is which entry.
struct Matched {
    /// Of each finding.
    is_known: Vec<bool>,
    /// Findings that are known by the former name of their post.
    moved: BTreeSet<usize>,
    outdated: BTreeSet<String>,
    stale: BTreeSet<String>,
}

impl Matched {
    fn of(
        baseline: &Baseline,
        findings: &[Named],
        outcome: &Outcome<'_>,
        sources: &Sources,
        demands: Demands<'_>,
    ) -> Self {
        let entries = baseline.entries();
        let by_name: FxHashMap<&str, &Entry> = entries
            .iter()
            .map(|entry| (entry.fingerprint.as_str(), entry))
            .collect();
        let mut left: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        let found: FxHashMap<String, usize> = (0..)
            .zip(findings)
            .map(|(at, named)| (hex(named.fingerprint), at))
            .collect();
        for entry in entries {
            if !found.contains_key(&entry.fingerprint) {
                left.entry(&entry.path).or_default().push(entry);
            }
        }
        let is_known = findings.iter().map(|named| {
            can_be_known(named, outcome) && by_name.contains_key(hex(named.fingerprint).as_str())
        });
        let mut matched = Self {
            is_known: is_known.collect(),
            moved: BTreeSet::new(),
            outdated: BTreeSet::new(),
            stale: BTreeSet::new(),
        };
        matched.follow_renames(entries, &left, findings, outcome, sources, demands);
        matched.find_stale(&left, outcome, demands.home);
        matched
    }

    fn follow_renames(
        &mut self,
        entries: &[Entry],
        left: &BTreeMap<&str, Vec<&Entry>>,
        findings: &[Named],
        outcome: &Outcome<'_>,
        sources: &Sources,
        demands: Demands<'_>,
    ) {
        if left.is_empty() || self.is_known.iter().all(|known| *known) {
            return;
        }
        let mut vanished: FxHashMap<Vec<String>, Vec<&str>> = FxHashMap::default();
        for (path, entries) in left {
            if !demands.root.join(path).exists() {
                let mut contents: Vec<String> =
                    entries.iter().map(|entry| entry.content.clone()).collect();
                contents.sort();
                vanished.entry(contents).or_default().push(path);
            }
        }
        let held: BTreeSet<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
        let numbered: Vec<(usize, &Named)> = findings.iter().enumerate().collect();
        for post in numbered.chunk_by(|a, b| a.1.finding.source == b.1.finding.source) {
            let can_be = |(_, named): &&(usize, &Named)| can_be_known(named, outcome);
            let post: Vec<&(usize, &Named)> = post.iter().filter(can_be).collect();
            let is_new = |(_, named): &&(usize, &Named)| {
                !held.contains(path_of(named, outcome, sources, demands.home).as_str())
            };
            if !post.first().copied().is_some_and(|first| is_new(&first)) {
                continue;
            }
            let mut contents: Vec<String> =
                post.iter().map(|(_, named)| hex(named.content)).collect();
            contents.sort();
            // Taken out, so that a copy of the renamed post is new.
            let Some([former]) = vanished.get(&contents).map(Vec::as_slice) else {
                continue;
            };
            let known = left.get(former).into_iter().flatten();
            self.outdated
                .extend(known.map(|entry| entry.fingerprint.clone()));
            vanished.remove(&contents);
            for (at, _) in post {
                self.is_known[*at] = true;
                self.moved.insert(*at);
            }
        }
    }

    /// An entry is stale if its post was judged by its rule, or all posts were.
    fn find_stale(
        &mut self,
        left: &BTreeMap<&str, Vec<&Entry>>,
        outcome: &Outcome<'_>,
        home: &str,
    ) {
        if !outcome.failures.is_empty() {
            return;
        }
        let is_whole = outcome.posts > 0 && outcome.reported == outcome.posts;
        if left.is_empty() {
            return;
        }
        let reported: BTreeSet<String> = outcome
            .reported_names()
            .map(|name| path_in_project(home, &name))
            .collect();
        for entry in left.values().flatten() {
            let is_judged = is_whole || reported.contains(&entry.path);
            if is_judged
                && outcome.wants(&Code::of_engine(&entry.code))
                && !self.outdated.contains(&entry.fingerprint)
            {
                self.stale.insert(entry.fingerprint.clone());
            }
        }
    }
}

/// That a post could not be judged is never known.
fn can_be_known(named: &Named, outcome: &Outcome<'_>) -> bool {
    !says_unjudged(outcome.code(&named.finding).as_str())
}

/// The post of a finding: its path, or its name inside of a container.
fn path_of(named: &Named, outcome: &Outcome<'_>, sources: &Sources, home: &str) -> String {
    let source = named.finding.source;
    match outcome.name_of(source) {
        Some(name) => path_in_project(home, &name.stable),
        None => path_in_project(home, &sources.shown(source)),
    }
}

fn hex(name: u128) -> String {
    format!("{name:032x}")
}
