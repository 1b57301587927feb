//! The command line: clap types, nothing else.

use std::path::PathBuf;

use clap::builder::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// A quality gate for content.
#[derive(Debug, Parser)]
#[command(
    name = "gatepost",
    version,
    about = "A quality gate for content: repetition, sections, meta, hashes and scores",
    long_about = "gatepost reads a site's posts, judges each alone and all together by rules written in TOML,\nprints diagnostics with exact places, and passes or fails a gate.",
    after_help = "Start with `gatepost check`; `gatepost init` writes a configuration, `gatepost explain CODE` tells what a finding means.",
    styles = Styles::plain(),
    max_term_width = 100
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check posts; with no PATHS the whole corpus
    Check(Box<CheckArgs>),
    /// Tell what a finding, a rule or a kind of rule is about
    Explain(ExplainArgs),
    /// List the rules in force, and where each severity was set
    Rules(RulesArgs),
    /// Run the examples that rules carry
    Test(TestArgs),
    /// Write a commented starter configuration
    Init(InitArgs),
    /// Show the effective configuration, and where each value came from
    Config(ConfigArgs),
    /// Write a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the version
    Version,
}

/// Options that choose the configuration.
#[derive(Debug, Args, Clone, Default)]
pub struct ConfigChoice {
    /// Use this file, `gatepost:PACK`, or set KEY=VALUE; may be repeated
    ///
    /// With a file or a pack no configuration of the project is read, so that a pull request can
    /// not weaken the gate that checks it. KEY=VALUE is TOML and is laid over everything else:
    /// `--config gate.max-warnings=10`.
    #[arg(long, value_name = "FILE|PACK|KEY=VALUE")]
    pub config: Vec<String>,

    /// Ignore every configuration file
    #[arg(long)]
    pub isolated: bool,
}

/// `gatepost check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 the gate passed, 1 it failed, 2 gatepost could not run or could not judge everything."
)]
pub struct CheckArgs {
    /// Files and folders to report on; `-` is standard input
    ///
    /// In a project (a folder with a gatepost.toml) the paths narrow what is reported, never what
    /// is known: the corpus is always what `posts.include` says. Without a configuration file the
    /// paths are the corpus.
    pub paths: Vec<PathBuf>,

    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Report only these rules or codes (comma-separated, may be repeated)
    #[arg(
        long,
        value_name = "CODE",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    pub select: Vec<String>,

    /// Do not report these rules or codes (comma-separated, may be repeated)
    #[arg(
        long,
        value_name = "CODE",
        value_delimiter = ',',
        help_heading = "Selection"
    )]
    pub ignore: Vec<String>,

    /// Take the paths from a file, one a line (or separated by NUL); `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = "Selection")]
    pub files_from: Option<PathBuf>,

    /// The path that standard input (`-`) is said to have: it takes the place of that post
    #[arg(long, value_name = "PATH", help_heading = "Selection")]
    pub stdin_filename: Option<PathBuf>,

    /// List the files that would be checked, and stop
    #[arg(long, help_heading = "Selection")]
    pub show_files: bool,

    /// Do not fail when no post is found
    #[arg(long, help_heading = "Selection")]
    pub allow_empty: bool,

    /// The least severity that fails the gate
    #[arg(long, value_name = "SEVERITY", help_heading = "Gate")]
    pub fail_on: Option<FailOn>,

    /// The most warnings that pass the gate
    #[arg(long, value_name = "N", help_heading = "Gate")]
    pub max_warnings: Option<usize>,

    /// Exit with 0 when the gate fails (never hides that gatepost could not run)
    #[arg(long, help_heading = "Gate")]
    pub exit_zero: bool,

    /// How to write the report
    #[arg(long, value_name = "FORMAT", default_value = "full", help_heading = "Output",
          value_parser = clap::builder::PossibleValuesParser::new(crate::emit::EMITTERS.iter().map(|emitter| emitter.name())))]
    pub output_format: String,

    /// The most findings to show, 0 for all [default: 1000 for full and grouped, else all]
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub limit: Option<usize>,

    /// End with a table of codes and the largest clusters of repeated text
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,

    /// Print the verdict alone
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// When to use colours
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Output"
    )]
    pub color: ColorChoice,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
}

/// `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors fail
    Error,
    /// Warnings and errors fail
    Warning,
    /// Every finding fails
    Info,
    /// Nothing fails
    Never,
}

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// `gatepost explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code (`boilerplate/repeated`), a rule id, a kind, or a code of the engine (`not-utf8`)
    pub code: String,

    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `gatepost rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `gatepost test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Packs to test: `gatepost:NAME` or files; the configuration in force without
    #[arg(value_name = "PACK")]
    pub packs: Vec<String>,

    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Print failures alone
    #[arg(long, short)]
    pub quiet: bool,
}

/// `gatepost init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Replace a configuration that is there
    #[arg(long)]
    pub force: bool,
}

/// `gatepost config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Print the JSON Schema of configuration files
    #[arg(long)]
    pub schema: bool,
}
