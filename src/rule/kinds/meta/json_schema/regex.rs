//! Regular expressions of schemas, which are those of ECMAScript, as the `regex` crate writes them.
//!
//! What it can not do in linear time is refused: looks around and references back.

use std::iter::Peekable;
use std::str::Chars;

use regex::{Regex, RegexBuilder};

use crate::rule::Allowance;

/// Why an expression can not be had, in one line.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is wrong, or too large.
    Wrong(String),
    /// It can not be matched in linear time.
    Unsupported(String),
}

impl Refused {
    /// What is wrong.
    pub(super) fn message(self) -> String {
        match self {
            Self::Wrong(message) | Self::Unsupported(message) => message,
        }
    }
}

impl From<String> for Refused {
    fn from(message: String) -> Self {
        Self::Wrong(message)
    }
}

/// Compiles an expression, which takes from `allowance`.
pub(super) fn compiled(text: &str, allowance: &Allowance) -> Result<Regex, Refused> {
    let written = translated(text)?;
    allowance
        .compile(&mut RegexBuilder::new(&written))
        .map_err(|refused| Refused::Wrong(refused.message()))
}

/// What blanks are to ECMAScript.
const BLANKS: &str = r"\t\n\x0B\x0C\r \u{a0}\u{feff}\u{2028}\u{2029}\p{Zs}";
/// What ends a line to ECMAScript, and `.` does not match.
const LINE_ENDS: &str = r"\n\r\u{2028}\u{2029}";

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    written: String,
    in_class: bool,
}

fn translated(text: &str) -> Result<String, Refused> {
    let mut translator = Translator {
        rest: text.chars().peekable(),
        written: String::with_capacity(text.len() + 16),
        in_class: false,
    };
    while let Some(c) = translator.rest.next() {
        translator.take(c)?;
    }
    Ok(translator.written)
}

impl Translator<'_> {
    fn take(&mut self, c: char) -> Result<(), Refused> {
        match c {
            '\\' => return self.escape(),
            '[' if !self.in_class => self.open_class(),
            ']' if self.in_class => {
                self.in_class = false;
                self.written.push(']');
            }
            '.' if !self.in_class => self.written.push_str(&format!("[^{LINE_ENDS}]")),
            '(' if !self.in_class => return self.group(),
            // Each of them means something to the crate that it does not mean here.
            '[' | '&' | '~' if self.in_class => {
                self.written.push('\\');
                self.written.push(c);
            }
            '-' if self.in_class && self.written.ends_with('-') => self.written.push_str("\\-"),
            other => self.written.push(other),
        }
        Ok(())
    }

    fn open_class(&mut self) {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        if self.rest.next_if_eq(&']').is_some() {
            // `[]` matches nothing and `[^]` everything.
            let all = if is_negated { r"[\s\S]" } else { r"[^\s\S]" };
            self.written.push_str(all);
            return;
        }
        self.in_class = true;
        self.written.push_str(if is_negated { "[^" } else { "[" });
    }

    fn group(&mut self) -> Result<(), Refused> {
        self.written.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        self.written.push('?');
        let mut ahead = self.rest.clone();
        let kind = (ahead.next(), ahead.next());
        let what = match kind {
            (Some('='), _) => "a look ahead, `(?=`,",
            (Some('!'), _) => "a look ahead, `(?!`,",
            (Some('<'), Some('=')) => "a look behind, `(?<=`,",
            (Some('<'), Some('!')) => "a look behind, `(?<!`,",
            (Some(':' | '<'), _) => return Ok(()),
            _ => return Err(wrong("bad regular expression: unknown kind of group")),
        };
        Err(unsupported(what))
    }

    fn escape(&mut self) -> Result<(), Refused> {
        let Some(c) = self.rest.next() else {
            return Err(wrong(
                "bad regular expression: nothing follows the last `\\`",
            ));
        };
        let written = match c {
            'd' => self.class("0-9", ""),
            'D' => self.class("0-9", "^"),
            'w' => self.class("A-Za-z0-9_", ""),
            'W' => self.class("A-Za-z0-9_", "^"),
            's' => self.class(BLANKS, ""),
            'S' => self.class(BLANKS, "^"),
            'b' if self.in_class => r"\x08".to_owned(),
            'b' => r"(?-u:\b)".to_owned(),
            'B' if !self.in_class => r"(?-u:\B)".to_owned(),
            'n' | 'r' | 't' | 'v' | 'f' => format!("\\{c}"),
            '0' => r"\x00".to_owned(),
            '1'..='9' if !self.in_class => {
                return Err(unsupported(&format!("a reference back, `\\{c}`,")));
            }
            'k' => return Err(unsupported("a reference back, `\\k`,")),
            'c' => self.control()?,
            'x' => self.number(2)?,
            'u' => self.code_unit()?,
            'p' | 'P' => self.property(c)?,
            c if c.is_ascii_alphanumeric() => {
                return Err(format!("bad regular expression: unknown escape `\\{c}`").into());
            }
            // These are the ends of words to the crate.
            '<' | '>' => c.to_string(),
            c if c.is_ascii() => format!("\\{c}"),
            c => c.to_string(),
        };
        self.written.push_str(&written);
        Ok(())
    }

    /// A class of characters, also inside another class, where it is no end of a range.
    fn class(&mut self, members: &str, negation: &str) -> String {
        if self.in_class && self.written.ends_with('-') && !self.written.ends_with("\\-") {
            self.written.pop();
            self.written.push_str("\\-");
        }
        format!("[{negation}{members}]")
    }

    fn control(&mut self) -> Result<String, String> {
        let letter = self.rest.next_if(char::is_ascii_alphabetic);
        let letter = letter.ok_or("bad regular expression: a letter must follow `\\c`")?;
        Ok(format!("\\x{:02x}", u32::from(letter) % 32))
    }

    fn number(&mut self, digits: usize) -> Result<String, String> {
        let number = self.digits(digits);
        let number = number.ok_or_else(|| {
            format!("bad regular expression: {digits} hexadecimal digits must follow")
        })?;
        Ok(format!("\\x{{{number:x}}}"))
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let mut number = 0;
        for _ in 0..count {
            number = number * 16 + self.rest.next()?.to_digit(16)?;
        }
        Some(number)
    }

    /// `\uXXXX`, `\u{X}`, or two of the former that are one character.
    fn code_unit(&mut self) -> Result<String, String> {
        if self.rest.next_if_eq(&'{').is_some() {
            return Ok("\\u{".to_owned());
        }
        let fault = || "bad regular expression: `\\u` names no character".to_owned();
        let high = self.digits(4).ok_or_else(fault)?;
        if !(0xd800..0xdc00).contains(&high) {
            return Ok(format!("\\x{{{high:x}}}"));
        }
        let is_pair = self.rest.next() == Some('\\') && self.rest.next() == Some('u');
        let low = is_pair.then(|| self.digits(4)).flatten();
        let low = low.filter(|low| (0xdc00..0xe000).contains(low));
        let low = low.ok_or_else(fault)?;
        let number = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        Ok(format!("\\x{{{number:x}}}"))
    }

    /// `\p{…}`; the crate knows the same names.
    fn property(&mut self, c: char) -> Result<String, String> {
        if self.rest.peek() != Some(&'{') {
            return Err(format!("bad regular expression: `{{` must follow `\\{c}`"));
        }
        let mut written = format!("\\{c}");
        for c in self.rest.by_ref() {
            written.push(c);
            if c == '}' {
                break;
            }
        }
        Ok(written)
    }
}

fn wrong(message: &str) -> Refused {
    Refused::Wrong(message.to_owned())
}

fn unsupported(what: &str) -> Refused {
    let advice = "can not be matched in linear time; write the expression without it";
    Refused::Unsupported(format!("{what} {advice}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_what_it_means_in_ecmascript() {
        for (pattern, yes, no) in [
            (r"^\d$", "5", "\u{663}"),
            (r"^\w+$", "a_1", "é"),
            (r"^\W$", "é", "a"),
            (r"^\s$", "\u{feff}", "a"),
            (r"^\S$", "a", "\u{2003}"),
            (r"^[\s\d]+$", " 1", "a"),
            (r"^[^\D]$", "1", "a"),
            (r"^[\w.-]+$", "a.b-c", "a b"),
            (r"^[\w-.]+$", "a.b-c", "a`b"),
            (r"^[\w-z]+$", "a-z", "`"),
            (r"^[+-\d-]+$", "+-1", ","),
            (r"^\<b\>$", "<b>", "b"),
            (r"^[\<\]]$", "<", "\\"),
            (r"^.$", "é", "\u{2028}"),
            (r"^[[]$", "[", "a"),
            (r"^[a&&b]$", "&", "c"),
            (r"^[+--]+$", "+,-", "a"),
            (r"^\u00e9\xe9\u{e9}$", "ééé", "e"),
            (r"^\uD83D\uDC32$", "🐲", "x"),
            (r"^\cC\/\-$", "\u{3}/-", "c"),
            (r"^\p{Letter}+$", "né", "1"),
            (r"\bis\b", "it is so", "this"),
            (r"\Bis\B", "aisa", "is"),
            (r"^[^]$", "\n", ""),
            (r"^a$", "a", "a\n"),
            (r"b", "abc", "ac"),
            (r"^(?:a|(?<x>b))$", "b", "c"),
        ] {
            let regex = compiled(pattern, &Allowance::default()).unwrap();
            assert!(regex.is_match(yes), "{pattern} {yes:?}");
            assert!(!regex.is_match(no), "{pattern} {no:?}");
        }
    }

    #[test]
    fn refuses_what_is_not_linear_and_what_is_wrong() {
        let error = |pattern: &str| {
            let refused = compiled(pattern, &Allowance::default()).unwrap_err();
            refused.message()
        };
        for pattern in [
            "(?=a)",
            "a(?!b)",
            "(?<=a)b",
            "(?<!a)b",
            r"(a)\1",
            r"(?<x>a)\k<x>",
        ] {
            assert!(error(pattern).contains("linear time"), "{pattern}");
        }
        assert_eq!(error(r"\a"), r"bad regular expression: unknown escape `\a`");
        assert_eq!(error("("), "bad regular expression: unclosed group");
        assert_eq!(
            error("((a{1000}){1000}){1000}"),
            "regular expression is over the size limit of 10485760 bytes"
        );
        for pattern in ["\\", r"\c1", r"\x1", r"\ud800", r"\ud800x", r"\pL", "(?i)a"] {
            assert!(
                compiled(pattern, &Allowance::default()).is_err(),
                "{pattern}"
            );
        }
    }
}
