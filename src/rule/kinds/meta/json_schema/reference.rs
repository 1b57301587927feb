//! References as they are written.

/// The parts of a `$ref`.
pub(super) struct Written<'a> {
    /// The relative path of a file; nothing where a whole address or none is written.
    pub(super) file: Option<String>,
    /// What stands behind the `#`.
    pub(super) fragment: &'a str,
}

impl<'a> Written<'a> {
    /// Takes a reference apart.
    pub(super) fn parse(text: &'a str) -> Self {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        let has_scheme = address
            .split_once(':')
            .is_some_and(|(scheme, _)| !scheme.contains('/'));
        let is_file = !address.is_empty()
            && !has_scheme
            && !address.starts_with('/')
            && !address.contains('?');
        Self {
            file: is_file.then(|| decoded(address)),
            fragment,
        }
    }
}

/// The text with its `%XX` put in place; as it is where that makes no text.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        match after {
            [high, low, behind @ ..] if *first == b'%' => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = behind;
                    continue;
                }
                _ => bytes.push(*first),
            },
            _ => bytes.push(*first),
        }
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn digit(byte: u8) -> Option<u8> {
    let value = char::from(byte).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_alone_is_a_file() {
        for (text, file, fragment) in [
            ("a.json", Some("a.json"), ""),
            ("../a%20b.json#/x", Some("../a b.json"), "/x"),
            ("#/x", None, "/x"),
            ("https://example.com/a.json", None, ""),
            ("urn:uuid:1#a", None, "a"),
            ("/etc/passwd", None, ""),
            ("//example.com/a", None, ""),
        ] {
            let written = Written::parse(text);
            assert_eq!(written.file.as_deref(), file, "{text}");
            assert_eq!(written.fragment, fragment, "{text}");
        }
    }

    #[test]
    fn decodes_what_is_encoded() {
        assert_eq!(decoded("a%25b%22"), "a%b\"");
        assert_eq!(decoded("%f6%"), "%f6%");
        assert_eq!(decoded("%C3%B6"), "ö");
    }
}
