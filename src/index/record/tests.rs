//! Notes that are written and read again.

use proptest::prelude::*;

use super::*;

fn remark() -> Remark {
    Diagnostic::new(
        Code::of_rule("meta", "type"),
        Severity::Warning,
        SourceId(4),
        Span::new(7, 300),
        "a message",
    )
    .labelled("here")
    .also(SourceId(4), None, "there")
    .note("a note")
    .help("some help")
    .fixed_by(Some(Fix {
        applicability: Applicability::Unsafe,
        edits: vec![
            Edit {
                span: Span::new(7, 9),
                text: "für".to_owned(),
            },
            Edit {
                span: Span::new(12, 12),
                text: String::new(),
            },
        ],
    }))
}

fn suppression(unused: Option<Severity>) -> Suppression {
    Suppression {
        selector: "meta/type".to_owned(),
        span: Span::new(3, 12),
        hides: Span::new(0, u32::MAX),
        unused,
    }
}

#[test]
fn notes_survive_writing() {
    let notes = FileNotes {
        remarks: vec![remark()],
        posts: vec![
            PostNotes::default(),
            PostNotes {
                id: Some("post-7".to_owned()),
                anchor: Span::new(2, 9),
                remarks: vec![remark(), remark()],
                values: vec![Some(1.5), None],
                suppressions: [None, Some(Severity::Info)].map(suppression).to_vec(),
                facts: vec![RuleNotes {
                    rule: 3,
                    is_judged: true,
                    facts: vec![Fact {
                        key: 1,
                        span: Span::new(2, 3),
                        tag: 4,
                    }],
                }],
            },
        ],
    };
    let bytes = notes.to_bytes(&mut Scratch::default());
    let file = WrittenFile::new(&bytes);
    let read = file.remarks().get(0, SourceId(4)).unwrap();
    assert_eq!((read.identity.as_str(), &read), ("a message", &remark()));
    let posts: Vec<_> = file.posts().collect();
    assert_eq!(posts.len(), 2);
    let post = file.post(posts[1].0);
    assert_eq!(post.anchor(), Span::new(2, 9));
    assert_eq!(post.remarks().heads().count(), 2);
    assert_eq!(post.remarks().get(1, SourceId(4)), Some(remark()));
    assert_eq!(post.remarks().get(2, SourceId(4)), None);
    assert_eq!([0, 1, 2].map(|at| post.value(at)), [Some(1.5), None, None]);
    assert_eq!(post.suppressions(), notes.posts[1].suppressions);
    assert_eq!(post.facts(3), notes.posts[1].facts[0].facts);
    assert!(post.facts(2).is_empty());
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let file = WrittenFile::new(&bytes);
        file.remarks().heads().count();
        file.remarks().get(1, SourceId(0));
        for (_, post) in file.posts() {
            post.anchor();
            post.suppressions();
            post.value(1);
            post.remarks().heads().count();
            post.remarks().get(0, SourceId(0));
            post.facts(1);
        }
    }
}
