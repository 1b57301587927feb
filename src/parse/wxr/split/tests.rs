//! Tests: what is an item, and what is told of what is none.

use super::*;

/// Line, column and text of each item, or what is wrong, whatever pieces the file is given in.
fn items(text: &str) -> Vec<(u32, u32, &str)> {
    let of_pieces = |size: usize| {
        let mut items = Items::new();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            items.take(piece, &mut found);
        }
        items.finish(&mut found);
        found
    };
    let found = of_pieces(usize::MAX);
    for size in 1..6 {
        assert_eq!(of_pieces(size), found, "in pieces of {size}");
    }
    let told = found.into_iter().map(|it| {
        let start = usize::try_from(it.start.offset).unwrap();
        let len = usize::try_from(it.len).unwrap();
        let text = it.fault.map_or(&text[start..start + len], |(what, _)| what);
        (it.start.line, it.start.column, text)
    });
    told.collect()
}

#[test]
fn an_item_is_a_record_with_its_place() {
    assert_eq!(
        items(
            "<?xml version='1.0'?>\n<rss><channel>\n\té<item>a</item>\r\n<item b='>'>c</item></channel></rss>\n"
        ),
        [(3, 3, "<item>a</item>"), (4, 1, "<item b='>'>c</item>")]
    );
    assert_eq!(items("<rss><x:item\n>a</x:item ></rss>").len(), 1);
    assert_eq!(items("<rss><items/><itemx></itemx></rss>"), []);
    assert_eq!(items("<a><item/></a>"), [(1, 4, "<item/>")]);
    assert_eq!(items(""), []);
    assert_eq!(items("no markup"), []);
}

#[test]
fn comments_cdata_and_inner_items_are_no_items() {
    let inner = "<item>a<!-- </item> --><![CDATA[</item>]]]]><![CDATA[></item>]]><m:item>x</m:item><m:item/></item>";
    let text = format!("<r><!-- <item> --><![CDATA[<item>]]>{inner}</r>");
    assert_eq!(items(&text), [(1, 37, inner)]);
    assert_eq!(items("<r><!--> <item></item> --></r>"), []);
}

#[test]
fn a_broken_item_hides_no_other() {
    let told = items("<r>\n<item>a\n<item>b</item><item/><item>c<item/></r>");
    let expected = [
        (2, 1, ITEM_IN_ITEM.0),
        (3, 1, "<item>b</item>"),
        (3, 15, "<item/>"),
        (3, 22, ITEM_IN_ITEM.0),
        (3, 29, "<item/>"),
    ];
    assert_eq!(told, expected);
    for broken in [
        "<item>1 < 2 isn't</item>",
        "<item>1 <2 isn't</item>",
        "<item><a b=\"c></item>",
        "<item><a b='c</item>",
        "<item></ '</item>",
        "<item><</item>",
        "<item><a<'b></item>",
    ] {
        let text = format!("<r>{broken}<item>It's \"b\"</item></r>");
        let column = u32::try_from(broken.len()).unwrap() + 4;
        let last = (1, column, "<item>It's \"b\"</item>");
        assert_eq!(items(&text), [(1, 4, broken), last], "{broken}");
    }
}

#[test]
fn what_is_not_finished_is_told() {
    let item = |text| items(text).pop().unwrap();
    assert_eq!(item("<r>\n<item>a"), (2, 1, OPEN_ITEM.0));
    assert_eq!(item("<r>\n<item>a</item>"), (2, 15, OPEN_FILE.0));
    assert_eq!(item("<r><item></item></r><!-- "), (1, 26, OPEN_FILE.0));
    assert_eq!(item("<r><item><![CDATA[</item></r>"), (1, 4, OPEN_ITEM.0));
}

#[test]
fn a_document_type_is_told_and_passed_by() {
    let text = "<!DOCTYPE r [<!ENTITY a \"b\">]>\n<r><item>&a;</item></r>";
    assert_eq!(items(text), [(1, 1, DOCTYPE.0), (2, 4, "<item>&a;</item>")]);
}
