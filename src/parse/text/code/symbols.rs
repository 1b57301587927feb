//! Lines that their signs give away, whatever the language.

use super::Likeness;
use super::expression::{has_call, has_operator, is_assignment, is_call, strip_name};
use super::words::{has_plain_run, is_plain};

/// Nothing but code begins so.
const STARTS: [&str; 11] = [
    "<?",
    "?>",
    "#!/",
    "#[",
    "#![",
    "//",
    "/*",
    "*/",
    ">>> ",
    "#include ",
    "```",
];
/// Nothing but code ends so.
const ENDS: [&str; 8] = ["});", "})", "};", "},", " {", "){", "\\", "*/"];
/// A line that goes on with code above it begins so.
const CONTINUES: [&str; 8] = ["# ", "-- ", "--", "| ", "&& ", "|| ", "=> ", "? "];

/// Judges a line by its signs.
pub(super) fn judge(line: &str) -> Likeness {
    if is_marked(line)
        || (behind_tag_name(line).is_some() && line.ends_with('>'))
        || is_member(line)
    {
        return Likeness::Code;
    }
    if is_assignment(line) || is_call(line) || is_decorator(line) || is_quoted_key(line) {
        return Likeness::Code;
    }
    if line.ends_with(';') {
        return ended_statement(line);
    }
    if may_continue(line) {
        return Likeness::Maybe;
    }
    Likeness::Text
}

fn is_marked(line: &str) -> bool {
    STARTS.iter().any(|start| line.starts_with(start))
        || ENDS.iter().any(|end| line.ends_with(end))
        || is_brackets(line)
        || is_variable(line)
}

fn is_brackets(line: &str) -> bool {
    let only_signs = line.chars().all(|c| "{}[]();,>".contains(c));
    only_signs && line.contains(['{', '}', '[', ']', '(', ')'])
}

/// `$post->title`, `$rows[0]`, `$total = 3`; a price is none.
fn is_variable(line: &str) -> bool {
    let rest = line.strip_prefix('$').and_then(strip_name);
    rest.is_some_and(|rest| {
        ["->", "[", ";", " = ", "::", "++", "("]
            .iter()
            .any(|sign| rest.starts_with(sign))
    })
}

/// What follows the name of the tag that begins a line: `<div class="a">`, `</ul>`. An address in
/// angle brackets is no tag.
fn behind_tag_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('<')?;
    let rest = rest.strip_prefix(['/', '!']).unwrap_or(rest);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let ends = after.is_empty() || after.starts_with([' ', '>', '/', '-']);
    (after.len() < rest.len() && ends).then_some(after)
}

/// `.then(show)`, `->save()`.
fn is_member(line: &str) -> bool {
    let rest = line.strip_prefix('.').or_else(|| line.strip_prefix("->"));
    rest.and_then(strip_name)
        .is_some_and(|rest| rest.starts_with('(') && !has_plain_run(rest))
}

/// `@app.get('/health')`; a lone `@name` may be a person.
fn is_decorator(line: &str) -> bool {
    let path = line
        .strip_prefix('@')
        .and_then(super::expression::split_path);
    path.is_some_and(|(path, rest)| {
        let is_alone = rest.is_empty() && path.contains('.');
        is_alone || (rest.starts_with('(') && rest.ends_with([')', '(', '{', '[', ',']))
    })
}

/// `"name": "x",` and `'name' => 'x',`.
fn is_quoted_key(line: &str) -> bool {
    let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return false;
    };
    let Some((key, rest)) = line[1..].split_once(quote) else {
        return false;
    };
    let rest = rest.trim_start();
    let value = rest.strip_prefix(':').or_else(|| rest.strip_prefix("=>"));
    let is_name = !key.is_empty() && !key.contains(' ');
    is_name && value.is_some_and(|value| !is_plain(value))
}

/// A line that ends in a semicolon: prose may, so it must show more.
fn ended_statement(line: &str) -> Likeness {
    let has_sign = ["=", "->", "::", "\\", "$"]
        .iter()
        .any(|sign| line.contains(sign));
    let is_declaration = line
        .split_once(": ")
        .is_some_and(|(name, value)| !name.contains(' ') && value.split(' ').count() <= 2);
    if has_sign || (has_call(line) && !has_plain_run(line)) {
        Likeness::Code
    } else if is_declaration || line.split(' ').count() <= 3 {
        Likeness::Maybe
    } else {
        Likeness::Text
    }
}

/// `timeout,` and `timeout: 3,`.
fn is_short(line: &str) -> bool {
    let (name, value) = line.split_once(": ").unwrap_or(("", line));
    !name.contains(' ') && !value.contains(' ')
}

/// `jobs:`, `restart: always`, `runs-on: ubuntu-latest`.
fn is_yaml(line: &str) -> bool {
    let (key, value) = line.split_once(':').unwrap_or((line, "no pair"));
    let is_key = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(is_key)
        && (value.is_empty() || value.starts_with(' '))
        && value.split_whitespace().count() <= 2
        && !value.ends_with(['.', ',', '!', '?', ':'])
}

/// `[server]`, `[tool.black]`.
fn is_table_name(line: &str) -> bool {
    let inner = line
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    })
}

fn may_continue(line: &str) -> bool {
    let is_argument = line.ends_with(',')
        && (line.starts_with(['"', '\'', '[', '{', '(', '$']) || is_short(line));
    let is_flag = line.starts_with('-') && line.len() > 1;
    CONTINUES.iter().any(|start| line.starts_with(start))
        || is_table_name(line)
        || is_yaml(line)
        || is_argument
        || is_flag
        || line == "#"
        || (line.starts_with('@') && !line.contains(' '))
        || behind_tag_name(line).is_some()
        || line.ends_with("/>")
        || (has_operator(line) && !has_plain_run(line))
}
