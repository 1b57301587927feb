//! `gatepost init`.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::check::{failure_line, no_posts, tell_left_out, today};
use super::task::in_pool;
use super::{Status, complain, print};
use crate::cli::InitArgs;
use crate::config::{Config, ConfigArgument, FILE_NAMES, Failure, Request, load};
use crate::discover::{Discovered, Named, discover};
use crate::error::{Error, Result};
use crate::infer::{Corpus, propose};
use crate::parse::FORMATS;
use crate::read::reload;
use crate::source::Sources;
use crate::text::counted;
use crate::write::replace;

/// The starter: it runs as it stands, and shows what else there is.
const STARTER: &str = include_str!("starter.toml");

pub(super) fn run(args: &InitArgs) -> Result<Status> {
    let name = file_name(args)?;
    if !args.infer {
        return finish(args, name, STARTER, "");
    }
    let cwd = std::env::current_dir()
        .map_err(|error| Error::new(format!("cannot tell the working directory: {error}")))?;
    let config = reading_all(&cwd)?;
    let found = found(args, &config, &cwd)?;
    let corpus = Corpus {
        inputs: found.inputs,
        cwd: &cwd,
        config: &config,
        today: today()?,
    };
    let proposal = in_pool(args.jobs, || propose(corpus));
    let failures = found.failures.iter().chain(&proposal.failures);
    let mut is_whole = true;
    for (path, reason) in failures {
        complain(&failure_line(path, reason));
        is_whole = false;
    }
    let from = format!(" from {}", counted(proposal.posts, "post"));
    let status = finish(args, name, &proposal.text, &from)?;
    Ok(if is_whole { status } else { Status::Broken })
}

/// The file to write, unless there is one that must stay.
fn file_name(args: &InitArgs) -> Result<&'static str> {
    let mut names = FILE_NAMES.into_iter();
    let held = names.find(|name| Path::new(name).exists());
    match held {
        Some(name) if !args.force && !args.dry_run => {
            let message = format!("{name} is already there; --force replaces it");
            Err(Error::new(message))
        }
        _ => Ok(held.unwrap_or(FILE_NAMES[0])),
    }
}

fn finish(args: &InitArgs, name: &str, text: &str, from: &str) -> Result<Status> {
    if args.dry_run {
        return print(|out| out.write_all(text.as_bytes()));
    }
    let written = write(Path::new(name), text, args.force);
    written.map_err(|error| Error::new(format!("cannot write {name}: {error}")))?;
    print(|out| writeln!(out, "wrote {name}{from}; run `gatepost check`"))
}

fn write(file: &Path, text: &str, is_forced: bool) -> io::Result<()> {
    if is_forced {
        if file.is_symlink() {
            return Err(io::Error::other("it is a link"));
        }
        return replace(file, |out| out.write_all(text.as_bytes()));
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(file)?;
    file.write_all(text.as_bytes())
}

/// A configuration that takes every file of a known format as a post.
fn reading_all(cwd: &Path) -> Result<Config> {
    let extensions = FORMATS.iter().flat_map(|format| format.extensions());
    let globs: Vec<String> = extensions.map(|it| format!("\"**/*.{it}\"")).collect();
    let include = format!("posts.include=[{}]", globs.join(", "));
    let request = Request {
        arguments: vec![ConfigArgument::Inline(include)],
        isolated: true,
        ..Request::default()
    };
    load(&request, cwd, &mut Sources::new(reload)).map_err(|failure| match failure {
        Failure::Error(error) => error,
        Failure::Mistakes(_) => Error::new("the posts can not be looked for"),
    })
}

fn found(args: &InitArgs, config: &Config, cwd: &Path) -> Result<Discovered> {
    let named = Named {
        paths: args.paths.clone(),
        is_narrowed: !args.paths.is_empty(),
        ..Named::default()
    };
    let found = discover(config, cwd, &named)?;
    tell_left_out(&found);
    found.notices.iter().for_each(|notice| complain(notice));
    if !found.inputs.is_empty() {
        return Ok(found);
    }
    let told = found.failures.iter();
    let told: Vec<String> = told
        .map(|(path, reason)| failure_line(path, reason))
        .collect();
    Err(Error::new(if told.is_empty() {
        no_posts(&args.paths, config, cwd, &found)
    } else {
        told.join("; ")
    }))
}
