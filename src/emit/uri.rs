//! Paths as relative references of RFC 3986.

use super::repository::path_in_repository;

/// The reference to a path, and whether it is relative to the root of the repository. Every byte
/// that is not unreserved is encoded, so that no name can be taken for a scheme, a query or a
/// fragment.
pub(super) fn of_path(folder: &str, path: &str) -> (String, bool) {
    let path = path_in_repository(folder, path);
    let steps: Vec<String> = path.split('/').map(encoded).collect();
    let uri = steps.join("/");
    if uri.starts_with('/') {
        (format!("file://{uri}"), false)
    } else {
        (uri, true)
    }
}

fn encoded(step: &str) -> String {
    let mut encoded = String::with_capacity(step.len());
    for byte in step.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_could_mean_something_is_encoded() {
        assert_eq!(
            of_path("", "posts/a b,c:50%#ä?.md"),
            ("posts/a%20b%2Cc%3A50%25%23%C3%A4%3F.md".to_owned(), true)
        );
        assert_eq!(of_path("site", "../a.md"), ("a.md".to_owned(), true));
        assert_eq!(
            of_path("site", "/tmp/a\n.md"),
            ("file:///tmp/a%0A.md".to_owned(), false)
        );
    }
}
