//! The subcommands: one file each.

mod baseline;
mod cache;
mod check;
mod clean;
mod config;
mod explain;
mod fix;
mod init;
mod interrupt;
mod meter;
mod outputs;
mod rules;
mod schema;
mod session;
mod task;
mod terminal;
mod test;
mod timings;
mod usage;
mod watch;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::{Cli, Command};
use crate::emit::plain;
use crate::error::{Error, Result};

pub use usage::parse;

/// How a subcommand ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// 0
    Passed,
    /// 1
    Failed,
    /// 2
    Broken,
    /// 130, as a shell tells of a program that Ctrl-C ended.
    Interrupted,
    /// 143, as a shell tells of a program that SIGTERM ended.
    Terminated,
}

/// Runs a subcommand and tells what kept it from running.
pub fn run(cli: Cli) -> ExitCode {
    interrupt::outlive_size_limits();
    let status = match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Baseline(args) => baseline::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Clean(args) => clean::run(&args),
        Command::Completions { shell } => print(|out| {
            clap_complete::generate(shell, &mut Cli::command(), "gatepost", out);
            Ok(())
        }),
        Command::Version => print(|out| writeln!(out, "gatepost {}", env!("CARGO_PKG_VERSION"))),
    };
    let status = status.unwrap_or_else(|error| {
        complain(&error.to_string());
        Status::Broken
    });
    ExitCode::from(match status {
        Status::Passed => 0,
        Status::Failed => 1,
        Status::Broken => 2,
        Status::Interrupted => 130,
        Status::Terminated => 143,
    })
}

/// Says that gatepost itself failed, where no rule or reader is known to be at fault.
pub fn broken() -> ExitCode {
    complain("internal error (this is a bug); nothing more is known of this run");
    ExitCode::from(2)
}

/// Writes to standard output; a reader that went away is no fault, a full disk is.
fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Status> {
    print_to_reader(write).map(|_| Status::Passed)
}

/// As [`print`]; false if the reader went away.
fn print_to_reader(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<bool> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is still buffered has no reader; dropping the writer would try again.
            let _ = out.into_parts();
            Ok(false)
        }
        Err(error) => {
            let _ = out.into_parts();
            Err(Error::new(format!("cannot write the report: {error}")))
        }
    }
}

/// Says one line on standard error. A standard error that is gone has nobody to tell.
fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "gatepost: {}", plain(message));
}
