//! Indexes that are written and read again.

use proptest::prelude::*;

use super::*;
use crate::read::Stamp;
use crate::rule::{Entry, Fact};
use crate::source::Span;

const KEY: u128 = 3 << 70 | 5;
const TODAY: Day = Day(20_000);

fn notes(keys: &[u64]) -> Box<[u8]> {
    let facts = keys.iter().map(|key| Fact {
        key: *key,
        span: Span::new(1, 2),
        tag: 0,
    });
    let post = PostNotes {
        facts: vec![RuleNotes {
            rule: 2,
            is_judged: true,
            facts: facts.collect(),
        }],
        ..PostNotes::default()
    };
    let notes = FileNotes {
        posts: vec![post],
        ..FileNotes::default()
    };
    notes.to_bytes(&mut Scratch::default())
}

/// Key `small` spread over the whole range, as hashes are.
fn spread(small: u64) -> u64 {
    crate::text::mixed(small)
}

/// An index with the same keys twice: those of rule 1 were written as they came, those of rule 2
/// were held.
fn written(posts: &[Vec<u64>], folder: &std::path::Path) -> Index {
    let all: Vec<Box<[u8]>> = posts.iter().map(|keys| notes(keys)).collect();
    let names: Vec<String> = (0..posts.len())
        .map(|at| format!("posts/{at:05}.md"))
        .collect();
    let files = all.iter().zip(&names).map(|(notes, shown)| KnownFile {
        shown,
        ordinal: None,
        stamp: Stamp::default(),
        hash: 1 << 100 | 9,
        notes,
        until: TODAY,
    });
    let entries = (0..)
        .zip(posts)
        .flat_map(|(post, keys)| keys.iter().map(move |key| Entry::new(*key, post)));
    let mut shards: Shards = entries.collect();
    let entries = shards.sorted();
    let postings = Postings::of(entries);
    let rules = vec![KnownRule {
        rule: 2,
        posts: posts.len(),
        postings: &postings,
    }];
    let contents = Contents {
        key: KEY,
        day: TODAY,
        read: 0,
        files: files.collect(),
        rules,
        notices: &["skipped one".to_owned(), "skipped two".to_owned()],
        found: None,
    };
    let path = folder.join("index");
    let mut draft = Draft::at(&path);
    draft.rule(1, posts.len(), entries.entries(), postings.widest());
    draft.finish(&contents).unwrap();
    assert!(Index::open(&path, KEY + 1, TODAY).unwrap().is_none());
    assert!(Index::open(&path, KEY, Day(19_999)).unwrap().is_none());
    Index::open(&path, KEY, TODAY).unwrap().unwrap()
}

#[test]
fn there_may_be_no_index() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str| Index::open(&folder.path().join(name), KEY, TODAY);
    assert!(open("none").unwrap().is_none());
    std::fs::write(folder.path().join("text"), "not an index").unwrap();
    assert!(open("text").is_err());
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    assert!(open("folder").is_err());
}

#[test]
fn finds_files_by_name_and_posts_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let posts: Vec<Vec<u64>> = (0..500).map(|at| vec![at, 7]).collect();
    let index = written(&posts, folder.path());
    assert_eq!(
        (index.files(), index.posts(), index.noted(2)),
        (500, 500, 500)
    );
    assert_eq!(index.notices(), ["skipped one", "skipped two"]);
    assert_eq!(index.find("posts/00321.md").unwrap(), Ok(321));
    assert_eq!(index.find("posts/00321.m").unwrap(), Err(321));
    assert_eq!(index.find("z").unwrap(), Err(500));
    assert_eq!(index.file_of(123).unwrap(), 123);
    assert_eq!(index.name(499).unwrap(), "posts/00499.md");
    assert_eq!(index.hash(0).unwrap(), 1 << 100 | 9);
    assert_eq!(index.notes(4).unwrap(), *notes(&[4, 7]));
    assert_eq!(index.widest(2)[0], (7, 500));
    assert_eq!(index.until(), TODAY);
    let loaded = index.load().unwrap();
    assert_eq!((loaded.len(), loaded.name(17)), (500, "posts/00017.md"));
    assert_eq!(loaded.notes(4), &*notes(&[4, 7]));
}

#[test]
fn keys_are_read_alike_whether_they_were_held_or_not() {
    let folder = tempfile::tempdir().unwrap();
    let posts: Vec<Vec<u64>> = (0..5000).map(|at| vec![at / 2, spread(at), 7]).collect();
    let index = written(&posts, folder.path());
    assert_eq!(index.noted(1), index.noted(2));
    assert_eq!(index.widest(1), index.widest(2));
    for key in (0..2500).chain((0..5000).map(spread)) {
        let held = index.holders(1, key).unwrap();
        assert!(!held.is_empty());
        assert_eq!(held, index.holders(2, key).unwrap());
    }
    // Of a rule that is not in it an index says nothing, not that nobody noted a key.
    assert!(index.holders(3, 7).is_err());
}

#[test]
fn a_draft_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let mut draft = Draft::at(&path);
    draft.rule(1, 1, std::iter::once(Entry::new(7, 0)), &[]);
    let names = || std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names(), 1);
    drop(draft);
    assert_eq!(names(), 0);
}

#[test]
fn leaves_no_temporary_file_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cache").join("index");
    let contents = Contents {
        key: KEY,
        day: TODAY,
        read: 0,
        files: Vec::new(),
        rules: Vec::new(),
        notices: &[],
        found: None,
    };
    for _ in 0..2 {
        Draft::at(&path).finish(&contents).unwrap();
    }
    let names = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".gitignore", "CACHEDIR.TAG", "index"]);
    // A folder in its place can not be replaced.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert!(Draft::at(&path).finish(&contents).is_err());
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        3
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn finds_the_same_holders_in_the_file_as_in_memory(
        posts in proptest::collection::vec(proptest::collection::vec(0u64..60, 0..6), 0..200),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let posts: Vec<Vec<u64>> = posts
            .into_iter()
            .map(|keys| keys.into_iter().map(spread).collect())
            .collect();
        let index = written(&posts, folder.path());
        let all: Vec<Option<u32>> = (0..index.posts()).map(Some).collect();
        let memory = index.load_postings(2, &all, Vec::new()).unwrap();
        for key in (0..60).map(spread) {
            let held: Vec<u32> = memory.holders(key).from(0).collect();
            prop_assert_eq!(index.count(2, key).unwrap(), held.len());
            let first = index.first_holders(2, key, 2).unwrap();
            prop_assert_eq!(first, held.iter().copied().take(2).collect::<Vec<_>>());
            prop_assert_eq!(index.holders(2, key).unwrap(), held);
        }
    }
}
