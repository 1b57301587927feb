//! The command as users run it: one binary of tests over the real executable.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

mod action;
mod baseline;
mod check;
mod commands;
mod configuration;
mod determinism;
mod fix;
mod generator;
mod git;
mod hostile;
mod hunted;
mod index;
mod known_defects;
mod matchers;
mod output;
mod own_pages;
mod packs;
mod readme;
mod recipes;
mod report_files;
mod require;
mod site;
mod suppression;
mod watch;
