//! What review tools read out of `checkstyle`.

use super::super::fixture::AWKWARD;
use super::xml::{self, as_xml_holds_it, number};
use super::*;

#[test]
fn checkstyle_tells_every_message_at_its_place() {
    let fixture = nasty();
    let read = xml::parse(&emitted("checkstyle", &fixture, Style::default()));
    assert_eq!(read.children[0].attribute("version"), "4.3");
    let errors = read.all("error");
    let messages = messages(&fixture);
    assert_eq!(errors.len(), messages.len());
    for (error, message) in errors.iter().zip(&messages) {
        assert_eq!(error.attribute("message"), as_xml_holds_it(message));
        assert!(number(error, "line") >= 1 && number(error, "column") >= 1);
        assert!(["error", "warning", "info"].contains(&error.attribute("severity")));
    }
    let files = read.all("file");
    assert!(files.iter().any(|it| it.attribute("name") == AWKWARD));
}

#[test]
fn checkstyle_to_the_letter() {
    insta::assert_snapshot!(emitted("checkstyle", &small(), Style::default()), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <checkstyle version="4.3">
    <file name="posts/a.md">
    <error line="3" column="1" severity="error" message="&#39;utilize&#39; is not our word" source="prose/found"/>
    <error line="1" column="3" severity="info" message="a short title" source="prose/found"/>
    </file>
    <file name="posts/b.md">
    <error line="1" column="1" severity="warning" message="no summary" source="prose/found"/>
    </file>
    </checkstyle>
    "#);
}
