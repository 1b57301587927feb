//! Reading posts and judging each alone, and noting what the corpus phase needs.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use xxhash_rust::xxh3::xxh3_128;

use super::files::path_in_project;
use super::judge::Judge;
use super::{Run, internal_error};
use crate::config::{Config, Measured};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::discover::Input;
use crate::index::{Day, FileNotes, Loaded, Scratch};
use crate::post::Post;
use crate::read::{ReadFault, Stamp, read_post, read_record};
use crate::rule::MetricCache;
use crate::site::Inherited;
use crate::source::{Container, Origin, Record, SourceId};

/// The source of findings in notes, which do not hold it: whoever reads them knows what they are of.
pub(super) const UNNUMBERED: SourceId = SourceId(u32::MAX);

/// What became of one file.
pub(super) struct FileOutcome {
    /// Its written notes.
    pub(super) notes: Notes,
    /// What the file system says of it; nothing of what is no file.
    pub(super) stamp: Stamp,
    /// The hash of its content; 0 of what could not be read.
    pub(super) hash: u128,
    /// The last day on which the notes hold.
    pub(super) until: Day,
    /// What the environment or a bug kept from being judged: path and reason.
    pub(super) failures: Vec<(String, String)>,
}

impl Default for FileOutcome {
    fn default() -> Self {
        Self {
            notes: Notes::Made(Box::default()),
            stamp: Stamp::default(),
            hash: 0,
            until: Day::NEVER,
            failures: Vec::new(),
        }
    }
}

/// Written notes of one file.
pub(super) enum Notes {
    /// Made in this run.
    Made(Box<[u8]>),
    /// Kept from an earlier run, by the number of the file there.
    Kept(usize),
}

/// Judges posts one by one; shared by all threads.
pub(super) struct PostChecker<'a> {
    pub(super) run: &'a Run<'a>,
    /// What is known from an earlier run.
    kept: Option<&'a Loaded>,
    /// Whether any finding of each rule is wanted on a path without overrides.
    pub(super) active: Vec<bool>,
    /// Whether each rule measures what another or the gate asks for.
    pub(super) measuring: Vec<bool>,
    /// How many rules look at all posts together.
    pub(super) corpus_rules: usize,
}

impl<'a> PostChecker<'a> {
    pub(super) fn new(run: &'a Run<'a>, kept: Option<&'a Loaded>) -> Self {
        let rules = &run.config.rules;
        let active = rules.rules.iter().map(|rule| rules.is_active(rule, &[]));
        let asked = asked_metrics(run.config);
        let asked = asked.iter().map(|metric| rules.measuring(metric));
        let asked: Vec<usize> = asked.flatten().collect();
        Self {
            run,
            kept,
            active: active.collect(),
            measuring: (0..rules.rules.len())
                .map(|it| asked.contains(&it))
                .collect(),
            corpus_rules: (rules.rules.iter())
                .filter(|rule| rule.check.is_corpus())
                .count(),
        }
    }

    /// Judges the posts of files; those that are the same as their file `before` of an earlier run
    /// are not judged again, and those that have an outcome keep it. Those that are not begun when
    /// it is not to go on get none.
    ///
    /// A few files are judged in step, by one kind of rule after another: kinds are more to the
    /// caches of a processor than posts are.
    pub(super) fn files(
        &self,
        inputs: &'a [Input],
        before: &[Option<usize>],
        outcomes: &mut [Option<FileOutcome>],
        goes_on: impl Fn() -> bool,
    ) {
        let progress = self.run.progress;
        let mut open = Vec::new();
        let mut bytes = 0;
        for (at, (input, before)) in inputs.iter().zip(before).enumerate() {
            if outcomes[at].is_some() {
                continue;
            }
            if !goes_on() {
                break;
            }
            match self.begin(input, *before) {
                Begun::Ended(outcome) => {
                    outcomes[at] = Some(outcome);
                    progress.end(1);
                }
                Begun::Open(file) => {
                    bytes += file.text.len();
                    open.push((at, file));
                }
            }
            if bytes >= BYTES_IN_STEP {
                progress.end(self.close(&mut open, outcomes));
                bytes = 0;
            }
        }
        progress.end(self.close(&mut open, outcomes));
    }

    /// Reads a file, unless it is the same as file `before` of an earlier run.
    fn begin(&self, input: &'a Input, before: Option<usize>) -> Begun<'a> {
        let today = self.run.day();
        let before = self.kept.zip(before);
        let before = before.filter(|(kept, before)| kept.until(*before) >= today);
        let inherited = self.run.site.inherited(&input.path);
        if let Some((kept, before)) = before
            && let Some(stamp) = stamp_of(input).map(|stamp| stamp.within(inherited.mark()))
            && kept.is_unchanged(before, &stamp)
        {
            return Begun::Ended(FileOutcome::kept(kept, before, stamp));
        }
        let (text, stamp) = match self.text(input) {
            Ok(read) => read,
            Err(fault) => return Begun::Ended(unread(input, fault)),
        };
        let stamp = stamp.within(inherited.mark());
        let hash = xxh3_128(text.as_bytes()) ^ u128::from(inherited.mark());
        if let Some((kept, before)) = before
            && kept.hash(before) == hash
        {
            return Begun::Ended(FileOutcome::kept(kept, before, stamp));
        }
        Begun::Open(OpenFile {
            input,
            text,
            stamp,
            hash,
            posts: Vec::new(),
            inherited,
            overrides: self.run.config.rules.overrides_of(&input.path),
            place: path_in_project(&self.run.config.root, &input.path),
        })
    }

    /// Finds the posts of open files, which were none until now. Drops files on which a reader
    /// panics.
    fn parse(&self, open: &mut Vec<(usize, OpenFile<'a>)>, outcomes: &mut [Option<FileOutcome>]) {
        let options = &self.run.config.parse;
        let format = |file: &OpenFile<'_>| file.input.format;
        let mut parsed = Vec::with_capacity(open.len());
        for alike in open.chunk_by(|(_, a), (_, b)| format(a).name() == format(b).name()) {
            let format = format(&alike[0].1);
            let texts: Vec<&str> = alike.iter().map(|(_, file)| &*file.text).collect();
            let all = catch_unwind(AssertUnwindSafe(|| format.parse_all(&texts, options)));
            let alone = |text| catch_unwind(AssertUnwindSafe(|| format.parse(text, options))).ok();
            match all {
                Ok(posts) if posts.len() == texts.len() => {
                    parsed.extend(posts.into_iter().map(Some));
                }
                _ => parsed.extend(texts.into_iter().map(alone)),
            }
        }
        let mut parsed = parsed.into_iter();
        open.retain_mut(|(at, file)| {
            let Some(mut posts) = parsed.next().flatten() else {
                outcomes[*at] = Some(broken(file));
                return false;
            };
            std::mem::take(&mut file.inherited).give(&mut posts);
            let with_metrics = posts.into_iter().map(|post| (post, MetricCache::default()));
            file.posts = with_metrics.collect();
            true
        });
    }

    /// Judges the posts of open files, each of which stands with the place of its outcome; how many
    /// files that were. A fault of one never hides another.
    fn close(
        &self,
        open: &mut Vec<(usize, OpenFile<'a>)>,
        outcomes: &mut [Option<FileOutcome>],
    ) -> usize {
        let files = open.len();
        if files == 0 {
            return 0;
        }
        self.parse(open, outcomes);
        let posts = open.iter().flat_map(|(_, file)| {
            let posts = file.posts.iter();
            posts.map(move |(post, metrics)| (file, post, metrics))
        });
        let mut judges: Vec<Judge<'_>> = posts
            .map(|(file, post, metrics)| Judge::of(self, file, post, metrics))
            .collect();
        let mut first = 0;
        let rules = &self.run.config.rules.rules;
        for alike in rules.chunk_by(|a, b| a.kind.name() == b.kind.name()) {
            for judge in &mut judges {
                judge.rules(first, alike);
            }
            first += alike.len();
        }
        let judged: Vec<_> = judges.into_iter().map(Judge::end).collect();
        let mut judged = judged.into_iter();
        let mut scratch = Scratch::default();
        for (at, file) in &*open {
            let mut failures = Vec::new();
            let mut notes = FileNotes::default();
            let mut until = Day::NEVER;
            for ((_, metrics), (post, failed)) in file.posts.iter().zip(judged.by_ref()) {
                notes.posts.push(post);
                failures.extend(failed);
                until = until.min(metrics.until().map_or(Day::NEVER, Day::since_epoch));
            }
            outcomes[*at] = Some(FileOutcome {
                notes: Notes::Made(notes.to_bytes(&mut scratch)),
                stamp: file.stamp,
                hash: file.hash,
                until,
                failures,
            });
        }
        open.clear();
        files
    }

    fn text(&self, input: &'a Input) -> Result<(Cow<'a, str>, Stamp), ReadFault> {
        if let Some(fault) = &input.fault {
            return Err(ReadFault::Content((**fault).clone()));
        }
        match &input.origin {
            Origin::Memory(text) => Ok(((&**text).into(), Stamp::default())),
            Origin::Record(record) => Ok((read_record(record)?.into(), stamp_of_container(record))),
            Origin::File(path) => {
                let (text, stamp) = read_post(path, self.run.config.limits.file_size)?;
                Ok((text.into(), stamp))
            }
        }
    }
}

/// A file that was begun.
enum Begun<'a> {
    /// There is no more to do.
    Ended(FileOutcome),
    Open(OpenFile<'a>),
}

/// A file whose posts are judged.
pub(super) struct OpenFile<'a> {
    pub(super) input: &'a Input,
    pub(super) text: Cow<'a, str>,
    stamp: Stamp,
    hash: u128,
    /// Its posts, with what is measured of them.
    posts: Vec<(Post, MetricCache)>,
    /// What they are given.
    inherited: Inherited,
    /// The overrides that hold for it.
    pub(super) overrides: Vec<usize>,
    /// Its path below the project.
    pub(super) place: Option<String>,
}

/// Bytes of files that are judged in step: with what is known of them they fit into a cache.
const BYTES_IN_STEP: usize = 1 << 17;

impl FileOutcome {
    fn made(notes: &FileNotes, failures: Vec<(String, String)>) -> Self {
        Self {
            notes: Notes::Made(notes.to_bytes(&mut Scratch::default())),
            failures,
            ..Self::default()
        }
    }

    fn kept(kept: &Loaded, before: usize, stamp: Stamp) -> Self {
        Self {
            notes: Notes::Kept(before),
            stamp,
            hash: kept.hash(before),
            until: kept.until(before),
            failures: Vec::new(),
        }
    }
}

/// The metrics of the corpus that rules and the gate ask for.
fn asked_metrics(config: &Config) -> Vec<&'static str> {
    let rules = &config.rules;
    let by_rules = rules.rules.iter().flat_map(|rule| rule.check.asks());
    let requirements = config.gate.requirements.iter();
    let by_gate = requirements.filter_map(|required| match required.measured {
        Measured::Corpus(metric) => Some(metric),
        _ => None,
    });
    by_rules.chain(by_gate).collect()
}

/// What the file system says of a file that is there to be read.
fn stamp_of(input: &Input) -> Option<Stamp> {
    if input.fault.is_some() {
        return None;
    }
    match &input.origin {
        Origin::Memory(_) => None,
        Origin::Record(record) => Some(stamp_of_container(record)),
        Origin::File(path) => {
            let about = std::fs::metadata(path).ok()?;
            about.is_file().then(|| Stamp::of(&about))
        }
    }
}

/// What the file system said of a container when its records were found: it is not asked again for
/// each of them.
fn stamp_of_container(record: &Record) -> Stamp {
    match &*record.container {
        Container::File(_, stamp) => *stamp,
        Container::Memory(_) => Stamp::default(),
    }
}

fn unread(input: &Input, fault: ReadFault) -> FileOutcome {
    match fault {
        ReadFault::Content(fault) => {
            let code = Code::of_engine(fault.code);
            let remark =
                Diagnostic::new(code, Severity::Error, UNNUMBERED, fault.span, fault.message);
            FileOutcome::made(&file_notes(remark.help(fault.help)), Vec::new())
        }
        ReadFault::Environment(reason) => {
            let failures = vec![(input.shown.to_string(), reason)];
            FileOutcome::made(&FileNotes::default(), failures)
        }
    }
}

/// A reader that panicked: the post is told as not judged, and the run as incomplete.
fn broken(file: &OpenFile<'_>) -> FileOutcome {
    let reader = format!("the {} reader", file.input.format.name());
    let (path, reason) = internal_error(&reader, &file.input.shown);
    let code = Code::of_engine("internal-error");
    let remark = Diagnostic::new(code, Severity::Error, UNNUMBERED, None, reason.clone());
    FileOutcome {
        stamp: file.stamp,
        hash: file.hash,
        ..FileOutcome::made(&file_notes(remark), vec![(path, reason)])
    }
}

/// The notes of a file that holds no post.
fn file_notes(remark: Diagnostic) -> FileNotes {
    FileNotes {
        remarks: vec![remark],
        posts: Vec::new(),
    }
}
