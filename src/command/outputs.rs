//! Where the reports of a check go: standard output, and the files of `--output`.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::session::{Session, use_color};
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
}

/// A format and the most findings that it shows.
struct Output {
    emitter: &'static dyn Emitter,
    shown: Option<usize>,
}

impl<'a> Outputs<'a> {
    /// What the command line asks for. Two reports can not be one file, and no report takes the
    /// place of a post or a configuration.
    pub(super) fn of(args: &'a CheckArgs, session: &Session, found: &Discovered) -> Result<Self> {
        let mut taken = BTreeSet::new();
        let mut files = Vec::new();
        for output in &args.output {
            let file = output.file.as_path();
            let identity = identity_of(file);
            if let Some(role) = role_of(file, &identity, session, found) {
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
        let style = Style {
            color: use_color(args.color, io::stdout().is_terminal()),
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

/// What a file is to this run, if a report must not take its place; links are looked through.
fn role_of(
    file: &Path,
    identity: &Path,
    session: &Session,
    found: &Discovered,
) -> Option<&'static str> {
    let named = session.cwd.join(file);
    let mut posts = found.inputs.iter().map(|input| &input.path);
    if posts.any(|post| post == identity || *post == named) {
        return Some("a post");
    }
    let mut layers = session.config.layers.iter();
    let is_layer = layers.any(|layer| {
        let shown = session.sources.shown(*layer);
        identity_of(&session.cwd.join(&*shown)) == identity
    });
    is_layer.then_some("a configuration")
}
