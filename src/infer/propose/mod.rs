//! What the counts bear out, as a configuration.

mod budget;
mod evidence;
mod fields;
mod head;
mod page;
mod rules;
mod scores;
mod sections;
mod types;
mod unique;
mod words;

pub(super) use budget::{Ask, Budget};
pub(super) use words::is_scale;

use super::{Site, Survey};
use page::Page;

/// The proposal for a site, as TOML.
pub(super) fn written(site: &Site<'_>) -> String {
    let mut page = Page::default();
    head::write(&mut page, site);
    for survey in site.surveys {
        rules::write(&mut page, survey);
    }
    page.finish()
}

/// A name as the id of a rule has it; empty where nothing of it can stand in one.
pub(super) fn kebab(name: &str) -> String {
    let is_kept = |c: char| c.is_ascii_alphanumeric();
    let words = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty());
    let id = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if id.starts_with(|c: char| c.is_ascii_lowercase()) {
        return id;
    }
    // An id begins with a letter.
    if id.is_empty() { id } else { format!("n{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_kebab_case() {
        assert_eq!(kebab("Payload.source id"), "payload-source-id");
        assert_eq!(kebab("2024"), "n2024");
        assert_eq!(kebab("été"), "t");
        assert_eq!(kebab("…"), "");
    }
}
