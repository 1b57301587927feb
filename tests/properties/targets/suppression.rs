//! What posts say of findings that they do not want to hear.

use gatepost::parse::FORMATS;
use gatepost::suppression::{Terms, read};

use super::pieces::choice_and_text;
use super::places::assert_in;
use super::post::options;

/// The first byte is the number of the format.
pub(super) fn run(data: &[u8]) {
    let Some((choice, text)) = choice_and_text(data) else {
        return;
    };
    let format = FORMATS[choice % FORMATS.len()];
    let known = |name: &str| match name.split('/').next() {
        Some("meta" | "sections" | "a") => Ok(()),
        _ => Err(format!("unknown rule '{name}'")),
    };
    let options = options();
    let terms = Terms {
        requires_reason: choice >= 128,
        known: &known,
        options: &options,
    };
    for post in format.parse(text, &options) {
        let said = read(text, &post, format, terms);
        for suppression in &said.all {
            assert_in(text, suppression.span);
            assert!(suppression.hides.start <= suppression.hides.end);
            assert!(suppression.hides.start as usize <= text.len());
            let is_known = suppression.selector == "*" || known(&suppression.selector).is_ok();
            assert!(is_known, "{} is hidden", suppression.selector);
        }
        for fault in &said.faults {
            assert_in(text, fault.span);
            assert!(!fault.message.is_empty() && !fault.message.contains('\n'));
        }
    }
}
