//! Writes a corpus of invented posts for benchmarks and end-to-end checks:
//! `cargo bench --bench make-corpus -- --posts 1000 --format markdown --defects 5 --out DIR`.

#[path = "corpus/mod.rs"]
mod corpus;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use corpus::{Format, GeneratedPost, Generator, Length, Shape};

/// Writes invented posts to DIR/posts, one a file or all in a container, and what is wrong with them to DIR/manifest.jsonl.
#[derive(Parser)]
#[command(name = "make-corpus")]
struct Arguments {
    /// How many posts.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    posts: u32,
    /// How the posts are written down.
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    /// What the posts have in common.
    #[arg(long, value_enum, default_value_t = Shape::Unique)]
    shape: Shape,
    /// How many posts, or pairs of posts, get each kind of defect.
    #[arg(long, default_value_t = 0)]
    defects: u32,
    /// The format whose kinds of defect are put in, to write one corpus down in many ways.
    #[arg(long, value_enum, value_name = "FORMAT")]
    defects_of: Option<Format>,
    /// How much the posts say.
    #[arg(long, value_enum, default_value_t = Length::Usual)]
    length: Length,
    /// Another seed gives other posts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder that does not exist yet; without it nothing is written.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Passed by `cargo bench` to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let said = match &arguments.out {
        Some(out) => make(&arguments, out),
        None => Ok("name a folder to write to with --out DIR".to_owned()),
    };
    let (said, code) = match said {
        Ok(said) => (said, ExitCode::SUCCESS),
        Err(error) => (format!("error: {error}"), ExitCode::from(2)),
    };
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(io::stderr(), "{said}");
    code
}

/// Writes the corpus and tells what was written.
fn make(arguments: &Arguments, out: &Path) -> io::Result<String> {
    let defects_of = arguments.defects_of.unwrap_or(arguments.format);
    let generator = Generator::new(arguments.seed, arguments.shape, defects_of)
        .with_defects(arguments.posts, arguments.defects)
        .map_err(|needed| io::Error::other(format!("these defects take {needed} posts")))?
        .written_as(arguments.format)
        .of_length(arguments.length);
    let capacity = generator.capacity();
    if arguments.posts > capacity {
        return Err(io::Error::other(format!(
            "there are {capacity} posts to make"
        )));
    }
    fs::create_dir(out).map_err(|error| at(out, &error))?;
    let manifest = out.join("manifest.jsonl");
    let mut lines = BufWriter::new(fs::File::create(&manifest).map_err(|e| at(&manifest, &e))?);
    let (mut bytes, mut defects) = (0, 0);
    let mut container = Container::create(&out.join("posts"), arguments.format)?;
    for number in 0..arguments.posts {
        let mut post = generator.post(number);
        match &mut container {
            Some(container) => container.write(&mut post)?,
            None => write_post(&out.join("posts"), number, &post)?,
        }
        write_defects(&mut lines, &post)?;
        bytes += post.text.len();
        defects += post.defects.len();
    }
    lines.flush()?;
    if let Some(container) = container {
        container.finish()?;
    }
    let posts = arguments.posts;
    Ok(format!("{posts} posts, {bytes} bytes, {defects} defects"))
}

/// The one file that holds all posts.
struct Container {
    name: &'static str,
    end: &'static str,
    file: BufWriter<fs::File>,
    lines: u32,
}

impl Container {
    /// Begins the file of a format that has one.
    fn create(root: &Path, format: Format) -> io::Result<Option<Self>> {
        let Some((name, head, end)) = format.container() else {
            return Ok(None);
        };
        fs::create_dir(root).map_err(|error| at(root, &error))?;
        let path = root.join(name);
        let file = fs::File::create(&path).map_err(|error| at(&path, &error))?;
        let mut container = Self {
            name,
            end,
            file: BufWriter::new(file),
            lines: 0,
        };
        container.text(head)?;
        Ok(Some(container))
    }

    /// Adds a post, whose path and lines become those of the file.
    fn write(&mut self, post: &mut GeneratedPost) -> io::Result<()> {
        self.name.clone_into(&mut post.path);
        for defect in &mut post.defects {
            defect.line += self.lines;
        }
        self.text(&post.text)
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        self.lines += u32::try_from(lines).unwrap_or(u32::MAX);
        self.file.write_all(text.as_bytes())
    }

    fn finish(mut self) -> io::Result<()> {
        self.text(self.end)?;
        self.file.flush()
    }
}

/// Paths of a folder follow each other, so that its first post makes it.
fn write_post(root: &Path, number: u32, post: &GeneratedPost) -> io::Result<()> {
    let path = root.join(&post.path);
    if let Some(folder) = path.parent().filter(|_| number.is_multiple_of(1000)) {
        fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
    }
    fs::write(&path, &post.text).map_err(|error| at(&path, &error))
}

/// One JSON object a defect.
fn write_defects(lines: &mut impl Write, post: &GeneratedPost) -> io::Result<()> {
    for defect in &post.defects {
        let line = serde_json::json!({
            "path": post.path,
            "line": defect.line,
            "code": defect.code,
            "also": defect.also,
        });
        writeln!(lines, "{line}")?;
    }
    Ok(())
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
