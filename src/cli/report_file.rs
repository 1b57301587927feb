//! `--output FORMAT=FILE`.

use std::path::PathBuf;

use crate::emit::{EMITTERS, emitter_named};
use crate::text::nearest;

/// A report in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// The name of an output format.
    pub format: String,
    /// Where it is written.
    pub file: PathBuf,
}

impl ReportFile {
    /// Reads the argument `FORMAT=FILE`.
    pub(super) fn parse(argument: &str) -> Result<Self, String> {
        let Some((format, file)) = argument.split_once('=') else {
            return Err("a format and a file are expected, as in sarif=report.sarif".to_owned());
        };
        if emitter_named(format).is_none() {
            return Err(unknown_format(format));
        }
        match file {
            "" => Err(format!("a file is expected behind '{format}='")),
            "-" => Err(format!(
                "standard output has one format; choose it with --output-format {format}"
            )),
            file => Ok(Self {
                format: format.to_owned(),
                file: file.into(),
            }),
        }
    }
}

fn unknown_format(format: &str) -> String {
    let names: Vec<&str> = EMITTERS.iter().map(|emitter| emitter.name()).collect();
    if let Some(near) = nearest(format, names.iter().copied()) {
        return format!("unknown format '{format}'; did you mean '{near}'?");
    }
    format!("unknown format '{format}'; known are {}", names.join(", "))
}
