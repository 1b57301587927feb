//! Every key of a configuration file, told once: validation, `config --schema` and the README's
//! table follow from it.

/// A key outside of `[[rule]]` options.
#[derive(Debug, Clone, Copy)]
pub struct KeyInfo {
    /// Its dotted path; `[]` marks the entries of an array of tables.
    pub path: &'static str,
    /// The type as users read it.
    pub takes: &'static str,
    /// The default as written in TOML; empty where there is none.
    pub default: &'static str,
    /// What it does, in one sentence without a final period.
    pub doc: &'static str,
}

/// Every key, in the order in which they are documented.
pub static KEYS: &[KeyInfo] = &[
    KeyInfo {
        path: "extends",
        takes: "list of strings",
        default: "[]",
        doc: "Packs that this file builds on, in order: `gatepost:NAME` or a path to a file inside the project",
    },
    KeyInfo {
        path: "posts.include",
        takes: "list of globs",
        default: "[\"**/*.md\", \"**/*.markdown\", \"**/*.mdx\"]",
        doc: "The files that make the corpus",
    },
    KeyInfo {
        path: "posts.exclude",
        takes: "list of globs",
        default: "[]",
        doc: "Files that are left out, also when they are named on the command line",
    },
    KeyInfo {
        path: "posts.format",
        takes: "table of globs to formats",
        default: "{}",
        doc: "The format of files whose extension does not say it",
    },
    KeyInfo {
        path: "posts.flavor",
        takes: "auto, hugo, jekyll, zola, astro, docusaurus, mkdocs, obsidian or plain",
        default: "\"auto\"",
        doc: "The site generator, which decides what posts inherit and what in them is no text; `auto` looks for its configuration",
    },
    KeyInfo {
        path: "format.text.meta-heading",
        takes: "string",
        default: "",
        doc: "The line under which the meta block of a rendered text stands; without it no meta is looked for",
    },
    KeyInfo {
        path: "format.text.ignore-lines",
        takes: "list of strings",
        default: "[]",
        doc: "Lines of a rendered text that are theme chrome, not content",
    },
    KeyInfo {
        path: "format.text.headings",
        takes: "list of strings",
        default: "[]",
        doc: "Section names that mark a line of a compact text as a heading, besides those that `sections` rules name",
    },
    KeyInfo {
        path: "format.jsonl.body",
        takes: "meta path",
        default: "",
        doc: "The field of a record that its body stands in; by default the first of `body`, `content`, `markdown`, `html` and `text` that is text",
    },
    KeyInfo {
        path: "format.jsonl.body-format",
        takes: "markdown, html or text",
        default: "",
        doc: "How bodies are written down; by default what the name of the field says, `html` or `text`, else Markdown",
    },
    KeyInfo {
        path: "format.jsonl.title",
        takes: "meta path",
        default: "\"title\"",
        doc: "The field of the title",
    },
    KeyInfo {
        path: "format.jsonl.id",
        takes: "meta path",
        default: "",
        doc: "The field that names the post, as in `export.jsonl#id`; by default `id`, else `slug`",
    },
    KeyInfo {
        path: "format.jsonl.meta",
        takes: "meta path",
        default: "",
        doc: "The object whose members are meta, besides all other fields; by default `meta`, else `front_matter`",
    },
    KeyInfo {
        path: "format.wxr.post-types",
        takes: "list of strings",
        default: "[\"post\", \"page\"]",
        doc: "The types of items of a WordPress export that are posts; all others are left out",
    },
    KeyInfo {
        path: "format.wxr.statuses",
        takes: "list of strings",
        default: "[\"publish\"]",
        doc: "The statuses of items that are posts; all others are left out",
    },
    KeyInfo {
        path: "rules",
        takes: "table of rule ids or codes to severities or tables",
        default: "{}",
        doc: "Severities of rules and findings, and options that replace those of a rule",
    },
    KeyInfo {
        path: "override[].files",
        takes: "list of globs",
        default: "",
        doc: "The paths that the override speaks of; required",
    },
    KeyInfo {
        path: "override[].rules",
        takes: "table of rule ids or codes to severities or tables",
        default: "",
        doc: "Severities and options on these paths; options of rules that compare posts can not differ by path",
    },
    KeyInfo {
        path: "gate.fail-on",
        takes: "error, warning, info or never",
        default: "\"error\"",
        doc: "The least severity of a finding that fails the gate",
    },
    KeyInfo {
        path: "gate.max-warnings",
        takes: "integer",
        default: "",
        doc: "The most warnings that pass; no limit without it",
    },
    KeyInfo {
        path: "gate.baseline",
        takes: "string",
        default: "",
        doc: "A file of known findings, which are neither shown nor fail the gate; `gatepost baseline` writes it",
    },
    KeyInfo {
        path: "gate.require[].name",
        takes: "string",
        default: "",
        doc: "What the condition is called in the verdict; by default what it asks",
    },
    KeyInfo {
        path: "gate.require[].metric",
        takes: "metric, `meta.<path>`, `findings` or `findings.<code>`",
        default: "",
        doc: "The number of each post that is looked at; required",
    },
    KeyInfo {
        path: "gate.require[].stat",
        takes: "mean, min, max, sum, count, p10, p50, p90, share-below or share-above",
        default: "\"mean\"",
        doc: "What becomes of the numbers of all posts that have one",
    },
    KeyInfo {
        path: "gate.require[].at",
        takes: "number",
        default: "",
        doc: "The number that a share lies below or above",
    },
    KeyInfo {
        path: "gate.require[].min",
        takes: "number",
        default: "",
        doc: "The least that passes; this or `max` is required",
    },
    KeyInfo {
        path: "gate.require[].max",
        takes: "number",
        default: "",
        doc: "The most that passes",
    },
    KeyInfo {
        path: "gate.require[].scope",
        takes: "all or changed",
        default: "\"all\"",
        doc: "Whether all posts count, or those alone that are reported on",
    },
    KeyInfo {
        path: "gate.require[].min-posts",
        takes: "integer",
        default: "1",
        doc: "With fewer posts that have such a number the condition is not judged, and says so",
    },
    KeyInfo {
        path: "suppression.inline",
        takes: "boolean",
        default: "true",
        doc: "Whether comments and meta keys of posts can suppress findings",
    },
    KeyInfo {
        path: "suppression.require-reason",
        takes: "boolean",
        default: "false",
        doc: "Whether a suppression without a reason hides nothing and is a finding",
    },
    KeyInfo {
        path: "limits.max-file-size",
        takes: "integer",
        default: "16777216",
        doc: "Bytes of a file, or of a record of a container, beyond which it is not read but reported",
    },
    KeyInfo {
        path: "limits.max-front-matter-size",
        takes: "integer",
        default: "262144",
        doc: "Bytes of front matter beyond which it is not read but reported",
    },
    KeyInfo {
        path: "limits.max-front-matter-values",
        takes: "integer",
        default: "10000",
        doc: "Values of front matter, aliases counted as often as they are used, beyond which it is \
              not read but reported; at most 1,000,000, and of records of a container at least 100,000",
    },
    KeyInfo {
        path: "limits.max-findings-per-post",
        takes: "integer",
        default: "1000",
        doc: "Findings of one post that are shown, 0 for all; the others are counted",
    },
];

/// Keys of a `[[rule]]` that every kind has; all others are options of its kind.
pub static RULE_KEYS: &[KeyInfo] = &[
    KeyInfo {
        path: "id",
        takes: "string",
        default: "",
        doc: "The name of the rule, in kebab-case; a rule of a name that an earlier pack used replaces that one",
    },
    KeyInfo {
        path: "kind",
        takes: "string",
        default: "",
        doc: "What the rule judges: one of the kinds",
    },
    KeyInfo {
        path: "severity",
        takes: "error, warning, info or off",
        default: "\"error\"",
        doc: "How much its findings matter",
    },
    KeyInfo {
        path: "files",
        takes: "list of globs",
        default: "",
        doc: "The paths that it speaks of; all without it",
    },
    KeyInfo {
        path: "when",
        takes: "CEL expression",
        default: "",
        doc: "The posts that it speaks of; all without it",
    },
    KeyInfo {
        path: "why",
        takes: "string",
        default: "",
        doc: "Why the rule is there, for `explain`",
    },
    KeyInfo {
        path: "url",
        takes: "string",
        default: "",
        doc: "Where to read more",
    },
    KeyInfo {
        path: "message",
        takes: "string",
        default: "",
        doc: "What its findings say; `{message}` stands for the engine's own words",
    },
    KeyInfo {
        path: "example",
        takes: "array of tables",
        default: "",
        doc: "Tests of the rule for `gatepost test`",
    },
];

/// Keys of a `[[rule.example]]`.
pub static EXAMPLE_KEYS: &[KeyInfo] = &[
    KeyInfo {
        path: "name",
        takes: "string",
        default: "",
        doc: "What the example shows; required",
    },
    KeyInfo {
        path: "post",
        takes: "string",
        default: "",
        doc: "The text of the post; this or `posts` is required",
    },
    KeyInfo {
        path: "path",
        takes: "string",
        default: "\"post.md\"",
        doc: "The path of the post, whose extension tells its format",
    },
    KeyInfo {
        path: "posts",
        takes: "table of paths to texts",
        default: "",
        doc: "Several posts, for rules that compare posts",
    },
    KeyInfo {
        path: "want",
        takes: "list of strings",
        default: "",
        doc: "The codes that are to be found, each as often as it is found; `[]` means clean; required",
    },
];

/// The names that may stand directly below `prefix` (`""` for the top level).
pub fn children(prefix: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for key in KEYS {
        let below = match prefix {
            "" => Some(key.path),
            _ => key
                .path
                .strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix('.')),
        };
        let Some(below) = below else { continue };
        let name = below.split(['.', '[']).next().unwrap_or(below);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if prefix.is_empty() {
        names.push("rule");
    }
    names
}

/// Whether a key names a file, which stands beside the file that holds the key.
pub fn names_file(path: &str) -> bool {
    path == "gate.baseline"
}

/// The names of a list of keys.
pub fn names(keys: &'static [KeyInfo]) -> Vec<&'static str> {
    keys.iter().map(|key| key.path).collect()
}
