//! Is this line code? Renderings show code without a fence, so the line itself must tell.
//!
//! Prose is never taken for code on a single word: `import the data first` begins like Python and
//! is none. A line counts as code on its own only when its shape leaves no doubt; doubtful ones
//! (`else:`, `import os`, `# a remark`) count next to such a line.

mod command;
mod expression;
mod statement;
mod symbols;
mod words;

pub(super) use words::is_plain;

/// How much a line looks like code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Code wherever it stands.
    Code,
    /// Code beside code.
    Maybe,
    /// Prose.
    Text,
}

impl Likeness {
    /// Code or prose, without a doubt.
    fn code_if(is_code: bool) -> Self {
        if is_code { Self::Code } else { Self::Text }
    }
}

/// Judges one trimmed line.
pub(super) fn likeness(line: &str) -> Likeness {
    // A line this long is a paragraph or minified beyond reading. Most lines are sentences: the
    // look at their first words saves all others.
    if line.len() > LONGEST || words::opens_sentence(line) {
        return Likeness::Text;
    }
    let line = without_remark(line);
    let mut best = Likeness::Text;
    for judge in [symbols::judge, statement::judge, command::judge] {
        match judge(line) {
            Likeness::Code => return Likeness::Code,
            Likeness::Maybe => best = Likeness::Maybe,
            Likeness::Text => {}
        }
    }
    best
}

/// The line without the remark that ends it: `run(); // twice`.
fn without_remark(line: &str) -> &str {
    match memchr::memmem::find(line.as_bytes(), b" // ") {
        Some(at) => line[..at].trim_end(),
        None => line,
    }
}

/// Whether a line that stands inside open brackets of code may belong to them.
pub(super) fn may_stand_in_brackets(line: &str) -> bool {
    line.len() <= LONGEST && !words::reads_as_prose(line) && !words::is_plain(line)
}

/// Brackets that a line of code opens, less those it closes.
pub(super) fn bracket_balance(line: &str) -> i32 {
    line.bytes().fold(0, |balance, byte| match byte {
        b'(' | b'[' | b'{' => balance + 1,
        b')' | b']' | b'}' => balance - 1,
        _ => balance,
    })
}

const LONGEST: usize = 2_000;

#[cfg(test)]
mod tests;
