//! Arrays as PHP serializes them: `a:1:{s:3:"key";i:7;}`. Lengths count bytes.

/// A value, with the place of its text.
#[derive(Debug, PartialEq)]
pub(super) struct PhpValue {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) data: PhpData,
}

/// What a value is.
#[derive(Debug, PartialEq)]
pub(super) enum PhpData {
    Null,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    /// Keys, which are texts or numbers, and values.
    Array(Vec<(PhpValue, PhpValue)>),
}

/// Nesting of arrays.
const DEEPEST: usize = 32;
/// Values of an array, and of those in it: two bytes may write one, which takes fifty.
const MOST: usize = 100_000;

/// Reads a serialized array; nothing where the text is none, or a broken one.
pub(super) fn read(text: &str) -> Option<PhpValue> {
    if !text.starts_with("a:") {
        return None;
    }
    let mut reader = Reader {
        text,
        at: 0,
        values: 0,
    };
    let value = reader.value(0)?;
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<PhpValue> {
        self.values += 1;
        if self.values > MOST {
            return None;
        }
        let start = self.at;
        let sign = self.text.as_bytes().get(self.at)?;
        self.at += 1;
        let data = match sign {
            b'N' => {
                self.take(";")?;
                PhpData::Null
            }
            b'b' => match self.number()? {
                "0" => PhpData::Boolean(false),
                "1" => PhpData::Boolean(true),
                _ => return None,
            },
            b'i' => PhpData::Integer(self.number()?.parse().ok()?),
            b'd' => {
                let number: f64 = self.number()?.parse().ok()?;
                number.is_finite().then_some(PhpData::Float(number))?
            }
            b's' => return self.text(),
            b'a' => PhpData::Array(self.array(depth)?),
            _ => return None,
        };
        Some(PhpValue {
            start,
            end: self.at,
            data,
        })
    }

    /// `:7;`
    fn number(&mut self) -> Option<&'a str> {
        self.take(":")?;
        self.up_to(';')
    }

    /// `:3:"key";`
    fn text(&mut self) -> Option<PhpValue> {
        self.take(":")?;
        let len: usize = self.up_to(':')?.parse().ok()?;
        self.take("\"")?;
        let start = self.at;
        let end = start.checked_add(len)?;
        let text = self.text.get(start..end)?;
        self.at = end;
        self.take("\";")?;
        Some(PhpValue {
            start,
            end,
            data: PhpData::Text(text.to_owned()),
        })
    }

    /// `:2:{…}`
    fn array(&mut self, depth: usize) -> Option<Vec<(PhpValue, PhpValue)>> {
        if depth >= DEEPEST {
            return None;
        }
        self.take(":")?;
        let len: usize = self.up_to(':')?.parse().ok()?;
        self.take("{")?;
        // A length may say anything: room is made as entries are found.
        let mut entries = Vec::new();
        for _ in 0..len {
            let key = self.value(depth + 1)?;
            if !matches!(key.data, PhpData::Integer(_) | PhpData::Text(_)) {
                return None;
            }
            entries.push((key, self.value(depth + 1)?));
        }
        self.take("}")?;
        Some(entries)
    }

    fn up_to(&mut self, end: char) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let (before, _) = rest.split_at_checked(rest.find(end)?)?;
        self.at += before.len() + 1;
        Some(before)
    }

    fn take(&mut self, sign: &str) -> Option<()> {
        self.text.get(self.at..)?.strip_prefix(sign)?;
        self.at += sign.len();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_array_is_read_with_places() {
        let text = r#"a:3:{i:0;s:5:"caf é"...;"#;
        assert_eq!(read(text), None);
        let text = "a:2:{s:3:\"é;\";a:1:{i:0;b:1;}i:5;d:1.5;}";
        let PhpData::Array(entries) = read(text).unwrap().data else {
            unreachable!("an array")
        };
        assert_eq!(entries[0].0.data, PhpData::Text("é;".to_owned()));
        assert_eq!(&text[entries[0].0.start..entries[0].0.end], "é;");
        assert_eq!(
            &text[entries[0].1.start..entries[0].1.end],
            "a:1:{i:0;b:1;}"
        );
        assert_eq!(entries[1].0.data, PhpData::Integer(5));
        assert_eq!(entries[1].1.data, PhpData::Float(1.5));
    }

    #[test]
    fn what_is_broken_is_no_array() {
        for text in [
            "",
            "a:1:{i:0;s:9:\"short\";}",
            "a:1:{i:0;s:1:\"é\";}",
            "a:99999999999:{i:0;i:1;}",
            "a:1:{i:0;O:3:\"Foo\":0:{}}",
            "a:1:{a:0:{}i:1;}",
            "a:0:{} ",
            "a:0:{",
            "s:1:\"a\";",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        let deep = format!("{}i:1;{}", "a:1:{i:0;".repeat(5000), "}".repeat(5000));
        assert_eq!(read(&deep), None);
        assert!(read("a:0:{}").is_some());
        let many = |len: usize| format!("a:{len}:{{{}}}", "i:0;N;".repeat(len));
        assert!(read(&many(40_000)).is_some());
        assert_eq!(read(&many(60_000)), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_fail(text in "a:[0-9]:\\{[aibsdN:;{}\"0-9é]{0,30}") {
            read(&text);
        }
    }
}
