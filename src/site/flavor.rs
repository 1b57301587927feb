//! Which generator builds a site: what the configuration says, else what stands at its root.

use std::collections::BTreeSet;

use super::file::{Files, SiteFile};
use super::hugo;
use crate::parse::Flavor;

/// Configurations that do not say by their names whose they are.
const CONFIG: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];
/// Configurations of Jekyll.
const JEKYLL: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

/// Files and folders that tell a flavour by being there.
const SIGNS: [(&str, Flavor); 14] = [
    ("astro.config.mjs", Flavor::Astro),
    ("astro.config.js", Flavor::Astro),
    ("astro.config.ts", Flavor::Astro),
    ("astro.config.mts", Flavor::Astro),
    ("astro.config.cjs", Flavor::Astro),
    ("docusaurus.config.js", Flavor::Docusaurus),
    ("docusaurus.config.ts", Flavor::Docusaurus),
    ("docusaurus.config.mjs", Flavor::Docusaurus),
    ("docusaurus.config.cjs", Flavor::Docusaurus),
    ("docusaurus.config.mts", Flavor::Docusaurus),
    ("docusaurus.config.cts", Flavor::Docusaurus),
    ("mkdocs.yml", Flavor::Mkdocs),
    ("mkdocs.yaml", Flavor::Mkdocs),
    (".obsidian", Flavor::Obsidian),
];

/// The flavour of a site, and its configuration where that gives something.
pub(super) fn of(
    said: Option<Flavor>,
    files: &Files,
    notices: &mut BTreeSet<String>,
) -> (Option<Flavor>, Option<SiteFile>) {
    let is_wanted = |flavor| said.is_none_or(|said| said == flavor);
    if is_wanted(Flavor::Hugo)
        && let Some(config) = hugo::config(files, notices)
    {
        return (Some(Flavor::Hugo), Some(config));
    }
    if is_wanted(Flavor::Hugo) || is_wanted(Flavor::Zola) {
        // It may be anybody's: what is wrong with it is told only where it is the site's.
        let mut told = BTreeSet::new();
        let mut read = |name: &&str| files.read_named(name, &mut told);
        let config = CONFIG.iter().find_map(&mut read);
        let found = config.as_ref().and_then(whose);
        if said.is_some() || found.is_some() {
            notices.append(&mut told);
            return (said.or(found), config);
        }
    }
    let mut read = |name: &&str| files.read_named(name, notices);
    if is_wanted(Flavor::Jekyll)
        && let Some(config) = JEKYLL.iter().find_map(&mut read)
    {
        return (Some(Flavor::Jekyll), Some(config));
    }
    let mut signs = SIGNS.iter().filter(|_| said.is_none());
    let found = signs.find(|(name, _)| files.has(name));
    (said.or(found.map(|(_, flavor)| *flavor)), None)
}

/// Whose a `config.toml` is: Hugo and Zola write the address of the site differently.
fn whose(config: &SiteFile) -> Option<Flavor> {
    let has = |key| config.map.get(key).is_some();
    match (has("baseURL"), has("base_url")) {
        (true, _) => Some(Flavor::Hugo),
        (false, true) => Some(Flavor::Zola),
        (false, false) => None,
    }
}
