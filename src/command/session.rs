//! What every subcommand that needs a configuration does first.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use super::complain;
use super::terminal::use_color;
use crate::cli::{ColorChoice, ConfigChoice};
use crate::config::{Config, ConfigArgument, Failure, Request, load};
use crate::diagnostic::Diagnostic;
use crate::emit::{Style, config_problem};
use crate::error::{Error, Result};
use crate::gate::located;
use crate::read::reload;
use crate::rule::Selection;
use crate::site::Site;
use crate::source::Sources;

/// A configuration and where the run takes place.
pub(super) struct Session {
    pub(super) cwd: PathBuf,
    pub(super) sources: Sources,
    pub(super) config: Config,
    pub(super) site: Site,
}

impl Session {
    /// Loads the configuration. Its mistakes are all told on standard error; the error that is
    /// returned then says how many there are.
    pub(super) fn start(choice: &ConfigChoice, selection: Selection) -> Result<Self> {
        let (sources, config, cwd) = Self::load(choice, selection)?;
        match config {
            Ok(mut config) => {
                let site = Site::of(&config);
                config.parse.flavor = site.flavor();
                Ok(Self {
                    cwd,
                    sources,
                    config,
                    site,
                })
            }
            Err(Failure::Error(error)) => Err(error),
            Err(Failure::Mistakes(problems)) => Err(tell_mistakes(problems, &sources)),
        }
    }

    /// What [`Session::start`] starts from: all that was read, what it says, and where.
    pub(super) fn load(choice: &ConfigChoice, selection: Selection) -> Result<Loaded> {
        let cwd = working_directory()?;
        let mut sources = Sources::new(reload);
        let config = load(&request(choice, selection), &cwd, &mut sources);
        Ok((sources, config, cwd))
    }
}

pub(super) fn working_directory() -> Result<PathBuf> {
    std::env::current_dir()
        .map_err(|error| Error::new(format!("cannot tell the working directory: {error}")))
}

/// The configuration that the command line asks for.
pub(super) fn request(choice: &ConfigChoice, selection: Selection) -> Request {
    let arguments = choice.config.iter();
    Request {
        arguments: arguments.map(|text| ConfigArgument::parse(text)).collect(),
        isolated: choice.isolated,
        selection,
    }
}

/// Sources, the configuration or its mistakes, and the working directory.
type Loaded = (Sources, std::result::Result<Config, Failure>, PathBuf);

/// Mistakes of a configuration that are told: who made more looks at these first.
const MOST_TOLD: usize = 100;

fn tell_mistakes(problems: Vec<Diagnostic>, sources: &Sources) -> Error {
    let style = Style {
        color: use_color(ColorChoice::Auto, io::stderr().is_terminal()),
        ..Style::default()
    };
    let count = problems.len();
    let mut err = io::stderr().lock();
    for problem in located(problems, sources).iter().take(MOST_TOLD) {
        // A standard error that is gone has nobody to tell.
        let _ = config_problem(problem, sources, &style, &mut err);
    }
    let _ = err.flush();
    drop(err);
    if count > MOST_TOLD {
        complain(&format!(
            "{} more mistakes are not shown",
            count - MOST_TOLD
        ));
    }
    Error::new(match count {
        1 => "the configuration has a mistake".to_owned(),
        _ => format!("the configuration has {count} mistakes"),
    })
}
