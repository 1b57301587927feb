//! Where in the project a local target may lie.

/// Formats of pages: what a URL without extension may lead to.
const PAGES: [&str; 6] = ["md", "markdown", "mdx", "html", "htm", "txt"];
/// Files that stand for their folder.
const INDEXES: [&str; 3] = ["index", "_index", "README"];
/// Files that site generators make.
const GENERATED: [&str; 7] = [
    "atom.xml",
    "feed.json",
    "feed.xml",
    "feed_rss_created.xml",
    "index.xml",
    "rss.xml",
    "sitemap.xml",
];
/// Longest extension of a file.
const LONGEST: usize = 11;

/// The folders whose content is served from the root of the site, relative to the project.
#[derive(Debug, Default)]
pub(super) struct Roots(pub(super) Vec<String>);

/// A place that a target may lead to: a path, and whether it is that of a page, whose file has
/// another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) path: String,
    pub(super) is_page: bool,
}

impl Roots {
    /// Where a target of the post at `from` may lie, the likeliest first; none for a target of the
    /// site when no root is known, or one that leaves the project.
    pub(super) fn locations(&self, from: &str, target: &str) -> Vec<Location> {
        let is_page = is_page(target);
        let paths = match target.strip_prefix('/') {
            Some(below) => {
                let roots = self.0.iter();
                roots.filter_map(|root| joined(root, below)).collect()
            }
            None => self.relative(from, target),
        };
        let mut locations: Vec<Location> = Vec::new();
        for path in paths {
            let path = if is_page {
                page(&path).to_owned()
            } else {
                path
            };
            let location = Location { path, is_page };
            if !locations.contains(&location) {
                locations.push(location);
            }
        }
        locations
    }

    /// Relative to the file, as editors and repositories have it; relative to the URL of the page,
    /// which is a folder of its own; and both below every root. One that does not begin with a dot
    /// may be relative to a root, as Docusaurus has it.
    fn relative(&self, from: &str, target: &str) -> Vec<String> {
        let folder = folder(from);
        let stem = &from[..from
            .rfind('.')
            .filter(|at| *at > folder.len())
            .unwrap_or(from.len())];
        let Some(beside) = joined(folder, target) else {
            // What lies outside of the project is not known.
            return Vec::new();
        };
        let mut near = vec![beside];
        near.extend(joined(stem, target));
        let mut all = near.clone();
        for path in &near {
            if let Some(below) = self.below(path) {
                all.extend(self.0.iter().filter_map(|root| joined(root, below)));
            }
        }
        if !target.starts_with('.') {
            all.extend(self.0.iter().filter_map(|root| joined(root, target)));
        }
        all
    }

    /// A name of a place that is the same below every root.
    pub(super) fn canonical(&self, path: &str) -> String {
        match self.below(path) {
            Some(below) => format!("/{below}"),
            None => path.to_owned(),
        }
    }

    /// A path as seen from the longest root that holds it.
    fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        let roots = self.0.iter().filter_map(|root| match root.as_str() {
            "" => Some(path),
            root => path.strip_prefix(root)?.strip_prefix('/'),
        });
        roots.min_by_key(|below| below.len())
    }
}

impl Location {
    /// Whether it is a file that site generators make: a feed, or a list for search engines.
    pub(super) fn is_generated(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        GENERATED.contains(&name)
    }

    /// The paths of which one must be there.
    pub(super) fn candidates(&self) -> Vec<String> {
        // A page may be called `asp.net`.
        let files = PAGES.iter().map(|page| format!("{}.{page}", self.path));
        let mut all: Vec<String> = std::iter::once(self.path.clone()).chain(files).collect();
        if self.is_page {
            for index in INDEXES {
                all.extend(
                    PAGES
                        .iter()
                        .map(|page| format!("{}/{index}.{page}", self.path)),
                );
            }
        }
        all
    }
}

/// The places that a file or folder is found at.
pub(super) fn locations_of(path: &str, is_folder: bool) -> Vec<Location> {
    let at = |path: &str, is_page| Location {
        path: path.to_owned(),
        is_page,
    };
    let mut all = vec![at(path, is_folder)];
    let folder = folder(path);
    let name = &path[path
        .len()
        .min(folder.len() + usize::from(!folder.is_empty()))..];
    if let Some((stem, extension)) = name.rsplit_once('.').filter(|_| !is_folder)
        && PAGES.contains(&extension)
    {
        all.push(at(&path[..path.len() - extension.len() - 1], true));
        if INDEXES.contains(&stem) {
            all.push(at(folder, true));
        }
    }
    all
}

/// Whether a target names a page by its URL, and no file.
fn is_page(target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((_, extension)) if name != "." && name != ".." => {
            let is_extension = extension.len() <= LONGEST
                && extension.chars().all(|c| c.is_ascii_alphanumeric())
                && extension.contains(|c: char| c.is_ascii_alphabetic());
            !is_extension || matches!(extension, "html" | "htm")
        }
        _ => true,
    }
}

/// A page by its path without `.html`.
fn page(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let page = path
        .strip_suffix(".html")
        .or_else(|| path.strip_suffix(".htm"));
    page.unwrap_or(path)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path as seen from a folder; nothing where it leaves the project.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(roots: &[&str], from: &str, target: &str) -> Vec<String> {
        let roots = Roots(roots.iter().map(|root| (*root).to_owned()).collect());
        let locations = roots.locations(from, target).into_iter();
        locations.map(|it| it.path).collect()
    }

    #[test]
    fn a_relative_target_is_that_of_the_file_or_of_the_page() {
        assert_eq!(
            paths(&[], "posts/a.md", "b.md"),
            ["posts/b.md", "posts/a/b.md"]
        );
        assert_eq!(
            paths(&[], "posts/a.md", "../img/x.png"),
            ["img/x.png", "posts/img/x.png"]
        );
        for outside in ["../x.png", "../../x.png"] {
            assert_eq!(paths(&[], "a.md", outside), Vec::<String>::new());
        }
        assert_eq!(paths(&[], "posts/a.md", "./b/"), ["posts/b", "posts/a/b"]);
        assert_eq!(paths(&[], "posts/a.md", "../b.html"), ["b", "posts/b"]);
    }

    #[test]
    fn roots_are_one_site() {
        let roots = ["content", "static"];
        assert_eq!(
            paths(&roots, "content/a.md", "/x.png"),
            ["content/x.png", "static/x.png"]
        );
        assert_eq!(
            paths(&roots, "content/a.md", "x.png"),
            [
                "content/x.png",
                "content/a/x.png",
                "static/x.png",
                "static/a/x.png"
            ]
        );
        let from_root = paths(&roots, "content/b/a.md", "c/d.md");
        assert!(from_root.contains(&"content/c/d.md".to_owned()));
        let from_here = paths(&roots, "content/b/a.md", "./c/d.md");
        assert!(!from_here.contains(&"content/c/d.md".to_owned()));
        assert_eq!(paths(&[], "content/a.md", "/x.png"), Vec::<String>::new());
        let roots = Roots(roots.map(str::to_owned).to_vec());
        assert_eq!(roots.canonical("static/x.png"), "/x.png");
        assert_eq!(roots.canonical("statics/x.png"), "statics/x.png");
    }

    #[test]
    fn pages_are_told_from_files() {
        for page in ["a", "a/", "v1.2", "..", ".", "a.html", "/about", "b.c d"] {
            assert!(is_page(page), "{page}");
        }
        for file in ["a.md", "b/x.PNG", ".htaccess", "site.webmanifest"] {
            assert!(!is_page(file), "{file}");
        }
    }

    #[test]
    fn a_file_is_found_where_links_look_for_it() {
        let pages = |path: &str| {
            let all = locations_of(path, false).into_iter();
            all.map(|it| (it.path, it.is_page)).collect::<Vec<_>>()
        };
        let at = |path: &str, is_page| (path.to_owned(), is_page);
        assert_eq!(pages("b/a.md"), [at("b/a.md", false), at("b/a", true)]);
        assert_eq!(pages("x.png"), [at("x.png", false)]);
        assert_eq!(
            pages("b/index.md"),
            [at("b/index.md", false), at("b/index", true), at("b", true)]
        );
        assert_eq!(pages("index.md")[2], at("", true));
    }
}
