//! From TOML files to a validated configuration. Every mistake is told at its place, all at once.

mod build;
mod engine;
mod examples;
mod files;
mod formats;
pub mod keys;
mod layer;
mod measures;
mod merge;
mod require;
mod toml;

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Result};
use crate::parse::{Flavor, KeyHint, ParseOptions};
use crate::post::{MetaPath, ValueType};
use crate::rule::node::{Node, NodeValue};
use crate::rule::{Files, Options, PathScope, RuleSet, Selection};
use crate::source::{SourceId, Sources, Span};

use files::ProjectFiles;

pub use build::known_selector;
pub use engine::{ENGINE, SUPPRESSION, SUPPRESSION_ID, says_unjudged};
pub use layer::{ConfigArgument, FILE_NAMES, find, shown_name, shown_path};
pub use merge::{Merged, RuleSetting};
pub use require::{Measured, Requirement, Stat};

/// The configuration where no file is found.
const DEFAULT: &str = "extends = [\"gatepost:recommended\"]\n";
/// What the defaults are shown as.
const DEFAULT_NAME: &str = "(defaults)";

/// What the command line says about the configuration.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `--config`, in order.
    pub arguments: Vec<ConfigArgument>,
    /// `--isolated`.
    pub isolated: bool,
    /// `--select` and `--ignore`.
    pub selection: Selection,
}

/// A validated configuration.
pub struct Config {
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// Whether a configuration file says what the corpus is. Without one the paths named on the
    /// command line are the corpus.
    pub is_project: bool,
    /// Which files are posts.
    pub posts: Posts,
    /// What readers are told.
    pub parse: ParseOptions,
    /// The rules.
    pub rules: RuleSet,
    /// What the gate asks for.
    pub gate: GateConfig,
    /// Whether posts may suppress findings.
    pub suppression: SuppressionConfig,
    /// Bounds.
    pub limits: Limits,
    /// What the layers say, for `gatepost config`.
    pub merged: Merged,
    /// The files that were read, in the order in which they apply.
    pub layers: Vec<SourceId>,
}

/// Which files are posts.
#[derive(Debug, Clone)]
pub struct Posts {
    /// The corpus.
    pub include: PathScope,
    /// What is left out.
    pub exclude: PathScope,
    /// Who builds the site; `None` to find out.
    pub flavor: Option<Flavor>,
    /// Formats of files whose extension does not say it.
    pub formats: Vec<(PathScope, &'static str)>,
}

/// What the gate asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GateConfig {
    /// The least severity that fails; `None` for never.
    pub fail_on: Option<Severity>,
    /// The most warnings that pass.
    pub max_warnings: Option<usize>,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// Conditions over numbers of posts.
    pub requirements: Vec<Requirement>,
}

/// Whether posts may suppress findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuppressionConfig {
    /// Whether what posts say of it is heeded at all.
    pub is_heeded: bool,
    /// Whether one without a reason suppresses nothing.
    pub requires_reason: bool,
}

/// Bounds that users may raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file.
    pub file_size: u64,
    /// Findings of one post that are shown.
    pub findings_per_post: usize,
}

/// Why there is no configuration.
#[derive(Debug)]
pub enum Failure {
    /// Mistakes in its files.
    Mistakes(Vec<Diagnostic>),
    /// A file that can not be read, an argument that can not be understood.
    Error(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// The names that `--fail-on` and `gate.fail-on` take.
pub const FAIL_ON_NAMES: [&str; 4] = ["error", "warning", "info", "never"];

/// Reads, merges and checks the configuration for a run in `cwd`.
pub fn load(
    request: &Request,
    cwd: &Path,
    sources: &mut Sources,
) -> std::result::Result<Config, Failure> {
    let mut problems = Vec::new();
    let place = Project::of(request, cwd)?;
    let mut reader = layer::LayerReader {
        root: &place.root,
        cwd,
        sources,
        problems: &mut problems,
        layers: Vec::new(),
    };
    if let Some(file) = &place.found {
        reader.file(file, &place.root)?;
    }
    if !place.has_base {
        reader.inline(DEFAULT_NAME, DEFAULT);
    }
    for argument in &request.arguments {
        match argument {
            ConfigArgument::File(path) => reader.file(&cwd.join(path), &place.root)?,
            ConfigArgument::Pack(name) => reader.pack(name)?,
            ConfigArgument::Inline(text) => reader.inline(layer::ARGUMENT_NAME, text),
        }
    }
    let layers = reader.layers;
    let mut merged = merge::merge(&layers, &mut problems);
    merged.folders = layer::folders(&layers, &place.root);
    let files = ProjectFiles::new(&place.root, cwd, sources, &layers);
    let mut config = validate(merged, &place, request, &files, &mut problems);
    config.layers = layers.iter().map(|layer| layer.source).collect();
    if !problems.is_empty() {
        return Err(Failure::Mistakes(without_echoes(problems)));
    }
    for selector in request
        .selection
        .select
        .iter()
        .chain(&request.selection.ignore)
    {
        known_selector(selector, &config.merged).map_err(Error::new)?;
    }
    if config.rules.rules.is_empty() {
        return Err(Error::new(
            "no rules are in force; add extends = [\"gatepost:recommended\"] or a [[rule]]",
        )
        .into());
    }
    Ok(config)
}

/// What a file that is no TOML seems to say besides is an echo of its syntax errors.
fn without_echoes(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let is_syntax = |problem: &Diagnostic| problem.message.starts_with(toml::SYNTAX);
    let of_syntax = problems.iter().filter(|problem| is_syntax(problem));
    let broken: Vec<SourceId> = of_syntax.map(|problem| problem.primary().source).collect();
    let mut problems = problems;
    problems.retain(|problem| is_syntax(problem) || !broken.contains(&problem.primary().source));
    problems
}

/// The folder of the project that a request speaks of, whatever its files say.
pub fn project_root(request: &Request, cwd: &Path) -> Result<PathBuf> {
    Project::of(request, cwd).map(|project| project.root)
}

/// Where the project lies and which file describes it.
struct Project {
    root: PathBuf,
    found: Option<PathBuf>,
    describes_corpus: bool,
    has_base: bool,
}

impl Project {
    fn of(request: &Request, cwd: &Path) -> Result<Self> {
        let mut named = request.arguments.iter();
        let file = named.find_map(|argument| match argument {
            ConfigArgument::File(path) => Some(cwd.join(path)),
            _ => None,
        });
        let mut named = request.arguments.iter();
        let has_pack = named.any(|argument| matches!(argument, ConfigArgument::Pack(_)));
        if let Some(file) = file {
            return Ok(Self {
                root: root_of_named(&file, cwd),
                found: None,
                describes_corpus: true,
                has_base: true,
            });
        }
        if has_pack || request.isolated {
            return Ok(Self {
                root: cwd.to_path_buf(),
                found: None,
                describes_corpus: false,
                has_base: has_pack,
            });
        }
        let Some((file, root)) = layer::find(cwd) else {
            return Ok(Self {
                root: cwd.to_path_buf(),
                found: None,
                describes_corpus: false,
                has_base: false,
            });
        };
        let real = file.canonicalize().unwrap_or_else(|_| file.clone());
        let real_root = root.canonicalize().unwrap_or_else(|_| root.clone());
        if !real.starts_with(real_root) {
            let shown = shown_path(&file, cwd);
            let message = format!("{shown} is a link that leaves the project; not read");
            return Err(Error::new(message));
        }
        Ok(Self {
            root,
            found: Some(file),
            describes_corpus: true,
            has_base: true,
        })
    }
}

/// A file given with `--config` speaks of its folder if that holds the working directory or lies
/// in it; a trusted file from elsewhere speaks of the working directory.
fn root_of_named(file: &Path, cwd: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(cwd);
    let folder = match folder.file_name() {
        Some(name) if name == ".config" => folder.parent().unwrap_or(folder),
        _ => folder,
    };
    let real = folder
        .canonicalize()
        .unwrap_or_else(|_| folder.to_path_buf());
    if cwd.starts_with(&real) || real.starts_with(cwd) {
        real
    } else {
        cwd.to_path_buf()
    }
}

fn validate(
    merged: Merged,
    place: &Project,
    request: &Request,
    files: &dyn Files,
    problems: &mut Vec<Diagnostic>,
) -> Config {
    let mut rules = build::rule_set(&merged, files, problems);
    rules.selection = request.selection.clone();
    let mut values = Values {
        merged: &merged,
        problems,
        root: &place.root,
    };
    let posts = values.posts();
    let mut parse = values.parse_options();
    let gate = values.gate();
    let suppression = SuppressionConfig {
        is_heeded: values.boolean("suppression.inline", true),
        requires_reason: values.boolean("suppression.require-reason", false),
    };
    let limits = values.limits();
    for rule in &rules.rules {
        rule.check.hint(&mut parse);
    }
    // A text rendering may suppress findings whatever keys its rules declare.
    parse
        .keys
        .extend(MetaPath::parse("gatepost.disable").map(|path| KeyHint {
            path,
            value_type: ValueType::List,
            of: Some(ValueType::String),
        }));
    Config {
        root: place.root.clone(),
        is_project: place.describes_corpus,
        posts,
        parse,
        rules,
        gate,
        suppression,
        limits,
        merged,
        layers: Vec::new(),
    }
}

/// The keys that are no rules, typed.
struct Values<'a> {
    merged: &'a Merged,
    problems: &'a mut Vec<Diagnostic>,
    root: &'a Path,
}

impl Values<'_> {
    /// Reads one key through the same typed access that rules have.
    fn with<T>(
        &mut self,
        path: &'static str,
        read: impl FnOnce(&mut Options<'_>, &str) -> T,
    ) -> Option<T> {
        let (node, _) = self.merged.values.get(path)?;
        let name = path.rsplit('.').next().unwrap_or(path);
        let table = crate::rule::node::NodeTable {
            entries: vec![crate::rule::node::NodeEntry {
                key: name.to_owned(),
                source: node.source,
                key_span: Span::at(0),
                value: node.clone(),
            }],
        };
        let mut options = Options::new("", &table, node.source, node.span, self.problems);
        Some(read(&mut options, name))
    }

    fn string(&mut self, path: &'static str) -> Option<String> {
        self.with(path, |options, name| {
            options.string(name).map(str::to_owned)
        })
        .flatten()
    }

    fn strings(&mut self, path: &'static str) -> Vec<String> {
        self.with(path, |options, name| {
            let texts = options.strings(name).into_iter();
            texts.map(|(text, _)| text.to_owned()).collect()
        })
        .unwrap_or_default()
    }

    fn count(&mut self, path: &'static str) -> Option<usize> {
        self.with(path, |options: &mut Options<'_>, name| options.count(name))
            .flatten()
    }

    fn boolean(&mut self, path: &'static str, default: bool) -> bool {
        self.with(path, |options, name| options.boolean(name, default))
            .unwrap_or(default)
    }

    fn scope(&mut self, path: &'static str, default: &[&str]) -> PathScope {
        let fallback = || PathScope::new(self.root.to_path_buf(), default);
        let Some((node, base)) = self.merged.values.get(path) else {
            return fallback().unwrap_or_else(|_| PathScope::nothing());
        };
        let single = std::slice::from_ref(node);
        let nodes = match &node.value {
            NodeValue::Array(items) => items.as_slice(),
            _ => single,
        };
        build::scope(base, nodes, self.problems).unwrap_or_else(PathScope::nothing)
    }

    fn posts(&mut self) -> Posts {
        Posts {
            include: self.scope("posts.include", &["**/*.md", "**/*.markdown", "**/*.mdx"]),
            exclude: self.scope("posts.exclude", &[]),
            flavor: self.flavor(),
            formats: self.formats(),
        }
    }

    fn flavor(&mut self) -> Option<Flavor> {
        let names = Flavor::ALL.map(|(name, _)| name);
        let known = [&["auto"], names.as_slice()].concat();
        let name = self.with("posts.flavor", |options, name| options.choice(name, &known));
        Flavor::from_name(name.flatten()?)
    }

    fn gate(&mut self) -> GateConfig {
        let fail_on = self
            .with("gate.fail-on", |options, name| {
                options.choice(name, &FAIL_ON_NAMES)
            })
            .flatten();
        GateConfig {
            fail_on: fail_on.map_or(Some(Severity::Error), fail_on_named),
            max_warnings: self.count("gate.max-warnings"),
            baseline: self.baseline(),
            requirements: require::requirements(self.merged, self.problems),
        }
    }

    /// A file below the folder of the file that names it.
    fn baseline(&mut self) -> Option<PathBuf> {
        let name = self.string("gate.baseline")?;
        let (node, folder) = self.merged.values.get("gate.baseline")?;
        let is_plain = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if name.is_empty() || !Path::new(&name).components().all(is_plain) {
            let message = format!("'{name}' is no file below the folder of this one");
            self.tell(node, message);
            return None;
        }
        Some(folder.join(name))
    }

    fn limits(&mut self) -> Limits {
        let size = self.count("limits.max-file-size");
        let findings_per_post = match self.count("limits.max-findings-per-post") {
            Some(0) => usize::MAX,
            most => most.unwrap_or(1000),
        };
        Limits {
            file_size: size.map_or(16 << 20, |size| size.min(LARGEST_FILE) as u64),
            findings_per_post,
        }
    }

    fn tell(&mut self, node: &Node, message: String) {
        self.problems
            .push(toml::problem(node.source, node.span, message));
    }
}

/// Spans are 32 bits wide.
const LARGEST_FILE: usize = 1 << 31;

/// The severity that a `fail-on` name means; `None` for never.
pub fn fail_on_named(name: &str) -> Option<Severity> {
    match name {
        "warning" => Some(Severity::Warning),
        "info" => Some(Severity::Info),
        "never" => None,
        _ => Some(Severity::Error),
    }
}
