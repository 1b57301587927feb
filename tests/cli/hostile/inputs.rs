//! Bad posts of every sort.

/// A name that says what is bad, and a post.
type Input = (&'static str, String);

/// Every bad post.
pub(super) fn inputs() -> Vec<Input> {
    [acting(), front_matter(), bodies(), sizes()].concat()
}

/// A text again and again, with a number for each `@`.
pub(super) fn numbered(count: usize, text: &str) -> String {
    let texts = (0..count).map(|at| text.replace('@', &at.to_string()));
    texts.collect()
}

fn with_meta(text: &str) -> String {
    format!("---\n{text}\n---\n# Title\n\nLorem ipsum.\n")
}

/// Text that acts where it is shown.
fn acting() -> Vec<Input> {
    let controls: String = ('\u{1}'..='\u{9f}')
        .filter(|c| c.is_control() && *c != '\n')
        .collect();
    let bidi = "\u{202a}\u{202e}\u{2066}\u{2069}\u{200f}\u{61c}\u{2028}\u{2029}\u{feff}\u{e0041}";
    let commands = "::error file=x::y\n##[add-mask]a\n##vso[task.x]b\n  ::stop-commands::c\n";
    vec![
        (
            "controls",
            format!("# {controls}\n\nLorem ipsum. {controls}\n"),
        ),
        (
            "controls in meta",
            with_meta(&format!("title: \"\\e[2J\"\ndate: {controls}")),
        ),
        (
            "bidi",
            format!("# {bidi}\n\nLorem {bidi} ipsum.\n\nLorem ipsum {bidi}\n"),
        ),
        (
            "commands",
            format!(
                "# ::error::x\n\nLorem ipsum.\n{commands}\n<!-- gatepost-disable {commands} -->\n"
            ),
        ),
        (
            "commands in meta",
            with_meta("::error file=x::y: [\n##[add-mask]a: ##vso[task.x]b"),
        ),
        (
            "carriage returns",
            "# T\rLorem ipsum.\r::error::x\r".to_owned(),
        ),
    ]
}

/// Front matter that expands, nests, or is a program.
fn front_matter() -> Vec<Input> {
    let bomb = (1..10).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, at| {
            let before = format!("*a{}, ", at - 1).repeat(9);
            text + &format!("a{at}: &a{at} [{before}]\n")
        },
    );
    let wide = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(100_000),
        "*a, ".repeat(20_000)
    );
    vec![
        ("alias bomb", with_meta(&bomb)),
        ("wide aliases", with_meta(&wide)),
        ("alias of itself", with_meta("a: &a [*a]")),
        (
            "deep list",
            with_meta(&format!("a: {}", "[".repeat(100_000))),
        ),
        (
            "deep map",
            with_meta(&format!("a: {}", "{a: ".repeat(20_000))),
        ),
        ("deep block", with_meta(&"- ".repeat(50_000))),
        (
            "deep toml",
            format!("+++\na = {}\n+++\n", "[".repeat(50_000)),
        ),
        (
            "deep toml keys",
            format!("+++\n{}a = 1\n+++\n", "a.".repeat(50_000)),
        ),
        ("deep json", format!("{{\"a\": {}\n", "[".repeat(100_000))),
        ("many keys", with_meta(&numbered(30_000, "k@: 1\n"))),
        (
            "one key again and again",
            with_meta(&"k: 1\n".repeat(20_000)),
        ),
        (
            "large front matter",
            with_meta(&format!("a: {}", "x".repeat(300 << 10))),
        ),
        (
            "scripts",
            "---js\nmodule.exports = { title: process.exit(0) }\n---\nLorem ipsum.\n".to_owned(),
        ),
        (
            "tags",
            with_meta("a: !!python/object/apply:os.system ['touch pwned']\nb: !ruby/object:A {}"),
        ),
        (
            "merge keys",
            with_meta("<<: *nothing\n<<: [1, 2]\n? [a, b]\n: c"),
        ),
    ]
}

/// Markdown that is known to take readers long.
fn bodies() -> Vec<Input> {
    vec![
        ("brackets", "[".repeat(100_000)),
        ("links", "[a](".repeat(50_000)),
        ("emphasis", "*a _b ".repeat(50_000)),
        ("quotes", "> ".repeat(50_000)),
        (
            "backticks",
            (1..600).map(|at| "`".repeat(at) + " ").collect(),
        ),
        ("comments", "<!-- ".repeat(50_000)),
        (
            "suppressions",
            "<!-- gatepost-disable-next-line a b c -->\n".repeat(3_000),
        ),
        ("references", numbered(5_000, "[a@]: b\n[a@]\n\n")),
        (
            "tables",
            format!("{}\n{}\n", "|a".repeat(20_000), "|-".repeat(20_000)),
        ),
        (
            "entities",
            "&#x202e;&lt;script&gt;&NotEqualTilde;".repeat(5_000),
        ),
        ("shortcodes", "{{< a ".repeat(30_000)),
        ("jsx", "<A b={".repeat(30_000)),
    ]
}

/// Too much of one thing.
fn sizes() -> Vec<Input> {
    vec![
        ("one line", "Lorem ipsum ".repeat(100_000)),
        ("one word", "x".repeat(2_000_000)),
        ("no-break spaces", "\u{a0}".repeat(500_000)),
        (
            "combining marks",
            format!("# a{}\n\nLorem ipsum.\n", "\u{301}".repeat(200_000)),
        ),
        ("many lines", "\n".repeat(2_000_000) + "Lorem ipsum.\n"),
        ("many findings", "Lorem ipsum.\n\n".repeat(20_000)),
    ]
}
