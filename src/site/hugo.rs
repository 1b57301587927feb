//! What Hugo gives to pages: the `cascade` of its configuration and of the sections above a page.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobMatcher};

use super::file::{Files, SiteFile};
use super::given::{Given, fill};
use super::stem;
use crate::post::{Data, Entry, Key, Map, Value};
use crate::source::Span;

/// The formats of configurations.
const FORMATS: [&str; 4] = ["toml", "yaml", "yml", "json"];
/// Keys of a configuration that may have a file of their own.
const PARTS: [&str; 3] = ["cascade", "frontmatter", "languages"];
/// Most languages of a site whose sections are looked at.
const MOST_LANGUAGES: usize = 100;

/// How a configuration has pages named.
#[derive(Default)]
pub(super) struct Naming {
    /// The folders of all content, the longest first.
    content: Vec<String>,
    languages: Vec<String>,
    /// Whether a page that says no date has that of its name.
    pub(super) is_dated: bool,
}

/// The configuration of a site that says by its name whose it is.
pub(super) fn config(files: &Files, notices: &mut BTreeSet<String>) -> Option<SiteFile> {
    let names = ["hugo", "config/_default/hugo", "config/_default/config"];
    let names = names
        .iter()
        .flat_map(|name| FORMATS.map(|it| format!("{name}.{it}")));
    let mut found = names.filter_map(|name| files.read_named(&name, notices));
    found.next()
}

/// Adds what stands in files beside a configuration.
pub(super) fn add_parts(config: &mut SiteFile, files: &Files, notices: &mut BTreeSet<String>) {
    for part in PARTS {
        let names = FORMATS.map(|it| format!("config/_default/{part}.{it}"));
        let mut found = names
            .iter()
            .filter_map(|name| files.read_named(name, notices));
        if let Some(file) = found.next() {
            config.mark = config.mark.rotate_left(1) ^ file.mark | 1;
            let data = match file.map.get(part) {
                Some(entry) => entry.value.data.clone(),
                None => Data::Map(file.map),
            };
            fill(&mut config.map, &single(part, data));
        }
    }
}

fn single(name: &str, data: Data) -> Map {
    let span = Span::at(0);
    let name = name.to_owned();
    Map {
        entries: vec![Entry {
            key: Key {
                name: name.into(),
                span,
            },
            value: Value { span, data },
        }],
    }
}

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
    let scope = |key| text(key).map(|it| glob(&it.replace(' ', "-")));
    let (path, kind) = (scope("path"), scope("kind"));
    // Environments are not known here, nor which page is of which language: a value for one of
    // them may be there.
    let holds = move |page: &str| {
        let is_of = |scope: &Option<Option<GlobMatcher>>, what: &str| {
            let is_match = |glob: &GlobMatcher| glob.is_match(what);
            (scope.as_ref()).is_none_or(|it| it.as_ref().is_some_and(is_match))
        };
        let (place, section) = match page.strip_suffix("/_index") {
            Some("") => ("/", "home"),
            Some(place) => (place, "section"),
            None => (page, "page"),
        };
        let is_there = is_of(&path, place) || is_of(&path, place.trim_start_matches('/'));
        is_there && is_of(&kind, section)
    };
    Given::to(values, Box::new(holds))
}

/// The pages or kinds that a glob names, whatever their case; none for a bad one.
fn glob(pattern: &str) -> Option<GlobMatcher> {
    let mut glob = GlobBuilder::new(pattern);
    let glob = glob.literal_separator(true).case_insensitive(true);
    Some(glob.build().ok()?.compile_matcher())
}

impl Naming {
    /// What a configuration says.
    pub(super) fn of(config: &Map) -> Self {
        let text = |map: &Map, key| map.get(key)?.value.data.as_text();
        let languages = match config.get("languages").map(|it| &it.value.data) {
            Some(Data::Map(languages)) => languages.entries.as_slice(),
            _ => &[],
        };
        let languages = &languages[..languages.len().min(MOST_LANGUAGES)];
        let folders = languages.iter().filter_map(|it| match &it.value.data {
            Data::Map(language) => text(language, "contentDir"),
            _ => None,
        });
        let all = text(config, "contentDir").unwrap_or_else(|| "content".to_owned());
        let mut content: Vec<String> = folders.chain([all]).collect();
        for folder in &mut content {
            *folder = folder.trim_matches('/').to_owned();
        }
        content.sort_by_key(|folder| std::cmp::Reverse(folder.len()));
        let named = languages.iter().map(|it| it.key.name.to_lowercase());
        Self {
            content,
            languages: named
                .chain(text(config, "defaultContentLanguage"))
                .collect(),
            is_dated: dates_by_name(config),
        }
    }

    /// The files that speak for a section, those of each language among them.
    pub(super) fn indexes(&self) -> Vec<String> {
        let own = self.languages.iter().map(|it| format!("_index.{it}.md"));
        let all = ["_index.md", "_index.html"].map(str::to_owned);
        all.into_iter().chain(own).collect()
    }

    /// The logical path of the page at a place: without the folder of all content, the language,
    /// the extension, and the `index` of a bundle.
    pub(super) fn page(&self, place: &str) -> String {
        let below = |folder: &String| place.strip_prefix(folder.as_str())?.strip_prefix('/');
        let inner = self.content.iter().find_map(below).unwrap_or(place);
        let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = match self.without_language(stem(inner)) {
            "index" => folder.to_owned(),
            name if folder.is_empty() => name.to_owned(),
            name => format!("{folder}/{name}"),
        };
        format!("/{}", path.replace(' ', "-"))
    }

    fn without_language<'a>(&self, stem: &'a str) -> &'a str {
        let is_known = |name: &str| {
            self.languages
                .iter()
                .any(|it| it.eq_ignore_ascii_case(name))
        };
        match stem.rsplit_once('.') {
            Some((name, language)) if is_known(language) => name,
            _ => stem,
        }
    }
}

/// Whether dates come from names too: `[frontmatter] date = [":filename", ":default"]`.
fn dates_by_name(config: &Map) -> bool {
    let Some(Data::Map(front)) = config.get("frontmatter").map(|it| &it.value.data) else {
        return false;
    };
    let Some(date) = front.get("date").map(|it| &it.value.data) else {
        return false;
    };
    let is_name = |data: &Data| data.as_text().as_deref() == Some(":filename");
    match date {
        Data::List(items) => items.iter().any(|it| is_name(&it.data)),
        one => is_name(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::ParseLimits;
    use crate::parse::front_matter::{Syntax, document};

    fn read(toml: &str) -> Map {
        let (map, problems) = document(toml, Syntax::Toml, &ParseLimits::default());
        assert!(problems.is_empty());
        map
    }

    #[test]
    fn pages_are_named_as_hugo_names_them() {
        let pages = [
            ("content/_index.md", "/_index"),
            ("content/blog/_index.md", "/blog/_index"),
            ("content/blog/a.b.md", "/blog/a.b"),
            ("content/blog/a/index.md", "/blog/a"),
            ("contents/a.md", "/contents/a"),
            ("content/My Posts/a.md", "/My-Posts/a"),
        ];
        for (place, wanted) in pages {
            assert_eq!(Naming::of(&Map::default()).page(place), wanted);
        }
    }

    #[test]
    fn languages_are_no_part_of_a_name() {
        let config = "[languages.en]\n[languages.de]\ncontentDir = 'content/de'\n";
        let naming = Naming::of(&read(config));
        let pages = [
            ("content/blog/a.en.md", "/blog/a"),
            ("content/blog/a.fr.md", "/blog/a.fr"),
            ("content/blog/a/index.de.md", "/blog/a"),
            ("content/blog/_index.EN.md", "/blog/_index"),
            ("content/de/blog/a.md", "/blog/a"),
        ];
        for (place, wanted) in pages {
            assert_eq!(naming.page(place), wanted);
        }
        assert!(naming.indexes().contains(&"_index.de.md".to_owned()));
    }

    #[test]
    fn a_target_names_pages_by_their_paths() {
        let speaks = |target: &str, page: &str| {
            let config = read(&format!(
                "[cascade]\na = 1\n[cascade.target]\npath = '{target}'\n"
            ));
            of_config(&config)[0].speaks_of(page)
        };
        assert!(speaks("/blog/**", "/blog/a") && speaks("/blog/**", "/blog/2024/a"));
        assert!(speaks("/blog/*", "/Blog/a") && speaks("blog/**", "/blog/a"));
        assert!(speaks("/My Posts/**", "/My-Posts/a") && speaks("/blog", "/blog/_index"));
        assert!(!speaks("/blog", "/blog/a") && !speaks("/blog/*", "/blog/2024/a"));
        assert!(!speaks("/blog/[", "/blog/a"));
    }
}
