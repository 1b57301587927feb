//! The slug of a post.

use crate::post::{Data, Post};

/// Meta `slug`; else the id of a post inside a container; else the file name without extension
/// and leading date, where `index` stands for its folder.
pub(crate) fn slug_of<'a>(post: &'a Post, path: &'a str) -> &'a str {
    if let Some(declared) = declared(post) {
        return declared;
    }
    if let Some(id) = &post.id {
        return id;
    }
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    let name = if matches!(stem, "index" | "_index") && !folder.is_empty() {
        folder.rsplit('/').next().unwrap_or(stem)
    } else {
        stem
    };
    without_date(name)
}

fn declared(post: &Post) -> Option<&str> {
    let entry = post.meta.as_ref()?.root.get("slug")?;
    match &entry.value.data {
        Data::String(slug) if !slug.trim().is_empty() => Some(slug.trim()),
        _ => None,
    }
}

/// Drops a leading `YYYY-MM-DD-`.
fn without_date(name: &str) -> &str {
    const DATE: &str = "0000-00-00-";
    let is_dated = name.len() > DATE.len()
        && name
            .bytes()
            .zip(DATE.bytes())
            .all(|(byte, shape)| match shape {
                b'0' => byte.is_ascii_digit(),
                _ => byte == shape,
            });
    if is_dated { &name[DATE.len()..] } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::fixture;

    #[test]
    fn the_declared_slug_comes_first() {
        let post = fixture::post("slug = 'my-post'\n+++\ntext\n");
        assert_eq!(slug_of(&post, "content/other.md"), "my-post");
    }

    #[test]
    fn the_file_name_gives_the_slug() {
        let post = fixture::post("slug = '~'\n+++\ntext\n");
        let slug = |path: &'static str| slug_of(&post, path);
        assert_eq!(slug("content/2024-05-06-a-plan.md"), "a-plan");
        assert_eq!(slug("a.b.md"), "a.b");
        assert_eq!(slug("content/a-plan/index.md"), "a-plan");
        assert_eq!(slug("index.md"), "index");
        assert_eq!(slug("2024-05-06-.md"), "2024-05-06-");
        assert_eq!(slug(".md"), ".md");
        assert_eq!(slug("2024-é5-06-x"), "2024-é5-06-x");
    }

    #[test]
    fn a_post_of_a_container_goes_by_its_id() {
        let post = Post {
            id: Some("seven".to_owned()),
            ..Post::default()
        };
        assert_eq!(slug_of(&post, "export.jsonl"), "seven");
    }
}
