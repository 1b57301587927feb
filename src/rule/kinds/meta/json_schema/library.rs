//! All schemas that a rule reaches: the files, the ids and anchors in them, and where references
//! lead. Nothing is fetched but files of the project.

use rustc_hash::FxHashMap;
use url::Url;

use super::draft::{Draft, is_schema, subschemas};
use super::json::{Fault, JsonId, JsonKind, Texts};
use super::node::{NodeId, ResourceId};
use super::reference::{Written, decoded};
use crate::rule::{Options, TextFile};
use crate::source::SourceId;

/// A schema with an id of its own: a whole file, or a part that has an `$id`.
#[derive(Debug)]
pub(super) struct Resource {
    url: Url,
    pub(super) draft: Draft,
    root: JsonId,
    source: SourceId,
    anchors: FxHashMap<Box<str>, JsonId>,
    /// The `$dynamicAnchor`s.
    pub(super) dynamic: FxHashMap<Box<str>, JsonId>,
}

/// Where a schema stands, and the number it gets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) node: NodeId,
    pub(super) resource: ResourceId,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub(super) texts: Texts,
    pub(super) resources: Vec<Resource>,
    by_url: FxHashMap<String, ResourceId>,
    /// The whole files; nothing for those that are broken.
    by_source: FxHashMap<SourceId, Option<ResourceId>>,
    placed: FxHashMap<JsonId, Placed>,
    /// The schemas by their number.
    pub(super) schemas: Vec<JsonId>,
    /// Where each reference leads, by its value.
    targets: FxHashMap<JsonId, JsonId>,
    /// References that were not followed yet.
    pending: Vec<(JsonId, ResourceId)>,
}

impl Library {
    /// Reads a file and all that it refers to; mistakes are told at their places. Nothing if the
    /// file itself is no JSON.
    pub(super) fn read(file: &TextFile, options: &mut Options<'_>) -> Option<(Self, JsonId)> {
        let mut library = Self::default();
        let root = match library.add(file, Draft::TwentyTwenty, options) {
            Ok(resource) => library.resource(resource).root,
            Err((span, message)) => {
                options.problem_at(file.source, span, message);
                return None;
            }
        };
        while let Some((reference, from)) = library.pending.pop() {
            match library.target(reference, from, options) {
                Ok(target) => {
                    library.targets.insert(reference, target);
                }
                Err(message) => library.tell(reference, message, options),
            }
        }
        Some((library, root))
    }

    /// Where a schema stands.
    pub(super) fn placed(&self, schema: JsonId) -> Option<Placed> {
        self.placed.get(&schema).copied()
    }

    /// What a reference leads to.
    pub(super) fn target_of(&self, reference: JsonId) -> Option<NodeId> {
        let target = self.targets.get(&reference)?;
        Some(self.placed(*target)?.node)
    }

    /// A resource by its number.
    pub(super) fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0 as usize]
    }

    fn tell(&self, at: JsonId, message: impl Into<String>, options: &mut Options<'_>) {
        let json = self.texts.get(at);
        options.problem_at(json.source, json.span, message);
    }

    fn add(
        &mut self,
        file: &TextFile,
        draft: Draft,
        options: &mut Options<'_>,
    ) -> Result<ResourceId, Fault> {
        let root = self.texts.add(file)?;
        let found = self.texts.get(root);
        if !is_schema(&self.texts, root) {
            let message = format!("a schema must be a map, not {}", found.kind.described());
            return Err((found.span, message));
        }
        let url = url_of(&file.path).ok_or_else(|| {
            let message = format!("'{}' can not be named in a reference", file.path);
            (found.span, message)
        })?;
        let resource = self.new_resource(root, url, draft, options);
        self.by_source.insert(file.source, Some(resource));
        self.place(root, resource, options);
        Ok(resource)
    }

    fn new_resource(
        &mut self,
        root: JsonId,
        url: Url,
        draft: Draft,
        options: &mut Options<'_>,
    ) -> ResourceId {
        let id = ResourceId(u32::try_from(self.resources.len()).unwrap_or(u32::MAX));
        let draft = self.declared_draft(root, options).unwrap_or(draft);
        self.by_url.insert(url.as_str().to_owned(), id);
        self.resources.push(Resource {
            url,
            draft,
            root,
            source: self.texts.get(root).source,
            anchors: FxHashMap::default(),
            dynamic: FxHashMap::default(),
        });
        id
    }

    fn declared_draft(&self, root: JsonId, options: &mut Options<'_>) -> Option<Draft> {
        let member = self.texts.member(root, "$schema")?;
        let url = self.texts.text(root, "$schema");
        let draft = url.and_then(Draft::from_url);
        if draft.is_none() {
            let message = "'$schema' must be that of draft-07 or 2020-12: \
                           `http://json-schema.org/draft-07/schema#` or \
                           `https://json-schema.org/draft/2020-12/schema`";
            self.tell(member, message, options);
        }
        draft
    }

    /// Gives numbers to a schema and those in it, and notes their ids, anchors and references.
    /// Depth is bounded by the depth of the text.
    fn place(&mut self, schema: JsonId, around: ResourceId, options: &mut Options<'_>) {
        if self.placed.contains_key(&schema) {
            return;
        }
        let resource = self.resource_at(schema, around, options);
        let node = NodeId(u32::try_from(self.schemas.len()).unwrap_or(u32::MAX));
        self.placed.insert(schema, Placed { node, resource });
        self.schemas.push(schema);
        let draft = self.resource(resource).draft;
        self.note_anchors(schema, resource, options);
        for key in ["$ref", "$dynamicRef"] {
            if let Some(reference) = self.texts.member(schema, key)
                && (draft == Draft::TwentyTwenty || key == "$ref")
            {
                self.pending.push((reference, resource));
            }
        }
        for inner in subschemas(&self.texts, schema, draft) {
            self.place(inner, resource, options);
        }
    }

    /// The resource that a schema belongs to: one of its own if it has an `$id`.
    fn resource_at(
        &mut self,
        schema: JsonId,
        around: ResourceId,
        options: &mut Options<'_>,
    ) -> ResourceId {
        let outer = self.resource(around);
        let (draft, is_root) = (outer.draft, outer.root == schema);
        let Some(id) = self.texts.member(schema, "$id") else {
            return around;
        };
        let own = self.declared_draft_quietly(schema).unwrap_or(draft);
        let is_beside_ref = self.texts.member(schema, "$ref").is_some();
        let Some(text) = self.texts.text(schema, "$id") else {
            self.tell(id, "'$id' must be a string", options);
            return around;
        };
        if own == Draft::Seven && (is_beside_ref || text.starts_with('#')) {
            return around;
        }
        let joined = self.resource(around).url.join(text);
        let Ok(mut url) = joined else {
            self.tell(id, format!("'$id' is no URI: '{text}'"), options);
            return around;
        };
        if own == Draft::TwentyTwenty && url.fragment().is_some_and(|it| !it.is_empty()) {
            let message = "'$id' must have no fragment; '$anchor' names a place";
            self.tell(id, message, options);
        }
        url.set_fragment(None);
        if let Some(known) = self.by_url.get(url.as_str()) {
            if *known != around || !is_root {
                self.tell(
                    id,
                    format!("'$id' is that of another schema: '{url}'"),
                    options,
                );
            }
            return *known;
        }
        if is_root {
            self.by_url.insert(url.as_str().to_owned(), around);
            self.resources[around.0 as usize].url = url;
            return around;
        }
        self.new_resource(schema, url, draft, options)
    }

    fn declared_draft_quietly(&self, schema: JsonId) -> Option<Draft> {
        self.texts.text(schema, "$schema").and_then(Draft::from_url)
    }

    fn note_anchors(&mut self, schema: JsonId, resource: ResourceId, options: &mut Options<'_>) {
        let draft = self.resource(resource).draft;
        if draft == Draft::Seven && self.texts.member(schema, "$ref").is_some() {
            return;
        }
        let names: &[(&str, bool)] = match draft {
            Draft::Seven => &[("$id", false)],
            Draft::TwentyTwenty => &[("$anchor", false), ("$dynamicAnchor", true)],
        };
        for (key, is_dynamic) in names {
            let Some(text) = self.texts.text(schema, key) else {
                continue;
            };
            let name = match draft {
                Draft::Seven => match text.split_once('#') {
                    Some((_, name)) if !name.is_empty() => name,
                    _ => continue,
                },
                Draft::TwentyTwenty => text,
            };
            let name: Box<str> = name.into();
            let held = &mut self.resources[resource.0 as usize];
            if *is_dynamic {
                held.dynamic.insert(name.clone(), schema);
            }
            let before = held.anchors.insert(name.clone(), schema);
            if before.is_some_and(|before| before != schema) {
                let at = self.texts.member(schema, key).unwrap_or(schema);
                self.tell(at, format!("the anchor '{name}' stands twice"), options);
            }
        }
    }

    /// Follows a reference, reading the file it means if need be.
    fn target(
        &mut self,
        reference: JsonId,
        from: ResourceId,
        options: &mut Options<'_>,
    ) -> Result<JsonId, String> {
        let JsonKind::String(text) = &self.texts.get(reference).kind else {
            return Err("a reference must be a string".to_owned());
        };
        let text = text.to_string();
        let written = Written::parse(&text);
        let base = &self.resource(from).url;
        let joined = base.join(&text).map_err(|_| not_found(&text));
        let known = joined.as_ref().ok().and_then(|url| {
            let mut url = url.clone();
            url.set_fragment(None);
            self.by_url.get(url.as_str()).copied()
        });
        let resource = match (known, written.file) {
            (Some(known), _) => known,
            (None, Some(file)) => self.beside(from, &file, options)?,
            (None, None) => {
                joined?;
                return Err(format!(
                    "'{text}' is no file of the project; nothing is read from the network"
                ));
            }
        };
        self.within(resource, written.fragment, options)
            .ok_or_else(|| not_found(&text))
    }

    /// The file that stands beside the one that a resource stands in.
    fn beside(
        &mut self,
        from: ResourceId,
        name: &str,
        options: &mut Options<'_>,
    ) -> Result<ResourceId, String> {
        let file = options.read_file(self.resource(from).source, name)?;
        let known = self.by_source.get(&file.source).copied();
        let resource = known.unwrap_or_else(|| {
            let draft = self.resource(from).draft;
            let added = self.add(&file, draft, options);
            let told = added.map_err(|(span, message)| {
                options.problem_at(file.source, span, message);
                self.by_source.insert(file.source, None);
            });
            told.ok()
        });
        resource.ok_or_else(|| format!("the schema '{name}' is broken"))
    }

    /// The schema that a fragment names in a resource.
    fn within(
        &mut self,
        resource: ResourceId,
        fragment: &str,
        options: &mut Options<'_>,
    ) -> Option<JsonId> {
        let root = self.resource(resource).root;
        let fragment = decoded(fragment);
        let Some(pointer) = fragment.strip_prefix('/') else {
            let anchors = &self.resource(resource).anchors;
            let named = anchors.get(fragment.as_str()).copied();
            return if fragment.is_empty() {
                Some(root)
            } else {
                named
            };
        };
        let mut around = resource;
        let mut at = root;
        for step in pointer.split('/') {
            let step = step.replace("~1", "/").replace("~0", "~");
            at = self.texts.step(at, &step)?;
            if let Some(placed) = self.placed(at) {
                around = placed.resource;
            }
        }
        if !is_schema(&self.texts, at) {
            return None;
        }
        self.place(at, around, options);
        Some(at)
    }
}

fn not_found(text: &str) -> String {
    format!("'{text}' leads to no schema")
}

/// The address of a file of the project, for the references in it.
fn url_of(path: &str) -> Option<Url> {
    let mut url = Url::parse("file:///").ok()?;
    url.set_path(path);
    Some(url)
}
