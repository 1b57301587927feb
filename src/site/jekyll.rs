//! What Jekyll gives to pages: the `defaults` of its configuration.

use std::path::PathBuf;

use super::given::Given;
use crate::post::{Data, Map};
use crate::rule::PathScope;

/// Where the pages of a site lie.
#[derive(Default)]
pub(super) struct Folders {
    /// The folder of the site, from that of the project.
    source: String,
    /// The folder of its collections, from that of the site.
    collections: String,
}

impl Folders {
    /// What a configuration says.
    pub(super) fn of(config: &Map) -> Self {
        let folder = |key| {
            let text = config.get(key)?.value.data.as_text()?;
            let text = text.trim_start_matches("./").trim_matches('/');
            Some(text.to_owned()).filter(|it| it != ".")
        };
        Self {
            source: folder("source").unwrap_or_default(),
            collections: folder("collections_dir").unwrap_or_default(),
        }
    }

    /// The path of a page as scopes name it.
    pub(super) fn page<'a>(&self, place: &'a str) -> &'a str {
        let inner = below(place, &self.source).unwrap_or(place);
        below(inner, &self.collections).unwrap_or(inner)
    }
}

fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    match folder {
        "" => Some(path),
        folder => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

/// The defaults of a configuration, the weightiest first: those for longer paths, then those for a
/// type, then the later ones.
pub(super) fn of_config(config: &Map) -> Vec<Given> {
    let folders = Folders::of(config);
    let Some(Data::List(items)) = config.get("defaults").map(|it| &it.value.data) else {
        return Vec::new();
    };
    let mut defaults: Vec<_> = items
        .iter()
        .filter_map(|it| default(&it.data, &folders))
        .collect();
    defaults.sort_by_key(|(weight, _)| *weight);
    defaults.into_iter().rev().map(|(_, given)| given).collect()
}

fn default(item: &Data, folders: &Folders) -> Option<((usize, bool), Given)> {
    let Data::Map(item) = item else { return None };
    let Data::Map(values) = &item.get("values")?.value.data else {
        return None;
    };
    let scope = match item.get("scope").map(|it| &it.value.data) {
        Some(Data::Map(scope)) => scope.clone(),
        _ => Map::default(),
    };
    let text = |key: &str| scope.get(key).and_then(|it| it.value.data.as_text());
    let path = text("path").unwrap_or_default();
    let path = path.trim_start_matches("./").trim_matches('/');
    let path = below(path, &folders.collections).unwrap_or(path).to_owned();
    let page_type = text("type").filter(|it| !it.is_empty());
    let weight = (
        path.split('/').filter(|it| !it.is_empty()).count(),
        page_type.is_some(),
    );
    let holds = path_scope(&path);
    let scope = move |place: &str| {
        let is_of = |wanted: &String| is_of_type(place, wanted);
        page_type.as_ref().is_none_or(is_of) && holds(place)
    };
    Some((weight, Given::to(values.clone(), Box::new(scope))))
}

/// A path names a file, or a folder with all below; with `*` it is a glob of such.
fn path_scope(path: &str) -> Box<dyn Fn(&str) -> bool + Send + Sync> {
    let path = path.to_owned();
    if path.contains(['*', '?']) {
        let below = format!("{path}/**");
        let scope = PathScope::new(PathBuf::new(), &[&path, &below]);
        let scope = scope.unwrap_or_else(|_| PathScope::nothing());
        return Box::new(move |place| scope.contains(place.as_ref()));
    }
    Box::new(move |place| {
        let rest = place.strip_prefix(path.as_str());
        path.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether the page at a place is of a type: of the collection whose folder it lies in, else a
/// page.
fn is_of_type(place: &str, wanted: &str) -> bool {
    let mut folders = place.split('/').rev().skip(1);
    let collection = folders.find_map(|folder| folder.strip_prefix('_'));
    match wanted {
        "page" | "pages" => collection.is_none(),
        // A draft is a post that is not out.
        "post" | "posts" => matches!(collection, Some("posts" | "drafts")),
        "draft" => collection == Some("drafts"),
        wanted => collection == Some(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::ParseLimits;
    use crate::parse::front_matter::{Syntax, document};

    #[test]
    fn the_most_particular_default_comes_first() {
        let config = "defaults:\n\
            - {scope: {path: a/b}, values: {n: 3}}\n\
            - {scope: {path: '', type: posts}, values: {n: 2}}\n\
            - {scope: {path: ''}, values: {n: 0}}\n\
            - {values: {n: 1}}\n\
            - {scope: {path: 'a/*/_posts'}, values: {n: 4}}\n";
        let (config, problems) = document(config, Syntax::Yaml, &ParseLimits::default());
        assert!(problems.is_empty());
        let defaults = of_config(&config);
        let given = |place: &str| {
            let given = defaults.iter().filter(|given| given.speaks_of(place));
            let numbers = given.filter_map(|given| given.values.get("n")?.value.data.as_text());
            numbers.collect::<String>()
        };
        assert_eq!(given("a/b/_posts/2024-01-01-x.md"), "43210");
        assert_eq!(given("a/b.md"), "10");
        assert_eq!(given("a/b/c.md"), "310");
        assert_eq!(given("_posts/x.md"), "210");
    }
}
