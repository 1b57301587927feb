//! What holds of any input: properties, and what the fuzzer found.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what does not hold fails its test"
)]

mod mixtures;
mod model;
mod replay;
mod targets;
