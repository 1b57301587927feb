//! What Hugo gives to pages: the `cascade` of its configuration and of the sections above a page.

use std::path::PathBuf;

use super::given::{Given, fill};
use super::stem;
use crate::post::{Data, Map};
use crate::rule::PathScope;

/// The files that speak for a section.
pub(super) const INDEXES: [&str; 2] = ["_index.md", "_index.html"];

/// What a configuration or the front matter of a section cascades: one map, or some with targets.
pub(super) fn of_config(config: &Map) -> Vec<Given> {
    match config.get("cascade").map(|entry| &entry.value.data) {
        Some(Data::Map(map)) => vec![cascaded(map)],
        Some(Data::List(items)) => {
            let maps = items.iter().filter_map(|item| match &item.data {
                Data::Map(map) => Some(cascaded(map)),
                _ => None,
            });
            maps.collect()
        }
        _ => Vec::new(),
    }
}

/// One cascade. What stands under `params` is a parameter of the page as any other.
fn cascaded(map: &Map) -> Given {
    let mut values = map.clone();
    let is_target = |name: &str| matches!(name, "target" | "_target");
    values.entries.retain(|it| !is_target(&it.key.name));
    if let Some(Data::Map(params)) = map.get("params").map(|it| &it.value.data) {
        fill(&mut values, params);
    }
    let target = map.get("_target").or_else(|| map.get("target"));
    let Some(Data::Map(target)) = target.map(|entry| &entry.value.data) else {
        return Given::everywhere(values);
    };
    let text = |key: &str| target.get(key)?.value.data.as_text();
    let (path, kind) = (text("path"), text("kind"));
    let [path, kind] = [path, kind].map(|it| it.as_deref().map(glob));
    // Languages and environments are not known here: a value for one of them may be there.
    let holds = move |page: &str| {
        let is_of = |scope: &Option<PathScope>, what: &str| {
            scope.as_ref().is_none_or(|it| it.contains(what.as_ref()))
        };
        let (place, section) = match page.strip_suffix("/_index") {
            Some("") => ("/", "home"),
            Some(place) => (place, "section"),
            None => (page, "page"),
        };
        is_of(&path, place) && is_of(&kind, section)
    };
    Given::to(values, Box::new(holds))
}

/// The pages that a glob names; none for a bad one.
fn glob(pattern: &str) -> PathScope {
    PathScope::new(PathBuf::new(), &[pattern]).unwrap_or_else(|_| PathScope::nothing())
}

/// The logical path of the page at a place: without the folder of all content, the extension, and
/// the `index` of a bundle.
pub(super) fn page(config: Option<&Map>, place: &str) -> String {
    let named = config.and_then(|config| config.get("contentDir")?.value.data.as_text());
    let content = named.unwrap_or_else(|| "content".to_owned());
    let below = place.strip_prefix(content.trim_matches('/'));
    let below = below.and_then(|rest| rest.strip_prefix('/'));
    let inner = below.unwrap_or(place);
    let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match stem(inner) {
        "index" => folder.to_owned(),
        name if folder.is_empty() => name.to_owned(),
        name => format!("{folder}/{name}"),
    };
    format!("/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_as_hugo_names_them() {
        let pages = [
            ("content/_index.md", "/_index"),
            ("content/blog/_index.md", "/blog/_index"),
            ("content/blog/a.b.md", "/blog/a.b"),
            ("content/blog/a/index.md", "/blog/a"),
            ("contents/a.md", "/contents/a"),
        ];
        for (place, wanted) in pages {
            assert_eq!(page(None, place), wanted);
        }
    }
}
