//! gatepost on posts in memory, from a configuration to a report.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use gatepost::check::{Progress, Run, Shelf, corpora, judge, note};
use gatepost::config::{Config, ConfigArgument, Failure, Request, load};
use gatepost::discover::Input;
use gatepost::gate::{self, Context, Declared, Demands, Report};
use gatepost::index::Index;
use gatepost::parse::{FORMATS, InputFormat};
use gatepost::read::reload;
use gatepost::site::Site;
use gatepost::source::{Origin, SourceId, Sources};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The day on which everything takes place.
pub(super) const TODAY: jiff::civil::Date = jiff::civil::date(2026, 1, 1);

/// As deep as the stacks of the command.
const STACK: usize = 16 << 20;

/// One thread, which is quick to hand work to.
static ONE: LazyLock<ThreadPool> = LazyLock::new(|| pool(1));
/// More threads than there is work for.
static MANY: LazyLock<ThreadPool> = LazyLock::new(|| pool(3));

fn pool(threads: usize) -> ThreadPool {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    builder.stack_size(STACK).build().unwrap()
}

/// Runs with one thread.
pub(super) fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    ONE.install(work)
}

/// Runs with several threads.
pub(super) fn together<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    MANY.install(work)
}

/// An empty folder, in which the project lies.
pub(super) fn folder() -> &'static Path {
    static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());
    FOLDER.path()
}

/// The configuration that a text describes, on top of the defaults.
pub(super) fn configured(text: &str) -> (Sources, Result<Config, Failure>) {
    loaded(&[ConfigArgument::Inline(text.to_owned())], true)
}

/// The configuration of a built-in pack.
pub(super) fn pack(name: &str) -> Config {
    let (_, config) = loaded(&[ConfigArgument::Pack(name.to_owned())], true);
    config.unwrap_or_else(|_| panic!("the pack {name} is sound"))
}

/// The configuration that stands in a file.
pub(super) fn in_file(path: &Path) -> (Sources, Result<Config, Failure>) {
    loaded(&[ConfigArgument::File(path.to_path_buf())], false)
}

fn loaded(arguments: &[ConfigArgument], isolated: bool) -> (Sources, Result<Config, Failure>) {
    let mut sources = Sources::new(reload);
    let request = Request {
        arguments: arguments.to_vec(),
        isolated,
        ..Request::default()
    };
    let config = load(&request, folder(), &mut sources);
    (sources, config)
}

/// A post in memory.
#[derive(Clone, Copy)]
pub(super) struct Draft<'a> {
    pub(super) name: &'a str,
    pub(super) format: &'static dyn InputFormat,
    pub(super) text: &'a str,
}

/// Posts of the formats from number `first` on, named in their order.
pub(super) fn drafts<'a>(first: usize, texts: &[&'a str]) -> Vec<Draft<'a>> {
    const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let drafts = NAMES.iter().zip(texts).enumerate();
    drafts
        .map(|(at, (name, text))| Draft {
            name,
            text,
            format: FORMATS[(first + at) % FORMATS.len()],
        })
        .collect()
}

/// The posts as a walk would have found them.
pub(super) fn inputs(drafts: &[Draft<'_>]) -> Vec<Input> {
    let inputs = drafts.iter().map(|draft| Input {
        path: Path::new(draft.name).into(),
        shown: Arc::from(draft.name),
        origin: Origin::Memory(Arc::from(draft.text)),
        fault: None,
        format: draft.format,
        is_reported: true,
    });
    inputs.collect()
}

/// Prepares a run.
pub(super) fn with_run<T>(
    config: &Config,
    inputs: &[Input],
    then: impl FnOnce(&Run<'_>) -> T,
) -> T {
    let sources = Sources::new(reload);
    let added = inputs.iter();
    let added = added.map(|it| sources.add(it.shown.clone(), it.origin.clone()));
    let input_sources: Vec<SourceId> = added.collect();
    then(&Run {
        config,
        site: &Site::none(),
        inputs,
        input_sources: &input_sources,
        sources: &sources,
        today: TODAY,
        progress: &Progress::default(),
    })
}

/// Judges posts and hands the report over; a reader or rule that panics fails.
pub(super) fn reported<T>(
    config: &Config,
    inputs: &[Input],
    index: Option<&Index>,
    then: impl FnOnce(&Report<'_>, &Sources) -> T,
) -> T {
    with_run(config, inputs, |run| {
        let book = note(run, index, None);
        told(run, &book, |report, sources| {
            // What a forged index says of posts can not be told where they are otherwise.
            if index.is_none() {
                let failures = &report.summary.failures;
                assert_eq!(*failures, [], "everything is judged");
            }
            then(report, sources)
        })
    })
}

/// Judges what is noted, and hands the report over.
pub(super) fn told<T>(
    run: &Run<'_>,
    shelf: &impl Shelf,
    then: impl FnOnce(&Report<'_>, &Sources) -> T,
) -> T {
    let corpora = corpora(shelf);
    let outcome = judge(shelf, &corpora);
    let demands = Demands {
        home: "",
        root: folder(),
        baseline: None,
        gate: &run.config.gate,
        limits: run.config.limits,
        shown: None,
        changed_lines: None,
    };
    let mut report = gate::judge(&outcome, run.sources, demands);
    report.summary.context = Context {
        folder: String::new(),
        declared: Declared::of(&run.config.rules),
    };
    then(&report, run.sources)
}
