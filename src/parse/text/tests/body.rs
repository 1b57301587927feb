//! Tests: body.

use super::*;

const CODE: &str = "import queue\njobs = queue.Queue()\n\ndef drain():\n    while not jobs.empty():\n        jobs.get()";

#[test]
fn reads_a_spaced_post() {
    let post = read(SPACED);
    let sections = [
        "moving nightly exports to a queue in go workers",
        "where the time goes",
        "implementation checklist",
        "final notes",
    ];
    assert_eq!(section_titles(&post), sections);
    assert_eq!(count(&post, |kind| *kind == BlockKind::Paragraph), 4);
    assert_eq!(
        count(&post, |kind| matches!(kind, BlockKind::ListItem { .. })),
        3
    );
    assert_eq!(count(&post, |kind| *kind == BlockKind::Caption), 4);
    assert_eq!(post.body.images.len(), 2);
    assert_eq!(
        post.body.images[1].alt,
        "nightly exports in go workers picture 2"
    );
    assert!(outline(&post).contains(&format!("code {CODE}")));
}

#[test]
fn reads_the_same_post_without_chrome() {
    let bare = SPACED.trim_start_matches("|\n\n");
    let bare = bare.trim_end_matches("\n\nSimilar Posts");
    assert_eq!(outline(&read(bare)), outline(&read(SPACED)));
}

#[test]
fn reads_a_compact_post() {
    let post = read(COMPACT);
    let sections = [
        "watching disk space on small database hosts",
        "what to measure",
        "cleaning up safely",
        "implementation checklist",
        "final notes",
    ];
    assert_eq!(section_titles(&post), sections);
    assert_eq!(count(&post, |kind| *kind == BlockKind::Paragraph), 5);
    assert_eq!(
        count(&post, |kind| matches!(kind, BlockKind::Code { .. })),
        1
    );
    assert!(post.meta.is_none());
    assert!(post.problems.is_empty());
}

#[test]
fn the_first_line_that_is_no_chrome_is_the_title() {
    let post = read(SPACED);
    let title = post.title.unwrap();
    assert_eq!(
        title.text,
        "moving nightly exports to a queue in go workers"
    );
    assert_eq!(written(SPACED, title.span), title.text);
    assert_eq!(post.first_line, title.span);
}

#[test]
fn the_last_line_is_that_of_the_body() {
    let post = read(SPACED);
    let last = "a queue is worth its price once two people understand it.";
    assert_eq!(written(SPACED, post.last_line), last);
    let bare = read("only a title\n\n|\nSimilar Posts\n");
    assert_eq!(bare.last_line, bare.first_line);
}

#[test]
fn chrome_and_emptiness_give_an_empty_post() {
    for text in ["", "\u{feff}", "\n\r\n", "|\n\n Similar Posts \n"] {
        let post = read(text);
        assert!(post.title.is_none() && post.body.blocks.is_empty() && post.problems.is_empty());
        assert_eq!(post.first_line, Span::at(0));
    }
}

#[test]
fn text_leaves_bullets_and_indentation_out_and_spans_keep_bullets() {
    let text = "title\n\n  • größer  \n\t- b\n1. c";
    let post = read(text);
    assert_eq!(post.body.text, "title\ngrößer\nb\nc");
    let spans = post
        .body
        .blocks
        .iter()
        .map(|block| written(text, block.span));
    assert_eq!(
        spans.collect::<Vec<_>>(),
        ["title", "• größer", "- b", "1. c"]
    );
    let item = post.body.blocks[1].text;
    assert_eq!(written(text, post.body.span(item.range())), "größer");
}

#[test]
fn items_share_their_list_and_know_their_depth() {
    let post = read("t\n\n- a\n  - b\n\n- c\n\nbetween the lists, a sentence.\n\n- d");
    let places = post
        .body
        .blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::ListItem { list, depth } => Some((list, depth)),
            _ => None,
        });
    assert_eq!(places.collect::<Vec<_>>(), [(0, 0), (0, 1), (0, 0), (1, 0)]);
}

#[test]
fn an_indented_line_goes_on_with_its_item() {
    assert_eq!(
        below_title("  • first part\n    second part\n  • other"),
        ["- first part second part", "- other"]
    );
    assert_eq!(below_title("  •\n    the only part"), ["- the only part"]);
}

#[test]
fn joins_hard_wrapped_lines_only() {
    let first = "a paragraph that somebody wrapped by hand has lines of one width, and";
    assert_eq!(
        below_title(&format!(
            "{first}\nthe next one begins in the middle of a sentence."
        )),
        [format!(
            "p {first} the next one begins in the middle of a sentence."
        )]
    );
    assert_eq!(
        below_title("the first paragraph is one line.\nthe second one is another."),
        [
            "p the first paragraph is one line.",
            "p the second one is another."
        ]
    );
}

#[test]
fn a_short_line_alone_that_leads_to_something_is_a_heading() {
    let prose = "a sentence of prose that ends here.";
    assert_eq!(
        below_title(&format!(
            "{prose}\n\nhow it went\n\n{prose}\n\nthe end of it"
        )),
        [
            format!("p {prose}"),
            "## how it went".to_owned(),
            format!("p {prose}"),
            "p the end of it".to_owned(),
        ]
    );
    for content in ["- an item", "run_all();", "```\nx\n```"] {
        let blocks = below_title(&format!("how it went\n\n{content}"));
        assert_eq!(blocks[0], "## how it went", "{content}");
    }
}

#[test]
fn prose_without_its_period_is_no_heading() {
    let long = "this sentence has lost its final period but it is far too long to be any heading";
    for line in [long, "what follows is a list:", "is that so?", "one. two"] {
        let blocks = below_title(&format!("{line}\n\na sentence of prose that ends here."));
        assert_eq!(blocks[0], format!("p {line}"));
    }
}

#[test]
fn a_heading_may_follow_another() {
    assert_eq!(
        below_title("the outer part\n\nthe inner part\n\na sentence that ends here."),
        [
            "## the outer part",
            "## the inner part",
            "p a sentence that ends here."
        ]
    );
}

#[test]
fn known_titles_are_headings_wherever_they_stand() {
    assert_eq!(
        below_title("prose without end\nIMPLEMENTATION checklist\nfinal notes"),
        [
            "p prose without end",
            "## IMPLEMENTATION checklist",
            "## final notes"
        ]
    );
}

#[test]
fn a_short_line_in_touching_text_is_no_heading_unless_prose_has_ended() {
    let text = "a title\n\
        the first sentence stands here.\n\
        the second one goes on and\n\
        then it breaks off\n\
        the third sentence stands here.\n\
        the fourth sentence stands here.";
    let post = read(text);
    assert_eq!(
        count(&post, |kind| matches!(kind, BlockKind::Heading(_))),
        1
    );
}

#[test]
fn captions_are_no_headings_and_make_one_image_a_pair() {
    let lines =
        "a rack at night\na rack at night. image source: pexels\n\na sentence of prose here.";
    let text = format!("t\n\n{lines}");
    let post = read(&text);
    assert_eq!(
        outline(&post)[1..3],
        [
            "cap a rack at night",
            "cap a rack at night. image source: pexels"
        ]
    );
    assert_eq!(post.body.images.len(), 1);
    let image = &post.body.images[0];
    assert_eq!(
        (image.alt.as_str(), image.target.as_str()),
        ("a rack at night", "")
    );
    assert_eq!(
        written(&text, image.span),
        "a rack at night\na rack at night. image source: pexels"
    );
}

#[test]
fn a_lone_sourced_caption_is_an_image_too() {
    let post = read("t\n\nan owl. image source: pexels\n\nan owl is a bird of the night.");
    assert_eq!(post.body.images.len(), 1);
    assert_eq!(count(&post, |kind| *kind == BlockKind::Caption), 1);
}

#[test]
fn code_keeps_blank_lines_and_indentation() {
    let post = read(SPACED);
    let code = post.body.blocks.iter();
    let code = code.filter(|block| matches!(block.kind, BlockKind::Code { .. }));
    let code: Vec<_> = code.collect();
    assert_eq!(code.len(), 1);
    assert_eq!(written(SPACED, code[0].span), CODE);
    let at = CODE.find("jobs.get").unwrap();
    let start = code[0].text.start + u32::try_from(at).unwrap();
    assert_eq!(
        written(SPACED, post.body.span(start..start + 8)),
        "jobs.get"
    );
}

#[test]
fn code_in_compact_text_ends_where_prose_begins() {
    let post = read(COMPACT);
    let code = "code DELETE FROM events\nWHERE age > 90;\nVACUUM events;";
    assert!(outline(&post).contains(&code.to_owned()));
}

#[test]
fn code_goes_on_inside_its_brackets_and_comments() {
    let code = "const limits = {\nretries: 3\n};\n/**\n* counts twice\n*/\nrun(limits);";
    assert_eq!(
        below_title(&format!("{code}\nthe run takes a minute or two.")),
        [
            format!("code {code}"),
            "p the run takes a minute or two.".to_owned()
        ]
    );
}

#[test]
fn brackets_left_open_do_not_swallow_the_next_block() {
    assert_eq!(
        below_title("pattern = '('\n\nmoving to node 20\n\na sentence that ends here."),
        [
            "code pattern = '('",
            "## moving to node 20",
            "p a sentence that ends here."
        ]
    );
}

#[test]
fn indented_code_loses_its_common_indentation() {
    assert_eq!(
        below_title("    for (;;) {\n        step();\n    }"),
        ["code for (;;) {\n    step();\n}"]
    );
}

#[test]
fn doubtful_lines_are_code_only_beside_code() {
    assert_eq!(
        below_title("import data\n\nthe data comes from the old system."),
        ["## import data", "p the data comes from the old system."]
    );
    assert_eq!(
        below_title("import os\nprint(os.name)"),
        ["code import os\nprint(os.name)"]
    );
}

#[test]
fn doubtful_lines_are_code_where_several_stand_together() {
    let code = "jobs:\nbuild:\nruns-on: linux\nsteps:\n- run: make\n- run: make test";
    assert_eq!(
        below_title(&format!("{code}\nfinal notes\nthe build is quick.")),
        [
            &format!("code {code}"),
            "## final notes",
            "p the build is quick."
        ]
    );
    assert_eq!(below_title("note: later")[0], "p note: later");
}

#[test]
fn a_list_behind_code_is_a_list() {
    for marker in ["- ", "  - ", "  • "] {
        let blocks = below_title(&format!("run_all();\n{marker}first"));
        assert_eq!(blocks, ["code run_all();", "- first"]);
    }
}

#[test]
fn fenced_code_has_its_language_and_keeps_its_lines() {
    let text = "t\n\n```Rust\n- a\n\n  final notes\n```\n\nprose behind the fence.";
    let post = read(text);
    let code = &post.body.blocks[1];
    let language = Some("rust".to_owned());
    assert_eq!(code.kind, BlockKind::Code { language });
    assert_eq!(post.body.block_text(code), "- a\n\n  final notes");
    assert_eq!(
        written(text, code.span),
        "```Rust\n- a\n\n  final notes\n```"
    );
    assert_eq!(outline(&post)[2], "p prose behind the fence.");
}

#[test]
fn blank_lines_in_a_fence_map_to_themselves() {
    let text = "t\n\n```\r\n\r\n\r\n```";
    let post = read(text);
    let code = &post.body.blocks[1];
    assert_eq!(post.body.block_text(code), "\n");
    assert!(code.span.contains(post.body.span(code.text.range())));
}

#[test]
fn an_open_fence_runs_to_the_end() {
    assert_eq!(below_title("```\na\nb"), ["code a\nb"]);
    assert_eq!(outline(&read("```\nx = 1\n```")), ["code x = 1"]);
}

#[test]
fn line_ends_change_nothing_but_spans() {
    for ends in ["\r\n", "\r"] {
        for text in [SPACED, COMPACT] {
            let other = text.replace('\n', ends);
            assert_eq!(outline(&read(&other)), outline(&read(text)));
        }
    }
}
