//! gatepost: a quality gate for content.
//!
//! A run is one way: discover -> read -> parse -> check each post -> check the corpus -> gate ->
//! emit. Plain values go in and come out of each step; the modules below stand in that order, and
//! each knows only those above it.
//!
//! - [`error`] says that a run could not be done. [`text`] holds pure tools for text.
//! - [`source`] names places in files; [`diagnostic`] is what is said about them.
//! - [`post`] is the model that [`parse`] makes from each format.
//! - [`rule`] holds the kinds of rule, [`config`] makes rules from TOML.
//! - [`read`] and [`discover`] turn paths into texts, [`write`](mod@write) replaces files. [`site`]
//!   knows what a site generator gives to posts besides.
//!   [`index`] keeps what is known of posts; [`check`] judges them, [`suppression`] says what they
//!   hide, [`gate`] draws the verdict, [`fix`] works out which fixes hold, [`emit`] writes it.
//! - [`infer`] proposes a configuration from the posts that are there.
//! - [`cli`] is the command line alone, [`command`] does what it asks.
//!
//! Invariant: a module imports only from modules above it in the list of this file.
//!
//! Invariant: a rule kind, an input format and an output format are one file and one entry in a
//! static slice: [`rule::kinds::KINDS`], [`parse::FORMATS`], [`emit::EMITTERS`].
//!
//! Invariant: every node of a post has a span into its source, on character boundaries.
//!
//! Invariant: a corpus rule keeps small fixed-size facts of each post, never texts.
//!
//! Invariant: lines and columns are computed once, in the gate; emitters neither sort nor filter.
//!
//! Invariant: text of posts, names and configurations is written through [`emit::escape`] alone.
//!
//! Invariant: codespan-reporting is known to `emit/full.rs` alone.

pub mod error;
pub mod text;

pub mod source;

pub mod diagnostic;

pub mod post;

pub mod parse;

pub mod rule;

pub mod config;

pub mod read;

pub mod write;

pub mod discover;

pub mod site;

pub mod suppression;

pub mod index;

pub mod check;

pub mod gate;

pub mod fix;

pub mod emit;

pub mod infer;

pub mod cli;

pub mod command;
