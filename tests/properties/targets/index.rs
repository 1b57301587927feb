//! The index: a damaged one changes nothing that is told, a forged one harms nobody.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use gatepost::check::{Keeping, corpora, judge, look_up, note};
use gatepost::discover::Input;
use gatepost::index::{Day, Draft, Index};
use gatepost::parse::format_named;
use gatepost::source::Origin;
use xxhash_rust::xxh3::xxh3_64;

use super::engine::{TODAY, alone, folder, reported, told, with_run};
use super::inert::assert_inert;
use super::lint::{CONFIGS, json};

/// What the index is made under.
const KEY: u128 = 7;
/// Numbers of the header, and bytes of a page, as the file says them.
const HEADER: usize = 24;
const PAGE: usize = 8192;
/// Bytes of a change: where, and what is turned over there.
const CHANGE: usize = 4;

/// A sound index and what is told with and without it.
struct Sound {
    path: PathBuf,
    bytes: Vec<u8>,
    inputs: Vec<Input>,
    told: String,
}

static SOUND: LazyLock<Sound> = LazyLock::new(Sound::new);

/// The first byte chooses; each four that follow are a change: three of place, one of what.
pub(super) fn run(data: &[u8]) {
    let Some((choice, changes)) = data.split_first() else {
        return;
    };
    let sound = &*SOUND;
    let mut bytes = sound.bytes.clone();
    let is_forged = choice % 2 == 1;
    for change in changes.chunks_exact(CHANGE) {
        let at =
            usize::from(change[0]) << 16 | usize::from(change[1]) << 8 | usize::from(change[2]);
        let len = bytes.len();
        bytes[at % len] ^= change[3];
    }
    if choice & 2 == 2 && !is_forged {
        let mut cut = 0_usize;
        for byte in changes {
            cut = cut.wrapping_mul(31).wrapping_add(usize::from(*byte));
        }
        bytes.truncate(cut % sound.bytes.len());
    }
    if is_forged {
        forge(&mut bytes);
    }
    fs::write(&sound.path, &bytes).unwrap();
    let Ok(Some(index)) = Index::open(&sound.path, KEY, day()) else {
        return;
    };
    let config = &CONFIGS[0];
    let all = alone(|| reported(config, &sound.inputs, Some(&index), json));
    assert_inert("json", &all);
    if !is_forged {
        assert_eq!(all, sound.told, "the index shows");
    }
    alone(|| {
        with_run(config, &sound.inputs[..1], |run| {
            if let Ok(lookup) = look_up(run, &index, folder()) {
                told(run, &lookup, |report, sources| {
                    assert!(is_forged || report.summary.failures.is_empty());
                    assert_inert("json", &json(report, sources));
                });
            }
        });
    });
}

/// Gives changed pages and numbers checksums that say that they are as they were written.
fn forge(bytes: &mut [u8]) {
    let head = (HEADER + 1) * 8;
    let len = u64::from_le_bytes(bytes[8..16].try_into().unwrap());
    let Some(len) = usize::try_from(len)
        .ok()
        .filter(|len| head + len <= bytes.len())
    else {
        return;
    };
    let (body, checks) = bytes[head..].split_at_mut(len);
    for (page, check) in body.chunks(PAGE).zip(checks.chunks_exact_mut(8)) {
        check.copy_from_slice(&xxh3_64(page).to_le_bytes());
    }
    let of_checks = xxh3_64(checks).to_le_bytes();
    bytes[16..24].copy_from_slice(&of_checks);
    let of_head = xxh3_64(&bytes[..HEADER * 8]).to_le_bytes();
    bytes[HEADER * 8..head].copy_from_slice(&of_head);
}

/// The day of all runs.
fn day() -> Day {
    Day::since_epoch(gatepost::text::days_since_epoch(TODAY))
}

impl Sound {
    fn new() -> Self {
        let texts = [
            "---\ntitle: One\ntags: [a]\n---\n# One\n\nThe very same words stand in three posts here.\n",
            "---\ntitle: One\n---\n# Two\n\nThe very same words stand in three posts here.\n\nLorem ipsum.\n",
            "# Three\n\nThe very same words stand in three posts here.\n\n<!-- gatepost-disable-file placeholder -- no -->\n",
            "---\ntitle: [\n---\n",
        ];
        let format = format_named("markdown").unwrap();
        let posts = folder().join("indexed");
        fs::create_dir_all(&posts).unwrap();
        let inputs = texts.iter().enumerate().map(|(at, text)| {
            let path = posts.join(format!("{at}.md"));
            fs::write(&path, text).unwrap();
            Input {
                shown: Arc::from(path.to_str().unwrap()),
                origin: Origin::File(path.as_path().into()),
                path: path.into(),
                fault: None,
                format,
                is_reported: true,
            }
        });
        let inputs: Vec<Input> = inputs.collect();
        let path = folder().join("index");
        let config = &CONFIGS[0];
        alone(|| {
            with_run(config, &inputs, |run| {
                let mut draft = Draft::at(&path);
                let book = note(run, None, Some(&mut draft));
                let corpora = corpora(&book);
                let outcome = judge(&book, &corpora);
                let Some(Keeping::All(contents)) = book.keeping(KEY, &[], &outcome) else {
                    panic!("there was no index");
                };
                draft.finish(&contents).unwrap();
            });
        });
        let told = alone(|| reported(config, &inputs, None, json));
        let bytes = fs::read(&path).unwrap();
        Self {
            path,
            bytes,
            inputs,
            told,
        }
    }
}
