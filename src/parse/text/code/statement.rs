//! Lines that the keywords of a language begin.

use super::Likeness;
use super::expression::{
    has_call, has_operator, is_expression, split_path, split_word, strip_name,
};
use super::words::{is_plain, is_plain_word, reads_as_prose};

/// Lines that stand alone in code.
const ALONE: [&str; 15] = [
    "else:", "raise", "try:", "finally:", "pass", "break", "continue", "return", "end", "done",
    "fi", "esac", "then", "do", "else",
];
/// Words before a declaration that say how it is seen.
const MODIFIERS: [&str; 12] = [
    "export",
    "default",
    "async",
    "pub",
    "public",
    "private",
    "protected",
    "static",
    "final",
    "abstract",
    "override",
    "unsafe",
];
/// First words of SQL statements, with a word that must follow somewhere.
const SQL: [(&str, &str); 9] = [
    ("SELECT", "FROM"),
    ("INSERT", "INTO"),
    ("DELETE", "FROM"),
    ("UPDATE", "SET"),
    ("CREATE", ""),
    ("ALTER", ""),
    ("DROP", ""),
    ("EXPLAIN", ""),
    ("BEGIN", ""),
];
/// First words of the lines in which a statement of SQL goes on.
const SQL_CLAUSES: [&str; 16] = [
    "SELECT", "FROM", "WHERE", "ORDER", "GROUP", "JOIN", "LEFT", "INNER", "LIMIT", "SET", "VALUES",
    "AND", "OR", "ON", "HAVING", "UNION",
];

/// First words of the lines of a Dockerfile.
const DOCKER: [&str; 10] = [
    "WORKDIR",
    "COPY",
    "RUN",
    "CMD",
    "ENTRYPOINT",
    "EXPOSE",
    "ENV",
    "ARG",
    "ADD",
    "VOLUME",
];

/// Judges a line by the keyword that begins it.
pub(super) fn judge(line: &str) -> Likeness {
    if ALONE.contains(&line) {
        return Likeness::Maybe;
    }
    let (first, rest) = split_word(line);
    if first.starts_with(|c: char| c.is_ascii_uppercase()) {
        return shouted(first, rest, line);
    }
    match first {
        "from" => python_import(rest),
        "import" => import(rest),
        "const" | "let" | "var" | "val" => binding(rest),
        "return" | "yield" | "throw" | "raise" | "await" | "assert" | "echo" | "print" | "puts"
        | "del" | "defer" | "require" | "include" => result(rest),
        "if" | "elif" | "for" | "foreach" | "while" | "with" | "except" | "switch" | "match"
        | "case" | "unless" | "else" => control(first, rest, line),
        "package" | "namespace" | "use" | "mod" if !rest.contains(' ') => Likeness::Maybe,
        "select" | "insert" | "delete" | "update" if line.ends_with(';') => quiet_sql(rest),
        _ => declaration(line),
    }
}

/// Statements of SQL, instructions of a Dockerfile, and other lines that begin with a capital.
fn shouted(first: &str, rest: &str, line: &str) -> Likeness {
    let statement = SQL.iter().find(|(opening, _)| *opening == first);
    let is_whole = statement.is_some_and(|(_, second)| {
        let follows = rest.split_whitespace().any(|word| word == *second);
        let shouts = rest.split_whitespace().next().is_some_and(is_upper);
        follows || line.ends_with(';') || (second.is_empty() && shouts)
    });
    let is_condition = first == "WHERE" && has_operator(rest);
    if is_whole || is_condition || (DOCKER.contains(&first) && !is_plain(rest)) {
        Likeness::Code
    } else if SQL_CLAUSES.contains(&first) {
        Likeness::Maybe
    } else {
        declaration(line)
    }
}

/// A statement of SQL in lower case: prose selects, inserts and updates too.
fn quiet_sql(rest: &str) -> Likeness {
    Likeness::code_if(rest.contains(['*', '=', '(']))
}

fn is_upper(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase())
}

/// `from x.y import a, b as c`.
fn python_import(rest: &str) -> Likeness {
    let (module, rest) = split_word(rest);
    let (import, names) = split_word(rest);
    let is_module =
        module.starts_with('.') || split_path(module).is_some_and(|(_, s)| s.is_empty());
    Likeness::code_if(is_module && import == "import" && (names == "(" || are_names(names)))
}

/// `import a.b`, `import x from 'y'`; `import os` only beside code.
fn import(rest: &str) -> Likeness {
    let has_signs =
        rest.starts_with(['{', '"', '\'', '*', '(']) || rest.ends_with(['"', '\'', ';']);
    let is_dotted = are_names(rest) && rest.split(", ").any(|name| name.contains('.'));
    let is_renamed = are_names(rest) && rest.contains(" as ");
    if has_signs || is_dotted || is_renamed {
        Likeness::Code
    } else if are_names(rest) {
        Likeness::Maybe
    } else {
        Likeness::Text
    }
}

/// `a, b.c, d as e`, `*`.
fn are_names(text: &str) -> bool {
    text.split(',').map(str::trim).all(|item| {
        let (name, alias) = item.split_once(" as ").unwrap_or((item, "x"));
        let is_name = |text: &str| split_path(text).is_some_and(|(_, rest)| rest.is_empty());
        name == "*" || (is_name(name) && is_name(alias))
    })
}

/// `x = 1`, `mut x: T = 1`, `{ a, b } = c` behind `let` and its like.
fn binding(rest: &str) -> Likeness {
    let rest = rest.strip_prefix("mut ").unwrap_or(rest);
    let target = if rest.starts_with(['{', '[', '(']) {
        Some(rest)
    } else {
        strip_name(rest)
    };
    let assigns = target.is_some_and(|rest| {
        rest.starts_with([' ', ':', '{', '[', '('])
            && (rest.contains(" = ") || rest.ends_with(" ="))
    });
    Likeness::code_if(assigns && !reads_as_prose(rest))
}

fn result(rest: &str) -> Likeness {
    if is_expression(rest) && !reads_as_prose(rest) {
        Likeness::Code
    } else if rest.is_empty() || !rest.contains(' ') {
        Likeness::Maybe
    } else {
        Likeness::Text
    }
}

/// `if a == b:`, `for (const x of y)`, `while true; do`.
fn control(first: &str, rest: &str, line: &str) -> Likeness {
    if line.ends_with("; then") || line.ends_with("; do") {
        return Likeness::Code;
    }
    if rest.starts_with('(') && line.ends_with(')') {
        return Likeness::code_if(has_operator(rest) || has_call(rest) || rest.contains('$'));
    }
    let Some(condition) = rest.strip_suffix(':') else {
        return Likeness::Text;
    };
    let is_caught = first == "except" && condition.contains(" as ");
    if is_caught || has_operator(condition) || has_call(condition) || condition.contains('_') {
        return Likeness::Code;
    }
    let is_likely = match first {
        "for" => condition.contains(" in "),
        _ => has_attribute(condition) || !condition.contains(' '),
    };
    if is_likely {
        Likeness::Maybe
    } else {
        Likeness::Text
    }
}

/// Whether a word such as `user.active` is there.
fn has_attribute(text: &str) -> bool {
    text.split(' ')
        .any(|word| !is_plain_word(word) && word.contains('.') && !word.ends_with('.'))
}

/// `def name(`, `class Name:`, `public function name(`.
fn declaration(line: &str) -> Likeness {
    let (word, rest) = behind_modifiers(line);
    let is_declared = match word {
        "def" | "fn" | "func" | "function" | "sub" => is_signature(rest),
        "class" | "struct" | "enum" | "interface" | "trait" | "impl" => is_type(rest),
        _ if word.len() < line.len() && !line.starts_with(word) => {
            has_call(line) && line.ends_with([')', ';', ':', '(', ','])
        }
        _ => false,
    };
    Likeness::code_if(is_declared)
}

fn behind_modifiers(line: &str) -> (&str, &str) {
    let (mut word, mut rest) = split_word(line);
    while MODIFIERS.contains(&word) && !rest.is_empty() {
        (word, rest) = split_word(rest);
    }
    (word, rest)
}

fn is_signature(rest: &str) -> bool {
    rest.starts_with('(') && rest.contains(')')
        || split_path(rest).is_some_and(|(_, rest)| rest.starts_with(['(', '<']))
}

fn is_type(rest: &str) -> bool {
    let is_named = rest.starts_with(|c: char| c.is_ascii_uppercase());
    is_named
        && split_path(rest)
            .is_some_and(|(_, rest)| rest == ":" || rest == ";" || rest.starts_with(['(', '<']))
}
