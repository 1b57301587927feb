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
    let name = FILE_NAMES[0];
    if !args.force
        && let Some(held) = FILE_NAMES
            .iter()
            .find(|name| std::path::Path::new(name).exists())
    {
        return Err(Error::new(format!(
            "{held} is already there; --force replaces {name}"
        )));
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
