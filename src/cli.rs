//! The command line: clap types, nothing else.

mod report_file;

use std::path::PathBuf;

use clap::builder::Styles;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::emit::EMITTERS;
use crate::rule::Selection;

pub use report_file::ReportFile;

/// A quality gate for content.
#[derive(Debug, Parser)]
#[command(
    name = "gatepost",
    version,
    about = "A quality gate for content: repetition, sections, meta, hashes and scores",
    long_about = "gatepost reads the posts of a site, judges each alone and all together by rules written in TOML,\nprints what is wrong and where, and passes or fails a gate.",
    after_help = "To begin:\n  gatepost check              check every Markdown file below this folder\n  gatepost init               write a gatepost.toml with comments\n  gatepost explain meta/type  tell what a finding means and what to do about it\n\nExit code: 0 passed, 1 failed, 2 could not run.",
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
    /// Check posts and judge the gate; without PATHS all posts
    Check(Box<CheckArgs>),
    /// Tell what a finding, a rule or a kind of rule is about
    Explain(ExplainArgs),
    /// List the rules in force, their severities and where those were set
    Rules(RulesArgs),
    /// Run the examples that rules carry as their tests
    Test(TestArgs),
    /// Keep a file of known findings, which do not fail the gate
    Baseline(BaselineArgs),
    /// Write a gatepost.toml to start from; --infer proposes its rules from the posts
    Init(InitArgs),
    /// Show the effective configuration, and where each value came from
    Config(ConfigArgs),
    /// Remove what earlier runs kept for later ones
    Clean(CleanArgs),
    /// Print a completion script for a shell
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
    /// Use this configuration file or `gatepost:PACK`, or set KEY=VALUE; may be repeated
    ///
    /// With a file or a pack the configuration of the project is not read, so that a pull request
    /// can not weaken the gate that checks it. KEY=VALUE is TOML and is read after every file:
    /// `--config gate.max-warnings=10`. On the paths of an `[[override]]` that one still holds.
    #[arg(long, value_name = "FILE|PACK|KEY=VALUE")]
    pub config: Vec<String>,

    /// Look for no configuration file; `gatepost:recommended` holds then, unless --config says else
    #[arg(long)]
    pub isolated: bool,
}

/// `gatepost check`.
#[derive(Debug, Args, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(
    group = ArgGroup::new("fixing").multiple(true),
    after_help = "Exit code: 0 the gate passed, 1 it failed, 2 gatepost could not run or could not judge everything."
)]
pub struct CheckArgs {
    /// Files and folders to report on; `-` is standard input
    ///
    /// In a project (this folder or one above holds a gatepost.toml) the paths narrow what is
    /// reported, never what is known: the corpus is always what `posts.include` says, so that a
    /// post is compared with all others also when it is named alone. Without a configuration file
    /// the paths are the corpus.
    pub paths: Vec<PathBuf>,

    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Report only these rules or codes (comma-separated, may be repeated)
    ///
    /// That a post can not be read or judged is reported all the same.
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

    /// Take the paths from a file, one a line or separated by NUL; `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = "Selection")]
    pub files_from: Option<PathBuf>,

    /// Report only posts that are staged, and read all posts from git's index
    ///
    /// For commit hooks: edits that are not staged and files that git does not know change nothing.
    /// The index is the one that git gives its hooks.
    #[arg(long, group = "changes", help_heading = "Selection")]
    pub staged: bool,

    /// Report only posts that differ from HEAD: staged, edited, or not yet known to git
    ///
    /// In CI on a pull request, told by `GITHUB_BASE_REF` or `CI_MERGE_REQUEST_DIFF_BASE_SHA`, the
    /// posts that the pull request changes.
    #[arg(long, group = "changes", help_heading = "Selection")]
    pub changed: bool,

    /// Report only posts that differ from the commit at which HEAD left REF
    ///
    /// These are the posts that the branch changes, with what is edited or not yet known to git. A
    /// renamed post is a new one.
    #[arg(
        long,
        value_name = "REF",
        group = "changes",
        allow_hyphen_values = true,
        help_heading = "Selection"
    )]
    pub since: Option<String>,

    /// With one of these three: report only findings on lines that changed
    ///
    /// The lines between which others were deleted count as changed, and the front matter as one
    /// line for keys that it lacks. New posts, and faults that keep a post from being judged, are
    /// reported whole.
    #[arg(long, requires = "changes", help_heading = "Selection")]
    pub changed_lines: bool,

    /// The path of the post whose place standard input (`-`) takes
    #[arg(long, value_name = "PATH", help_heading = "Selection")]
    pub stdin_filename: Option<PathBuf>,

    /// Heed no suppression in a post, be it a comment or a meta key
    #[arg(long, help_heading = "Gate")]
    pub no_inline: bool,

    /// Judge every post anew: neither read nor write the index of earlier runs
    #[arg(long, env = "GATEPOST_NO_CACHE", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new(), help_heading = "Selection")]
    pub no_cache: bool,

    /// Keep the index in this folder instead of `.gatepost` in the project
    #[arg(
        long,
        value_name = "DIR",
        env = "GATEPOST_CACHE_DIR",
        hide_env_values = true,
        help_heading = "Selection"
    )]
    pub cache_dir: Option<PathBuf>,

    /// List the files that would be checked, and stop
    #[arg(long, conflicts_with = "watch", help_heading = "Selection")]
    pub show_files: bool,

    /// Pass when there is no post to report on, which is exit code 2 else
    #[arg(long, help_heading = "Selection")]
    pub allow_empty: bool,

    /// Put right what can be put right safely, and report what is left
    ///
    /// A fix is made only if its finding is gone then and no finding is new. Each file is the old
    /// one or the whole new one at any time. With `-` the fixed text of standard input is printed
    /// in the place of the report.
    #[arg(
        long,
        group = "fixing",
        conflicts_with = "staged",
        help_heading = "Fixing"
    )]
    pub fix: bool,

    /// With --fix or --diff: make fixes as well that guess what was meant
    #[arg(long, requires = "fixing", help_heading = "Fixing")]
    pub unsafe_fixes: bool,

    /// Print how --fix would change the posts, and write nothing
    ///
    /// The exit code is 1 if anything would change, else 0.
    #[arg(long, group = "fixing", help_heading = "Fixing")]
    pub diff: bool,

    /// The least severity that fails the gate [default: gate.fail-on, which is error unless set]
    #[arg(long, value_name = "SEVERITY", help_heading = "Gate")]
    pub fail_on: Option<FailOn>,

    /// The most warnings that pass the gate [default: gate.max-warnings, no limit unless set]
    #[arg(long, value_name = "N", help_heading = "Gate")]
    pub max_warnings: Option<usize>,

    /// Known findings, which are neither shown nor fail the gate [default: gate.baseline]
    #[arg(long, value_name = "FILE", help_heading = "Gate")]
    pub baseline: Option<PathBuf>,

    /// Exit with 0 also when the gate fails; exit code 2 stays
    #[arg(long, help_heading = "Gate")]
    pub exit_zero: bool,

    /// How to write the report on standard output
    ///
    /// For people: `full` shows the text that is meant, `concise` has one line a finding as
    /// compilers do, `grouped` a table a post, `markdown` a summary of a CI step. For programs:
    /// `json` is one object, `json-lines` one object a finding, `sarif` SARIF 2.1.0 for code
    /// scanning, `github` workflow commands of GitHub Actions, `gitlab` a Code Quality report,
    /// `junit` and `checkstyle` the XML of these names, `rdjson` what reviewdog reads.
    #[arg(long, value_name = "FORMAT", default_value = "full", env = "GATEPOST_OUTPUT_FORMAT", hide_env_values = true, help_heading = "Output",
          value_parser = clap::builder::PossibleValuesParser::new(EMITTERS.iter().map(|emitter| emitter.name())))]
    pub output_format: String,

    /// Write the report to a file as well, in any format; may be repeated
    ///
    /// `--output sarif=report.sarif` leaves standard output to --output-format. The file appears
    /// once it is whole: until then it is what it was before. Files have no colours, and --quiet
    /// does not concern them.
    #[arg(long, value_name = "FORMAT=FILE", help_heading = "Output", value_parser = ReportFile::parse)]
    pub output: Vec<ReportFile>,

    /// The most findings to show, 0 for all (limits.max-findings-per-post still holds) [default: 1000 for full, grouped and markdown, else all]
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub limit: Option<usize>,

    /// Add a table of codes and the largest clusters of repeated text, in the formats for people
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,

    /// Check again whenever a post or the configuration changes, until Ctrl-C
    ///
    /// Each check stands between the lines `[Running] gatepost check` and `[Finished] N findings in
    /// M posts`, for the background matchers of editors. Only in the formats `full`, `concise` and
    /// `grouped`.
    #[arg(long, conflicts_with = "stdin_filename", help_heading = "Output")]
    pub watch: bool,

    /// Tell on standard error where the time went
    #[arg(long, help_heading = "Output")]
    pub timings: bool,

    /// Print the verdict alone, in the formats for people
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// When to use colours; auto heeds `NO_COLOR`, `CLICOLOR_FORCE` and `FORCE_COLOR`
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        env = "GATEPOST_COLOR",
        hide_env_values = true,
        help_heading = "Output"
    )]
    pub color: ColorChoice,

    /// Threads to use [default: one a core]
    #[arg(
        long,
        short,
        value_name = "N",
        env = "GATEPOST_JOBS",
        hide_env_values = true
    )]
    pub jobs: Option<usize>,
}

impl CheckArgs {
    /// Which rules are wanted.
    pub fn selection(&self) -> Selection {
        Selection {
            select: self.select.clone(),
            ignore: self.ignore.clone(),
        }
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum ColorChoice {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// `gatepost baseline`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit code: 0 done, 2 gatepost could not run or could not judge everything."
)]
pub struct BaselineArgs {
    /// What to do with the baseline
    pub action: BaselineAction,

    /// Files and folders whose findings are meant; without any those of all posts
    pub paths: Vec<PathBuf>,

    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// The file [default: gate.baseline, which is gatepost-baseline.jsonl unless set]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Judge every post anew: neither read nor write the index of earlier runs
    #[arg(long, env = "GATEPOST_NO_CACHE", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub no_cache: bool,

    /// Keep the index in this folder instead of `.gatepost` in the project
    #[arg(
        long,
        value_name = "DIR",
        env = "GATEPOST_CACHE_DIR",
        hide_env_values = true
    )]
    pub cache_dir: Option<PathBuf>,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
}

/// What `gatepost baseline` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BaselineAction {
    /// Add the findings that are not known yet
    Add,
    /// Remove what is found no more
    Prune,
    /// Tell how many are known, new and gone
    Status,
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
#[command(
    after_help = "Exit code: 0 every example holds, 1 one does not, 2 gatepost could not run."
)]
pub struct TestArgs {
    /// Packs to test, `gatepost:NAME` or files; without any the rules in force
    #[arg(value_name = "PACK")]
    pub packs: Vec<String>,

    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Print the failures and the count alone
    #[arg(long, short)]
    pub quiet: bool,
}

/// `gatepost init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// With --infer: files and folders whose posts are looked at; without any all posts below this
    /// folder
    #[arg(requires = "infer")]
    pub paths: Vec<PathBuf>,

    /// Propose rules from the posts: meta, sections, thresholds and what agrees in every post
    ///
    /// Each proposal has a comment that says what was seen. At least 19 of 20 posts pass it; the
    /// others are worth a look.
    #[arg(long)]
    pub infer: bool,

    /// Replace the gatepost.toml that is there
    #[arg(long)]
    pub force: bool,

    /// Print the configuration, and write nothing
    #[arg(long, conflicts_with = "force")]
    pub dry_run: bool,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N", requires = "infer")]
    pub jobs: Option<usize>,
}

/// `gatepost config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Print the JSON Schema of configuration files, for editors
    #[arg(long)]
    pub schema: bool,
}

/// `gatepost clean`.
#[derive(Debug, Args)]
pub struct CleanArgs {
    /// Which configuration.
    #[command(flatten)]
    pub config: ConfigChoice,

    /// Clean this folder instead of `.gatepost` in the project
    #[arg(
        long,
        value_name = "DIR",
        env = "GATEPOST_CACHE_DIR",
        hide_env_values = true
    )]
    pub cache_dir: Option<PathBuf>,
}
