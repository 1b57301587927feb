//! Links to files, for terminals that can follow them (OSC 8).

use std::path::Path;

use super::uri;

/// What ends a link.
pub(super) const END: &str = "\u{1b}]8;;\u{1b}\\";

/// Where the paths of a report lie.
#[derive(Debug)]
pub struct Links {
    host: String,
    folder: String,
}

impl Links {
    /// Links to files below `folder` on the machine `host`; none where paths are not like those of
    /// a URL. A terminal may run elsewhere, and then must not open a file of its own.
    pub fn new(host: &str, folder: &Path) -> Option<Self> {
        let folder = folder.to_str().filter(|folder| folder.starts_with('/'))?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        let host = if host.chars().all(is_name) { host } else { "" };
        Some(Self {
            host: host.to_owned(),
            folder: folder.trim_end_matches('/').to_owned(),
        })
    }

    /// What begins a link to a path of the report: nothing but unreserved characters of URLs come
    /// out of the path. None where no path is known, or its bytes are not.
    pub(super) fn start(&self, path: &str) -> Option<String> {
        if path.is_empty() || path.contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        let folder = format!("{}/.", self.folder);
        let (url, _) = uri::of_path(&folder, path);
        let path = url
            .strip_prefix("file://")
            .filter(|it| it.starts_with('/'))?;
        Some(format!("\u{1b}]8;;file://{}{path}\u{1b}\\", self.host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(folder: &str, path: &str) -> Option<String> {
        let link = Links::new("host", Path::new(folder))?.start(path)?;
        let url = link.strip_prefix("\u{1b}]8;;")?.strip_suffix("\u{1b}\\")?;
        Some(url.to_owned())
    }

    #[test]
    fn a_path_becomes_a_whole_url() {
        for (folder, path, url) in [
            (
                "/my site",
                "posts/a b.md",
                "file://host/my%20site/posts/a%20b.md",
            ),
            ("/my/site/", "../a;ä?.md", "file://host/my/a%3B%C3%A4%3F.md"),
            ("/site", "/tmp/a.md", "file://host/tmp/a.md"),
            ("/", "a.md", "file://host/a.md"),
            (
                "/site",
                "a\u{1b}\\\u{7}\n.md",
                "file://host/site/a%1B%5C%07%0A.md",
            ),
        ] {
            assert_eq!(link(folder, path).as_deref(), Some(url));
        }
    }

    #[test]
    fn what_is_no_path_is_no_link() {
        assert_eq!(link("/site", ""), None);
        assert_eq!(link("/site", "a\u{fffd}.md"), None);
        assert_eq!(link("/", "../../a.md"), None);
        assert_eq!(link("C:\\site", "a.md"), None);
        let links = Links::new("a\u{1b}b", Path::new("/")).unwrap();
        assert_eq!(links.start("a").unwrap(), "\u{1b}]8;;file:///a\u{1b}\\");
    }
}
