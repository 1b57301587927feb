//! `gatepost init`.

use std::fs::OpenOptions;
use std::io::{self, Write};

use super::{Status, print};
use crate::cli::InitArgs;
use crate::config::FILE_NAMES;
use crate::error::{Error, Result};

/// The starter: it runs as it stands, and shows what else there is.
const STARTER: &str = include_str!("starter.toml");

pub(super) fn run(args: &InitArgs) -> Result<Status> {
    let mut names = FILE_NAMES.into_iter();
    let held = names.find(|name| std::path::Path::new(name).exists());
    let name = held.unwrap_or(FILE_NAMES[0]);
    if held.is_some() && !args.force {
        let message = format!("{name} is already there; --force replaces it");
        return Err(Error::new(message));
    }
    write(name, args.force).map_err(|error| Error::new(format!("cannot write {name}: {error}")))?;
    print(|out| writeln!(out, "wrote {name}; run `gatepost check`"))
}

fn write(name: &str, replace: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = options.open(name)?;
    file.write_all(STARTER.as_bytes())
}
