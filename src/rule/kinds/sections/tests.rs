//! What `sections` rules say of small posts.

use super::outline::fold_title;
use super::*;
use crate::diagnostic::Diagnostic;
use crate::parse::ParseOptions;
use crate::rule::kinds::meta::fixture::{Fixture, check, problems};

/// A post like those of the house: two topical sections, then the two that must be there.
const SOUND: &str = "# Keeping tools sharp

An edge is kept, not made.

## What dulls a blade

Glass boards and sinks do.

## Implementation checklist

- strop it
- dry it

## Final notes

Write down which stone you used.
";

const HOUSE: &str = "required = [
    { title = 'implementation checklist', min-items = 1 },
    { title = 'final notes', last = true, after = 'implementation checklist', min-words = 3 },
]";

fn diagnostics(options: &str, post: &str) -> Vec<Diagnostic> {
    check(&Sections, options).check_post(&Fixture::new(post).cx())
}

/// Finding, text under the primary label, message.
fn findings(options: &str, post: &str) -> Vec<(String, String, String)> {
    Fixture::new(post).findings(&*check(&Sections, options))
}

#[track_caller]
fn is_found(options: &str, post: &str, finding: &str, at: &str, message: &str) {
    let wanted = (finding.to_owned(), at.to_owned(), message.to_owned());
    assert_eq!(findings(options, post), [wanted]);
}

#[track_caller]
fn is_clean(options: &str, post: &str) {
    assert_eq!(findings(options, post), []);
}

fn label(found: &Diagnostic, number: usize, post: &str) -> (String, String) {
    let label = &found.labels[number];
    let text = &post[label.span.unwrap().range()];
    (text.to_owned(), label.message.clone())
}

#[test]
fn a_sound_post_is_clean() {
    is_clean(HOUSE, SOUND);
    is_clean(
        "required = ['what dulls a blade', 'final notes']\nordered = true",
        SOUND,
    );
    is_clean("forbidden = ['conclusion']", SOUND);
    is_clean("any-of = ['summary', 'Final Notes']", SOUND);
}

#[test]
fn titles_compare_without_case_space_numbers_and_end_marks() {
    for heading in [
        "FINAL  notes",
        "3. Final notes:",
        "2.1) final notes",
        "Final notes!",
    ] {
        let post = SOUND.replace("Final notes", heading);
        is_clean(HOUSE, &post);
    }
    assert_eq!(fold_title("2 final notes"), "2 final notes");
    assert_eq!(fold_title("1."), "1");
    assert_eq!(fold_title("10.5"), "10.5");
}

#[test]
fn a_missing_section_is_told_where_it_should_stand() {
    let post = SOUND.replace("## Implementation checklist", "");
    let message = "missing section \"implementation checklist\"";
    is_found(HOUSE, &post, "missing", "## Final notes", message);
    let found = diagnostics(HOUSE, &post).remove(0);
    let help = "add \"implementation checklist\" before \"Final notes\"";
    assert_eq!(found.help, [help]);
    assert_eq!(found.identity, "implementation checklist");
}

#[test]
fn missing_sections_of_one_place_are_one_finding() {
    is_found(
        HOUSE,
        "# A post\n\nWith words only.\n",
        "missing",
        "With words only.",
        "missing sections \"implementation checklist\" and \"final notes\"",
    );
    is_found(
        "required = ['scope']\nany-of = ['risks', 'dangers']",
        "One line.\n",
        "missing",
        "One line.",
        "missing sections \"scope\" and one of \"risks\" or \"dangers\"",
    );
}

#[test]
fn one_of_any_must_be_there() {
    is_found(
        "any-of = ['summary', 'outcome', 'result']",
        SOUND,
        "missing",
        "Write down which stone you used.",
        "missing one of the sections \"summary\", \"outcome\" or \"result\"",
    );
}

#[test]
fn first_and_after_tell_where_a_section_is_missing() {
    let first = "required = [{ title = 'scope', first = true }]";
    assert_eq!(findings(first, SOUND)[0].1, "## What dulls a blade");
    let after = "required = ['what dulls a blade', \
                 { title = 'tools', after = 'what dulls a blade' }]";
    assert_eq!(findings(after, SOUND)[0].1, "## Implementation checklist");
    let end = "any-of = ['final notes']\nrequired = [{ title = 'thanks', after = 'final notes' }]";
    assert_eq!(
        findings(end, SOUND)[0].1,
        "Write down which stone you used."
    );
}

#[test]
fn a_misspelt_heading_is_asked_about() {
    let post = SOUND.replace("Final notes", "Finale notes");
    is_found(
        HOUSE,
        &post,
        "missing",
        "Finale notes",
        "missing section \"final notes\"",
    );
    let found = diagnostics(HOUSE, &post).remove(0);
    assert_eq!(found.labels[0].message, "did you mean \"final notes\"?");
    let closed = format!("{HOUSE}\nclosed = true\nany-of = ['what dulls a blade']");
    assert_eq!(findings(&closed, &post).len(), 1);
}

#[test]
fn a_heading_that_is_asked_for_is_no_misspelling_of_another() {
    let options = "required = ['step 1', 'step 2']";
    let post = "## Step 1\n\nDo it.\n";
    is_found(
        options,
        post,
        "missing",
        "Do it.",
        "missing section \"step 2\"",
    );
}

#[test]
fn an_empty_section_is_told_once() {
    let post = SOUND.replace("- strop it\n- dry it\n", "");
    let message = "section \"implementation checklist\" is empty";
    is_found(HOUSE, &post, "empty", "Implementation checklist", message);
    let headings_only = "## Plan\n\n### Part\n";
    is_found(
        "required = ['plan']",
        headings_only,
        "empty",
        "Plan",
        "section \"plan\" is empty",
    );
}

#[test]
fn code_images_and_subsections_fill_a_section() {
    let options = "required = ['plan']";
    is_clean(options, "## Plan\n\n```\nls\n```\n");
    is_clean(options, "## Plan\n\n![a map](map.png)\n");
    is_clean(options, "## Plan\n\n### Part\n\nWords.\n");
    is_found(
        options,
        "## Plan\n\n## Map\n\n![a map](map.png)\n",
        "empty",
        "Plan",
        "section \"plan\" is empty",
    );
}

#[test]
fn a_short_section_is_told_with_its_counts() {
    let options = "required = [{ title = 'plan', min-words = 4, min-items = 2 }]";
    is_found(
        options,
        "## Plan\n\n- go there\n",
        "short",
        "Plan",
        "section \"plan\" has 2 words, at least 4 are required; 1 list item, at least 2 are required",
    );
    is_clean(
        options,
        "## Plan\n\n- go there\n\n### Then\n\n- come back\n",
    );
}

#[test]
fn the_last_section_must_be_last() {
    let post = format!("{SOUND}\n## Thanks\n\nTo all.\n");
    let message = "section \"final notes\" must come last";
    is_found(HOUSE, &post, "order", "Final notes", message);
    let found = diagnostics(HOUSE, &post).remove(0);
    let wanted = ("Thanks".to_owned(), "this comes after it".to_owned());
    assert_eq!(label(&found, 1, &post), wanted);
    is_clean(
        HOUSE,
        &format!("{SOUND}\n### A footnote\n\nOf the last section.\n"),
    );
}

#[test]
fn a_misplaced_section_is_told_once() {
    let post = "## Final notes\n\nThree words here.\n\n## Implementation checklist\n\n- one\n";
    let message = "section \"final notes\" must come after \"Implementation checklist\"";
    is_found(HOUSE, post, "order", "Final notes", message);
}

#[test]
fn the_first_section_must_be_first_behind_the_title() {
    let options = "required = [{ title = 'what dulls a blade', first = true }]";
    is_clean(options, SOUND);
    let options = "required = [{ title = 'final notes', first = true }]";
    let message = "section \"final notes\" must come first";
    is_found(options, SOUND, "order", "Final notes", message);
}

#[test]
fn ordered_sections_stand_as_listed() {
    let post = "## C\n\nc\n\n## A\n\na\n\n## B\n\nb\n";
    is_clean("required = ['a', 'b', 'c']", post);
    is_found(
        "required = ['a', 'b', 'c']\nordered = true",
        post,
        "order",
        "C",
        "section \"c\" must come after \"B\"",
    );
}

#[test]
fn a_repeated_section_points_at_the_first() {
    let post = SOUND.replace("What dulls a blade", "Final notes");
    let found = diagnostics("required = ['final notes']", &post).remove(0);
    assert_eq!(found.code.finding(), "repeated");
    let wanted = ("Final notes".to_owned(), "it stands here first".to_owned());
    assert_eq!(label(&found, 1, &post), wanted);
    is_clean("required = ['implementation checklist']", &post);
    let steps = "## Step one\n\na\n\n## Step two\n\nb\n";
    is_clean("required = [{ pattern = '^step' }]", steps);
}

#[test]
fn forbidden_sections_are_told() {
    is_found(
        "forbidden = ['final notes']",
        SOUND,
        "forbidden",
        "Final notes",
        "section \"Final notes\" is not allowed",
    );
}

#[test]
fn a_closed_outline_knows_titles_and_subsections() {
    let options = format!("{HOUSE}\nclosed = true");
    is_found(
        &options,
        SOUND,
        "forbidden",
        "What dulls a blade",
        "section \"What dulls a blade\" is not one of the allowed ones",
    );
    let options = format!("{options}\nany-of = ['what dulls a blade']");
    let post = SOUND.replace("Glass boards", "### Boards\n\nGlass boards");
    is_clean(&options, &post);
}

#[test]
fn aliases_patterns_and_levels_tell_a_section() {
    is_clean(
        "required = [{ title = 'closing words', aliases = ['final notes'] }]",
        SOUND,
    );
    is_clean("required = [{ pattern = 'dulls' }]", SOUND);
    is_clean("required = [{ title = 'final notes', level = 2 }]", SOUND);
    let options = "required = [{ title = 'final notes', level = 3 }]";
    let message = "missing section \"final notes\" of level 3";
    is_found(options, SOUND, "missing", "Final notes", message);
}

#[test]
fn a_condition_says_when_a_section_is_due() {
    let options =
        "required = [{ title = 'proof', when = 'meta.level == \"hard\"' }]\nclosed = true";
    is_clean(options, "level = 'easy'\n+++\nWords.\n");
    is_clean(options, "Words.\n");
    is_clean(options, "level = 'easy'\n+++\n## Proof\n\nWords.\n");
    let hard = "level = 'hard'\n+++\nWords.\n";
    is_found(
        options,
        hard,
        "missing",
        "Words.",
        "missing section \"proof\"",
    );
}

#[test]
fn the_title_is_a_section_only_where_no_other_heading_is() {
    is_clean("required = ['final notes']", "# Final notes\n\nWords.\n");
    let post = "# Plan\n\nWords.\n\n## Plan\n";
    is_found(
        "required = ['plan']",
        post,
        "empty",
        "Plan",
        "section \"plan\" is empty",
    );
}

#[test]
fn an_empty_post_lacks_its_sections() {
    is_found(
        "required = ['plan']",
        "",
        "missing",
        "",
        "missing section \"plan\"",
    );
    is_clean("forbidden = ['plan']", "");
}

#[test]
fn readers_are_told_the_titles() {
    let options = "required = ['plan', { title = 'end', aliases = ['close'] }]\nforbidden = ['x']\nany-of = ['plan']";
    let mut hints = ParseOptions::default();
    check(&Sections, options).hint(&mut hints);
    assert_eq!(hints.headings, ["plan", "end", "close", "x"]);
}

#[test]
fn mistakes_in_options_are_told_at_their_place() {
    let told = |options: &str| {
        let (at, message) = problems(&Sections, options).remove(0);
        format!("{at}: {message}")
    };
    for (options, wanted) in [
        (
            "ordered = true",
            "a 'sections' rule needs 'required', 'any-of' or 'forbidden'",
        ),
        (
            "required = [3]",
            "3: 'required' must be a list of titles and tables, not an integer",
        ),
        (
            "required = ['!']",
            "'!': a section title must have a letter or a digit",
        ),
        (
            "required = [{ level = 2 }]",
            "a required section needs 'title' or 'pattern'",
        ),
        (
            "required = [{ title = 'a', level = 7 }]",
            "7: 'level' must lie between 1 and 6",
        ),
        (
            "required = [{ titel = 'a', title = 'b' }]",
            "titel: unknown key 'titel'; did you mean 'title'?",
        ),
        (
            "required = [{ pattern = '(' }]",
            "'(': bad regular expression: unclosed group",
        ),
        (
            "required = [{ title = 'a', first = true, last = true }]",
            "a section that comes first cannot come last or after another",
        ),
        (
            "required = [{ title = 'a', when = 'nope' }]",
            "nope: unknown variable 'nope'",
        ),
        (
            "required = ['Plan']\nforbidden = ['1. plan']",
            "'1. plan': section \"1. plan\" is required and forbidden",
        ),
        (
            "required = [{ title = 'a', last = true }, { title = 'b', last = true }]",
            "{ title = 'b', last = true }: section \"a\" must come last already",
        ),
        (
            "required = [{ title = 'a', first = true }, { pattern = 'b', first = true }]",
            "{ pattern = 'b', first = true }: section \"a\" must come first already",
        ),
        (
            "required = ['a', { title = 'A' }]",
            "'A': section \"A\" is required already",
        ),
        (
            "required = ['a', { title = 'b', after = 'c' }]",
            "'c': 'after' names \"c\", which no list holds",
        ),
        (
            "closed = 'yes'\nforbidden = []",
            "'yes': 'closed' must be true or false, not a string",
        ),
    ] {
        assert!(told(options).ends_with(wanted), "{}", told(options));
    }
}

#[test]
fn sections_that_exclude_each_other_contradict_nothing() {
    for options in [
        "required = [{ title = 'a', last = true, when = 'meta.x == 1' }, \
         { title = 'b', last = true, when = 'meta.x == 2' }]",
        "required = ['a', { title = 'a', when = 'meta.x == 1', min-words = 9 }]",
        "required = [{ title = 'a', level = 2 }, { title = 'a', level = 3 }]",
        "required = [{ title = 'a', first = true }, { title = 'b', last = true }]",
        "required = [{ pattern = '^step' }, { title = 'end', after = 'Step 2' }]",
        "required = [{ title = 'end', after = 'close' }]\nany-of = ['close']",
        "required = [{ title = 'a', aliases = ['b'] }, { title = 'c', after = 'b' }]",
        "required = ['a']\nforbidden = ['b']\nany-of = ['a', 'c']",
    ] {
        assert_eq!(problems(&Sections, options), [], "{options}");
    }
}
