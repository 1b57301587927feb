//! Tests: limits.

use super::*;

#[test]
fn bounds_aliases() {
    let mut bomb = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for at in 1..12 {
        let items = vec![format!("*a{}", at - 1); 9].join(",");
        bomb.push_str(&format!("a{at}: &a{at} [{items}]\n"));
    }
    bomb.push_str("---\n");
    let told = problems(&bomb);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("FrontMatterLimit <*a"), "{told:?}");
    assert!(told[0].ends_with("aliases expand past 10000 nodes"));

    let long = format!(
        "---\na: &a {}\nb: [{}]\n---\n",
        "x".repeat(100_000),
        "*a,".repeat(5000)
    );
    assert_eq!(
        problems(&long),
        ["FrontMatterLimit <*a>: aliases expand past 1 MiB of text"]
    );

    let mut deep = String::from("---\na0: &a0 [x]\n");
    for at in 1..200 {
        deep.push_str(&format!("a{at}: &a{at} [*a{}]\n", at - 1));
    }
    deep.push_str("---\n");
    let told = problems(&deep);
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with("nested deeper than 128"), "{told:?}");
}

#[test]
fn bounds_depth_in_every_syntax() {
    for text in [
        format!("---\na: {}{}\n---\nbody", "[".repeat(200), "]".repeat(200)),
        format!("---\na: {}\n---\nbody", "[".repeat(100_000)),
        format!("---\n{}x\n---\nbody", "- ".repeat(50_000)),
        format!("---\n{}x\n---\nbody", "? ".repeat(50_000)),
        format!("---\na: {}\n---\nbody", "{a: ".repeat(20_000)),
        format!("+++\na = {}{}\n+++\nbody", "[".repeat(200), "]".repeat(200)),
        format!("+++\n{}a = 1\n+++\nbody", "a.".repeat(50_000)),
        format!("+++\n[{}a]\n+++\nbody", "a.".repeat(50_000)),
        format!("{{\"a\": {}1{}}}\nbody", "[".repeat(200), "]".repeat(200)),
        format!("---json\n{}\n---\nbody", "[".repeat(100_000)),
    ] {
        let told = problems(&text);
        assert!(told[0].starts_with("FrontMatterLimit"), "{}", told[0]);
        assert!(told[0].ends_with(": nested deeper than 128"), "{}", told[0]);
        assert_eq!(body(&text), "body");
    }
    let fits = format!("---\na: {}x{}\n---\n", "[".repeat(127), "]".repeat(127));
    assert!(problems(&fits).is_empty());
}

#[test]
fn bounds_size_and_number() {
    let large = format!("---\na: {}\n---\nbody", "x".repeat(256 * 1024));
    assert!(problems(&large)[0].ends_with(": larger than 256 KiB"));
    assert_eq!(body(&large), "body");
    let mut many_keys = String::new();
    for at in 0..10_001 {
        many_keys.push_str(&format!("k{at}: 1\n"));
    }
    for text in [
        format!("---\na:\n{}---\nbody", "- x\n".repeat(10_001)),
        format!("---\n{many_keys}---\nbody"),
        format!("+++\na = [{}]\n+++\nbody", "1,".repeat(10_001)),
        format!("{{\"a\": [{}1]}}\nbody", "1,".repeat(10_001)),
    ] {
        let told = problems(&text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].ends_with(": more than 10000 values"), "{}", told[0]);
    }
}

#[test]
fn many_openers_without_a_closer_cost_one_pass() {
    let text = "---\n".to_owned() + &"- x\n".repeat(1_000_000);
    let _ = read(&text, &ParseLimits::default());
    let text = "{\"a\": \"".to_owned() + &"{\"".repeat(2_000_000);
    let _ = read(&text, &ParseLimits::default());
}
