//! Codes that no rule has: what the engine itself tells.

/// Codes of the engine, which say that a post could not be judged, with what they mean. No
/// configuration switches them off.
pub const ENGINE: &[(&str, &str)] = &[
    (
        "file-too-large",
        "A file is larger than limits.max-file-size and was not read",
    ),
    (
        "not-utf8",
        "A file is not UTF-8 text: another encoding, or binary data",
    ),
    (
        "front-matter-limit",
        "Front matter is larger, deeper nested or expands further than the bounds allow",
    ),
    (
        "front-matter-language",
        "Front matter is written in a language that is not read, such as `---js`",
    ),
    (
        "rule-timeout",
        "A condition or the schema of a rule takes too long on a post and was stopped",
    ),
    (
        "io-error",
        "A file could not be read, so that nothing is known of it; machine formats tell it",
    ),
    (
        "internal-error",
        "A reader or rule of gatepost failed on a post, which is a bug",
    ),
];

/// What selects the codes about suppressions, as the id of a rule does.
pub const SUPPRESSION_ID: &str = "suppression";

/// Codes about comments and keys that suppress findings. Their severities are set as those of a
/// rule `suppression`; they can not be suppressed themselves.
pub const SUPPRESSION: &[(&str, &str)] = &[
    (
        "suppression/unused",
        "A suppression hides nothing, although the rule that it names judged the post",
    ),
    (
        "suppression/unknown",
        "A suppression names no rule, or none that there is, or is no suppression at all",
    ),
    (
        "suppression/unexplained",
        "A suppression has no reason although `suppression.require-reason` is set, and hides nothing",
    ),
];

/// Whether a code says that a post could not be judged: no setting, comment or baseline hides it.
pub fn says_unjudged(code: &str) -> bool {
    code == "meta/unparsable" || ENGINE.iter().any(|(engine, _)| *engine == code)
}
