//! Where the reports of a check go: standard output, and the files of `--output`.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::baseline;
use super::session::Session;
use super::terminal::{links, use_color};
use super::{Status, complain, print};
use crate::cli::CheckArgs;
use crate::discover::Discovered;
use crate::emit::{Emitter, Style, emitter_named};
use crate::error::{Error, Result};
use crate::gate::Report;
use crate::source::Sources;
use crate::write::{identity_of, replace};

/// Findings that `full`, `grouped` and `markdown` show unless told otherwise: more than anybody
/// reads.
const SHOWN_TO_PEOPLE: usize = 1000;

/// Everything that is to be written.
pub(super) struct Outputs<'a> {
    /// None where standard output is the fixed text of standard input.
    stdout: Option<Output>,
    files: Vec<(&'a Path, Output)>,
    /// What paths of the report are relative to.
    cwd: PathBuf,
}

/// A format and the most findings that it shows.
struct Output {
    emitter: &'static dyn Emitter,
    shown: Option<usize>,
}

impl<'a> Outputs<'a> {
    /// What the command line asks for. Two reports can not be one file, and no report takes the
    /// place of what the run reads.
    pub(super) fn of(args: &'a CheckArgs, session: &Session, found: &Discovered) -> Result<Self> {
        let roles = Roles::of(args, session);
        let mut taken = BTreeSet::new();
        let mut files = Vec::new();
        for output in &args.output {
            let file = output.file.as_path();
            let identity = identity_of(file);
            let is_post = found
                .inputs
                .iter()
                .any(|input| *input.path == *identity || *input.path == session.cwd.join(file));
            let role = roles.of_file(&identity);
            if let Some(role) = is_post.then_some("a post").or(role) {
                let file = file.display();
                return Err(Error::new(format!(
                    "--output would write over {file}, which is {role}"
                )));
            }
            if !taken.insert(identity) {
                let file = file.display();
                return Err(Error::new(format!(
                    "two reports can not be one file: {file}"
                )));
            }
            files.push((file, Output::of(&output.format, args)?));
        }
        Ok(Self {
            stdout: if prints_post(args) {
                None
            } else {
                Some(Output::of(&args.output_format, args)?)
            },
            files,
            cwd: session.cwd.clone(),
        })
    }

    /// The most findings that any of them shows.
    pub(super) fn shown(&self) -> Option<usize> {
        let files = self.files.iter().map(|(_, output)| output);
        let mut outputs = self.stdout.iter().chain(files);
        outputs.try_fold(0, |most, output| Some(output.shown?.max(most)))
    }

    /// Writes the files; one that can not be written keeps no other from being written.
    pub(super) fn write_files(
        &self,
        report: &Report,
        sources: &Sources,
        args: &CheckArgs,
    ) -> Status {
        let mut status = Status::Passed;
        let style = Style {
            statistics: args.statistics,
            ..Style::default()
        };
        for (file, output) in &self.files {
            let written = replace(file, |out| output.emit(report, sources, style, out));
            if let Err(error) = written {
                let file = file.display();
                complain(&format!("cannot write the report: {error}: {file}"));
                status = Status::Broken;
            }
        }
        status
    }

    /// Writes to standard output.
    pub(super) fn print(
        &self,
        report: &Report,
        sources: &Sources,
        args: &CheckArgs,
    ) -> Result<Status> {
        let is_terminal = io::stdout().is_terminal();
        let color = use_color(args.color, is_terminal);
        let links = links(&self.cwd, color, is_terminal);
        let style = Style {
            color,
            links: links.as_ref(),
            quiet: args.quiet,
            statistics: args.statistics,
        };
        match &self.stdout {
            Some(stdout) => print(|out| stdout.emit(report, sources, style, out)),
            None => Ok(Status::Passed),
        }
    }
}

impl Output {
    fn of(format: &str, args: &CheckArgs) -> Result<Self> {
        let emitter = emitter_named(format).ok_or_else(|| Error::new("unknown output format"))?;
        let shown = match args.limit {
            Some(0) => None,
            Some(limit) => Some(limit),
            None => emitter.is_for_people().then_some(SHOWN_TO_PEOPLE),
        };
        Ok(Self { emitter, shown })
    }

    fn emit(
        &self,
        report: &Report,
        sources: &Sources,
        style: Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let report = report.limited(self.shown);
        self.emitter.emit(&report, sources, &style, out)
    }
}

/// Whether standard output is the fixed text of standard input.
fn prints_post(args: &CheckArgs) -> bool {
    args.fix && !args.diff && names_stdin(args)
}

/// Whether standard input is a post.
pub(super) fn names_stdin(args: &CheckArgs) -> bool {
    args.paths.iter().any(|path| path.as_os_str() == "-")
}

/// The files that a run reads besides posts.
struct Roles(Vec<(PathBuf, &'static str)>);

impl Roles {
    fn of(args: &CheckArgs, session: &Session) -> Self {
        let layers = session.config.layers.iter().map(|layer| {
            let shown = session.sources.shown(*layer);
            (session.cwd.join(&*shown), "a configuration")
        });
        let baseline = baseline::file(args.baseline.as_deref(), session);
        let list = args.files_from.as_ref().map(|list| session.cwd.join(list));
        let others = [(baseline, "the baseline"), (list, "a list of files")];
        let others = others
            .into_iter()
            .filter_map(|(file, role)| Some((file?, role)));
        let all = layers.chain(others);
        Self(all.map(|(file, role)| (identity_of(&file), role)).collect())
    }

    /// What a file is, by its identity.
    fn of_file(&self, identity: &Path) -> Option<&'static str> {
        let mut known = self.0.iter();
        let found = known.find(|(file, _)| file == identity);
        found.map(|(_, role)| *role)
    }
}
