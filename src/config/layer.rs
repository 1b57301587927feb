//! The files that a configuration is made of, in the order in which they apply.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::toml::{parse, problem};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::rule::node::{Node, NodeTable, NodeValue};
use crate::rule::packs::{PACKS, pack_named};
use crate::source::{Origin, SourceId, Sources};
use crate::text::{below, nearest};

/// Names under which a project's configuration is looked for, in each folder.
pub const FILE_NAMES: [&str; 3] = ["gatepost.toml", ".gatepost.toml", ".config/gatepost.toml"];

/// What `--config KEY=VALUE` is shown as.
pub const ARGUMENT_NAME: &str = "(--config)";

/// Packs that extend packs that extend packs.
const MOST_DEPTH: usize = 10;
/// Files of one configuration, each as often as it is extended.
const MOST_LAYERS: usize = 100;
/// Bytes of a configuration file.
const MOST_BYTES: u64 = 1 << 20;

/// One configuration file.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its source.
    pub source: SourceId,
    /// The folder that its globs are relative to.
    pub base: PathBuf,
    /// The folder that the files it names are relative to.
    pub folder: PathBuf,
    /// The real folder that these lie in.
    pub reach: PathBuf,
    /// What it says.
    pub table: NodeTable,
    /// Whether it was given as `--config KEY=VALUE`.
    pub is_argument: bool,
}

/// Where a layer comes from.
#[derive(Clone)]
struct Place {
    base: PathBuf,
    folder: PathBuf,
    /// The real folder that every file it names lies in.
    reach: PathBuf,
}

impl Place {
    /// Within the project at `root`.
    fn within(root: &Path, base: &Path) -> Self {
        Self {
            base: base.to_path_buf(),
            folder: base.to_path_buf(),
            reach: canonical(root),
        }
    }

    /// Of a file whose globs are relative to `base`. One from outside of the project is trusted
    /// more than the project: it names files beside it, none of the project.
    fn of_file(path: &Path, base: &Path, root: &Path) -> Self {
        let within = Self::within(root, base);
        let folder = path.parent().unwrap_or(base);
        let reach = canonical(folder);
        if reach.starts_with(&within.reach) {
            return within;
        }
        Self {
            folder: folder.to_path_buf(),
            reach,
            ..within
        }
    }

    /// Of a file that a file of this place names.
    fn of_extended(&self, path: &Path, root: &Path) -> Self {
        let folder = path.parent().unwrap_or(&self.folder).to_path_buf();
        let is_within = self.reach == canonical(root);
        Self {
            base: if is_within {
                folder.clone()
            } else {
                self.base.clone()
            },
            folder,
            reach: self.reach.clone(),
        }
    }
}

/// What `--config` was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfigArgument {
    /// A file.
    File(PathBuf),
    /// A built-in pack.
    Pack(String),
    /// `KEY=VALUE`.
    Inline(String),
}

impl ConfigArgument {
    /// Tells packs, files and settings apart.
    pub fn parse(text: &str) -> Self {
        if let Some(pack) = text.strip_prefix("gatepost:") {
            return Self::Pack(pack.to_owned());
        }
        if text.contains('=') && !Path::new(text).exists() {
            return Self::Inline(text.to_owned());
        }
        Self::File(PathBuf::from(text))
    }
}

/// The folder of each layer, relative to the project.
pub(super) fn folders(layers: &[Layer], root: &Path) -> Vec<(SourceId, String)> {
    let folders = layers.iter().filter_map(|layer| {
        let below = layer.base.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = (below.components())
            .map(|part| part.as_os_str().to_str())
            .collect();
        Some((layer.source, parts?.join("/")))
    });
    folders.collect()
}

/// Reads layers and what they extend.
pub struct LayerReader<'a> {
    /// The folder that no `extends` may leave.
    pub root: &'a Path,
    /// The working directory, for the names that users see.
    pub cwd: &'a Path,
    /// Where texts are registered.
    pub sources: &'a mut Sources,
    /// Where mistakes are told.
    pub problems: &'a mut Vec<Diagnostic>,
    /// What was read so far, in the order in which it applies.
    pub layers: Vec<Layer>,
}

impl LayerReader<'_> {
    /// Reads a file that the user named or that was found. One from elsewhere speaks of this
    /// project, but extends what lies beside it: what it says is not for the project to change.
    pub fn file(&mut self, path: &Path, base: &Path) -> Result<()> {
        let shown = shown_path(path, self.cwd);
        let text = read_config(path, &shown)?;
        let place = Place::of_file(path, base, self.root);
        self.text(&shown, &text, &place, &mut vec![canonical(path)]);
        Ok(())
    }

    /// Adds a built-in pack.
    pub fn pack(&mut self, name: &str) -> Result<()> {
        let Some(pack) = pack_named(name) else {
            return Err(Error::new(unknown_pack(name)));
        };
        let place = Place::within(self.root, self.root);
        self.text(
            &format!("gatepost:{}", pack.name),
            pack.text,
            &place,
            &mut Vec::new(),
        );
        Ok(())
    }

    /// Adds text that is not in a file: `--config KEY=VALUE`, the defaults.
    pub fn inline(&mut self, shown: &str, text: &str) {
        let place = Place::within(self.root, self.root);
        self.text(shown, text, &place, &mut Vec::new());
    }

    fn text(&mut self, shown: &str, text: &str, place: &Place, chain: &mut Vec<PathBuf>) {
        let source = self.sources.add(shown, Origin::Memory(Arc::from(text)));
        let table = parse(text, source, self.problems);
        self.extends(&table, place, chain);
        self.layers.push(Layer {
            source,
            base: place.base.clone(),
            folder: place.folder.clone(),
            reach: place.reach.clone(),
            table,
            is_argument: shown == ARGUMENT_NAME,
        });
    }

    fn extends(&mut self, table: &NodeTable, place: &Place, chain: &mut Vec<PathBuf>) {
        let Some(node) = table.get("extends") else {
            return;
        };
        let single = std::slice::from_ref(node);
        let items = match &node.value {
            NodeValue::Array(items) => items.as_slice(),
            _ => single,
        };
        for item in items {
            if let Err(message) = self.extend(item, place, chain) {
                self.problems.push(problem(item.source, item.span, message));
            }
        }
    }

    fn extend(
        &mut self,
        item: &Node,
        place: &Place,
        chain: &mut Vec<PathBuf>,
    ) -> std::result::Result<(), String> {
        let NodeValue::String(name) = &item.value else {
            return Err(format!(
                "'extends' must be a list of strings, not {}",
                item.value.described()
            ));
        };
        if let Some(pack) = name.strip_prefix("gatepost:") {
            return self.pack(pack).map_err(|error| error.to_string());
        }
        if name.contains("://") {
            return Err("a pack can not be read from the network".to_owned());
        }
        let path = place.folder.join(name);
        let real = path
            .canonicalize()
            .map_err(|error| format!("cannot read {name}: {error}"))?;
        if !real.starts_with(&place.reach) {
            let reach = if place.reach == canonical(self.root) {
                "the project"
            } else {
                "the folder of the configuration"
            };
            return Err(format!("'{name}' lies outside of {reach}"));
        }
        if chain.contains(&real) {
            return Err(format!("'{name}' extends itself"));
        }
        if self.layers.len() >= MOST_LAYERS {
            return Err(format!("more than {MOST_LAYERS} files are extended"));
        }
        if chain.len() >= MOST_DEPTH {
            return Err(format!("packs extend packs more than {MOST_DEPTH} deep"));
        }
        let shown = shown_path(&path, self.cwd);
        let text = read_config(&real, &shown).map_err(|error| error.to_string())?;
        let place = place.of_extended(&path, self.root);
        chain.push(real);
        self.text(&shown, &text, &place, chain);
        chain.pop();
        Ok(())
    }
}

/// The nearest configuration file upward from `from`, and the folder that it speaks of.
pub fn find(from: &Path) -> Option<(PathBuf, PathBuf)> {
    from.ancestors().find_map(|folder| {
        let mut candidates = FILE_NAMES.iter().map(|name| folder.join(name));
        candidates
            .find(|path| path.is_file())
            .map(|path| (path, folder.to_path_buf()))
    })
}

/// The path as users know it: relative to the working directory, with `/`. A path that has only
/// the root of the file system in common with it stays absolute. Bytes that are not UTF-8 are shown
/// as `\xff`, so that two names do not become one.
pub fn shown_path(path: &Path, cwd: &Path) -> String {
    shown_name(path, cwd).into_owned()
}

/// The same, which most paths below the folder hold as they are.
pub fn shown_name<'p>(path: &'p Path, cwd: &Path) -> Cow<'p, str> {
    let shown = match below(path, cwd) {
        Some(below) => Cow::Borrowed(below),
        None => relative(path, cwd).map_or(Cow::Borrowed(path), Cow::Owned),
    };
    if std::path::MAIN_SEPARATOR == '/'
        && let Cow::Borrowed(shown) = shown
        && let Some(shown) = shown.to_str()
    {
        return shown.into();
    }
    let mut text = String::with_capacity(shown.as_os_str().len());
    for chunk in shown.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        let escaped = chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}"));
        text.extend(escaped);
    }
    if std::path::MAIN_SEPARATOR == '/' {
        return text.into();
    }
    text.replace(std::path::MAIN_SEPARATOR, "/").into()
}

fn relative(path: &Path, cwd: &Path) -> Option<PathBuf> {
    for (up, ancestor) in cwd.ancestors().enumerate() {
        if up > 0 && ancestor.parent().is_none() {
            return None;
        }
        if let Ok(below) = path.strip_prefix(ancestor) {
            let mut relative: PathBuf = std::iter::repeat_n("..", up).collect();
            relative.push(below);
            return Some(relative);
        }
    }
    None
}

/// The path without links, or as it is where that can not be told.
pub(super) fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

/// Reads a regular file of bounded size. A byte order mark becomes blanks.
pub(super) fn read_config(path: &Path, shown: &str) -> Result<String> {
    let fail = |reason: &str| Error::new(format!("cannot read {shown}: {reason}"));
    let about = std::fs::metadata(path).map_err(|error| fail(&error.to_string()))?;
    if !about.is_file() {
        return Err(fail("not a regular file"));
    }
    if about.len() > MOST_BYTES {
        return Err(fail("larger than 1 MiB"));
    }
    let bytes = std::fs::read(path).map_err(|error| fail(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| fail("not valid UTF-8"))?;
    // Editors may write a byte order mark, which TOML does not know; a blank keeps every offset.
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => format!("   {rest}"),
        None => text,
    })
}

fn unknown_pack(name: &str) -> String {
    let known: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
    match nearest(name, known.iter().copied()) {
        Some(near) => {
            format!("unknown pack 'gatepost:{name}'; did you mean 'gatepost:{near}'?")
        }
        None => format!(
            "unknown pack 'gatepost:{name}'; known are {}",
            known.join(", ")
        ),
    }
}
