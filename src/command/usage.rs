//! The command line, and what is wrong with it.

use std::ffi::OsStr;
use std::io::{self, Write};

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser};

use super::complain;
use crate::cli::Cli;
use crate::emit::plain;

/// Reads the command line. What can not be read ends the process, and so does `--help`.
pub fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| {
        if let Some(variable) = variable_at_fault(&error) {
            complain(&format!(
                "the environment variable {variable} has a value that it can not have"
            ));
        }
        tell(&error)
    })
}

/// Ends the process with what clap says. A mistake is told as all others are: `gatepost: ` in the
/// place of clap's own word.
fn tell(error: &clap::Error) -> ! {
    let told = error.render().to_string();
    let Some(mistake) = told.strip_prefix("error: ").filter(|_| error.use_stderr()) else {
        error.exit();
    };
    let mut lines = mistake.trim_end().lines();
    complain(lines.next().unwrap_or_default());
    let mut err = io::stderr().lock();
    for line in lines {
        // A standard error that is gone has nobody to tell.
        let _ = writeln!(err, "{}", plain(line));
    }
    std::process::exit(error.exit_code())
}

/// The environment variable that a bad value comes from: clap names the option alone.
fn variable_at_fault(error: &clap::Error) -> Option<String> {
    let told = |kind| match error.get(kind) {
        Some(ContextValue::String(told)) => Some(told.as_str()),
        _ => None,
    };
    let (argument, value) = (
        told(ContextKind::InvalidArg)?,
        told(ContextKind::InvalidValue)?,
    );
    let mut typed = std::env::args().skip(1);
    if typed.any(|word| word.ends_with(value)) {
        return None;
    }
    // Arguments can name themselves only once the command is built.
    let mut command = Cli::command();
    command.build();
    let mut arguments = command
        .get_subcommands()
        .flat_map(clap::Command::get_arguments);
    let at_fault = arguments.find_map(|it| {
        let variable = it.get_env().filter(|_| it.to_string() == argument)?;
        (std::env::var_os(variable)? == OsStr::new(value)).then_some(variable)
    });
    at_fault.map(|variable| variable.to_string_lossy().into_owned())
}
