//! What a pull request can not change: the gate of a trusted configuration, and that a post which
//! could not be judged fails it.

use crate::site::{Ran, Site, ran};

const WORDS: &str = "[[rule]]\nid = \"w\"\nkind = \"pattern\"\nwords = [\"beta\"]\n";

/// A checked tree beside a folder with the configuration that is trusted.
fn sites(config: &str) -> Site {
    let sites = Site::new();
    sites.file("trusted/gatepost.toml", config);
    sites.file("tree/a.md", "beta\n");
    sites
}

fn check(sites: &Site, args: &[&str]) -> Ran {
    let args = [&["check", "--config", "../trusted/gatepost.toml"], args].concat();
    let mut command = sites.command(&args);
    ran(command.current_dir(sites.path().join("tree")))
}

#[test]
fn the_baseline_stands_beside_the_trusted_file() {
    let sites = sites(&format!("{WORDS}[gate]\nbaseline = \"b.jsonl\"\n"));
    let args = ["baseline", "add", "--config", "../trusted/gatepost.toml"];
    let mut command = sites.command(&[&args[..], &["--baseline", "b.jsonl"]].concat());
    ran(command.current_dir(sites.path().join("tree"))).exits(0);
    assert!(sites.path().join("tree/b.jsonl").is_file());
    let told = check(&sites, &[]).exits(2).stderr;
    assert!(told.contains("../trusted/b.jsonl is not there"), "{told}");
    sites.file("trusted/b.jsonl", "");
    check(&sites, &[]).exits(1);
}

#[test]
fn packs_stand_beside_the_trusted_file() {
    let sites = sites("extends = [\"house.toml\"]\n");
    let harmless = WORDS.replace("beta", "gamma");
    sites.file("tree/house.toml", &harmless);
    let told = check(&sites, &[]).exits(2).stderr;
    assert!(told.contains("cannot read house.toml"), "{told}");
    sites.file("trusted/house.toml", WORDS);
    check(&sites, &[]).exits(1);
    sites.file(
        "trusted/gatepost.toml",
        "extends = [\"../tree/house.toml\"]\n",
    );
    let told = check(&sites, &[]).exits(2).stderr;
    assert!(told.contains("lies outside of the folder of"), "{told}");
}

#[test]
fn schemas_stand_beside_the_trusted_file() {
    const LAX: &str = "{\"required\": []}";
    const STRICT: &str = "{\"required\": [\"title\"]}";
    let sites = sites("[[rule]]\nid = \"m\"\nkind = \"meta\"\nschema = \"s.json\"\n");
    sites.file("tree/a.md", "---\ndraft: true\n---\n\nText.\n");
    sites.file("tree/s.json", LAX);
    let told = check(&sites, &[]).exits(2).stderr;
    assert!(told.contains("cannot read s.json"), "{told}");
    sites.file("trusted/s.json", STRICT);
    check(&sites, &[]).exits(1);
    sites.file("trusted/s.json", "{\"$ref\": \"../tree/s.json\"}");
    check(&sites, &[]).exits(2);
}

#[test]
fn globs_of_a_trusted_file_speak_of_the_tree() {
    let scoped = format!("{WORDS}files = [\"b.md\"]\n");
    let sites = sites("extends = [\"packs/house.toml\"]\n[posts]\ninclude = [\"*.md\"]\n");
    sites.file("trusted/packs/house.toml", &scoped);
    check(&sites, &[]).exits(0);
    sites.file("tree/b.md", "beta\n");
    check(&sites, &[]).exits(1);
}

#[test]
fn what_could_not_be_judged_fails_whatever_fails_else() {
    let never = format!("{WORDS}[gate]\nfail-on = \"never\"\n");
    let site = Site::with(&never, &[("a.md", "beta\n")]);
    site.run(&["check"]).exits(0);
    site.file("b.md", b"\xff");
    let told = site.run(&["check"]).exits(1).stdout;
    let verdict = "gate failed: 1 finding (not met: everything judged)\n";
    assert!(told.ends_with(verdict), "{told}");
    site.run(&["check", "--fail-on", "never"]).exits(1);
    site.run(&["check", "--exit-zero"]).exits(0);
    let told = site.run(&["check", "--fail-on", "error"]).exits(1).stdout;
    assert!(!told.contains("everything judged"), "{told}");
}
