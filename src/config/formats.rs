//! Input formats: which files have them, and what `[format.…]` tells their readers.

use super::{Values, toml};
use crate::parse::{
    BodyFormat, FORMATS, InputFormat, JsonlOptions, ParseLimits, ParseOptions, WxrOptions,
    format_named,
};
use crate::post::MetaPath;
use crate::rule::node::{Node, NodeValue};
use crate::rule::{Options, PathScope};
use crate::text::nearest;

/// The most values of front matter that can be asked for: aliases multiply what stands there.
const MOST_VALUES: usize = 1_000_000;

impl Values<'_> {
    /// What `[format]` tells readers.
    pub(super) fn parse_options(&mut self) -> ParseOptions {
        ParseOptions {
            meta_heading: self.string("format.text.meta-heading"),
            ignore_lines: self.strings("format.text.ignore-lines"),
            headings: self.strings("format.text.headings"),
            jsonl: self.jsonl(),
            wxr: self.wxr(),
            limits: self.parse_limits(),
            ..ParseOptions::default()
        }
    }

    fn parse_limits(&mut self) -> ParseLimits {
        let unless_told = ParseLimits::default();
        let size = self.count("limits.max-front-matter-size");
        let values = self.count("limits.max-front-matter-values");
        ParseLimits {
            front_matter_size: size.unwrap_or(unless_told.front_matter_size),
            front_matter_nodes: values
                .map_or(unless_told.front_matter_nodes, |most| most.min(MOST_VALUES)),
            ..unless_told
        }
    }

    fn wxr(&mut self) -> WxrOptions {
        let unless_told = WxrOptions::default();
        let post_types = self.strings("format.wxr.post-types");
        let statuses = self.strings("format.wxr.statuses");
        let or = |told: Vec<String>, unless| if told.is_empty() { unless } else { told };
        WxrOptions {
            post_types: or(post_types, unless_told.post_types),
            statuses: or(statuses, unless_told.statuses),
        }
    }

    fn jsonl(&mut self) -> JsonlOptions {
        let names = BodyFormat::ALL.map(|(name, _)| name);
        let format = self.with("format.jsonl.body-format", |options, name| {
            options.choice(name, &names)
        });
        JsonlOptions {
            body: self.path("format.jsonl.body"),
            title: self.path("format.jsonl.title"),
            id: self.path("format.jsonl.id"),
            meta: self.path("format.jsonl.meta"),
            body_format: format.flatten().and_then(BodyFormat::from_name),
        }
    }

    fn path(&mut self, path: &'static str) -> Option<MetaPath> {
        self.with(path, |options: &mut Options<'_>, name| options.path(name))
            .flatten()
    }

    pub(super) fn formats(&mut self) -> Vec<(PathScope, &'static str)> {
        let Some((node, base)) = self.merged.values.get("posts.format") else {
            return Vec::new();
        };
        let NodeValue::Table(table) = &node.value else {
            let message = format!(
                "'format' must be a table of globs to formats, not {}",
                node.value.described()
            );
            self.tell(node, message);
            return Vec::new();
        };
        let mut formats = Vec::new();
        for entry in &table.entries {
            let scope = PathScope::new(base.clone(), &[entry.key.as_str()]);
            match (scope, named_format(&entry.value)) {
                (Ok(scope), Ok(format)) => formats.push((scope, format.name())),
                (Err((_, message)), _) => {
                    self.problems
                        .push(toml::problem(entry.source, entry.key_span, message));
                }
                (_, Err(message)) => self.tell(&entry.value, message),
            }
        }
        formats
    }
}

fn named_format(node: &Node) -> std::result::Result<&'static dyn InputFormat, String> {
    let NodeValue::String(name) = &node.value else {
        return Err(format!(
            "a format must be a string, not {}",
            node.value.described()
        ));
    };
    format_named(name).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
        match nearest(name, known.iter().copied()) {
            Some(near) => format!("unknown format '{name}'; did you mean '{near}'?"),
            None => format!("unknown format '{name}'; known are {}", known.join(", ")),
        }
    })
}
