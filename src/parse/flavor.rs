//! Site generators, and what they add to posts.

/// Who builds the site that posts are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavor {
    /// Hugo.
    Hugo,
    /// Jekyll.
    Jekyll,
    /// Zola.
    Zola,
    /// Astro.
    Astro,
    /// Docusaurus.
    Docusaurus,
    /// `MkDocs`.
    Mkdocs,
    /// An Obsidian vault.
    Obsidian,
    /// Nobody: Markdown is Markdown.
    Plain,
}

impl Flavor {
    /// Every flavour with its name in configurations.
    pub const ALL: [(&'static str, Self); 8] = [
        ("hugo", Self::Hugo),
        ("jekyll", Self::Jekyll),
        ("zola", Self::Zola),
        ("astro", Self::Astro),
        ("docusaurus", Self::Docusaurus),
        ("mkdocs", Self::Mkdocs),
        ("obsidian", Self::Obsidian),
        ("plain", Self::Plain),
    ];

    /// The flavour of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, flavor)| *flavor)
    }

    /// The name in configurations.
    pub fn as_str(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, flavor)| *flavor == self);
        found.map_or("plain", |(name, _)| name)
    }
}
