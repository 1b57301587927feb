//! The command as users run it: one binary of tests over the real executable.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

mod action;
mod baseline;
mod cache_folder;
mod check;
mod commands;
mod configuration;
mod containers;
mod corpus_metrics;
mod determinism;
mod fingerprints;
mod fix;
mod fix_stopped;
mod fix_unsafe;
mod flavors;
mod formats;
mod generator;
mod git;
mod hostile;
mod hunted;
mod index;
mod infer;
mod json_schema;
mod known_defects;
mod left_out;
mod links;
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
mod trusted;
mod watch;
