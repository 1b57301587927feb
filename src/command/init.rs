//! `gatepost init`.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use super::{Status, print};
use crate::cli::InitArgs;
use crate::config::FILE_NAMES;
use crate::error::{Error, Result};
use crate::write::replace;

/// The starter: it runs as it stands, and shows what else there is.
const STARTER: &str = include_str!("starter.toml");

pub(super) fn run(args: &InitArgs) -> Result<Status> {
    let mut names = FILE_NAMES.into_iter();
    let held = names.find(|name| Path::new(name).exists());
    let name = held.unwrap_or(FILE_NAMES[0]);
    if held.is_some() && !args.force {
        let message = format!("{name} is already there; --force replaces it");
        return Err(Error::new(message));
    }
    let file = Path::new(name);
    let written = write(file, args.force);
    written.map_err(|error| Error::new(format!("cannot write {name}: {error}")))?;
    print(|out| writeln!(out, "wrote {name}; run `gatepost check`"))
}

fn write(file: &Path, is_forced: bool) -> io::Result<()> {
    if is_forced {
        if file.is_symlink() {
            return Err(io::Error::other("it is a link"));
        }
        return replace(file, |out| out.write_all(STARTER.as_bytes()));
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(file)?;
    file.write_all(STARTER.as_bytes())
}
