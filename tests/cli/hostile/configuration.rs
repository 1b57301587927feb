//! Configurations of strangers: they can fail, and nothing else.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use super::battery::assert_inert;
use super::inputs::numbered;
use super::limited::{Limited, sources_of};
use crate::site::Site;

const POST: &str = "---\ntitle: A title\nn: 7\n---\n# A title\n\nSome words of the post.\n";

fn site(config: &str) -> Site {
    Site::with(config, &[("a.md", POST)])
}

/// Checks with a configuration that is refused; the report names what is wrong on its first line.
#[track_caller]
fn refused(config: &str, reason: &str) {
    let site = site(config);
    let before = sources_of(&site);
    let ran = site.bounded(&["check"]).exits(&[2], reason);
    assert!(ran.stderr.contains(reason), "{reason}: {}", first(&ran));
    assert!(
        ran.stdout.is_empty() && ran.stderr.len() < 100_000,
        "{} bytes",
        ran.stderr.len()
    );
    assert_inert("standard error", &ran.stderr);
    assert_eq!(sources_of(&site), before);
}

fn first(ran: &Limited) -> String {
    ran.stderr.chars().take(300).collect()
}

fn rules(count: usize, options: &str) -> String {
    numbered(count, &format!("[[rule]]\nid = \"r@\"\n{options}\n"))
}

#[test]
fn no_pack_is_taken_from_outside_of_the_project() {
    let outside = TempDir::new().unwrap();
    let pack = outside.path().join("pack.toml");
    fs::write(&pack, "extends = [\"gatepost:recommended\"]\n").unwrap();
    let site = Site::new();
    symlink(&pack, site.path().join("link.toml")).unwrap();
    symlink(outside.path(), site.path().join("folder")).unwrap();
    fs::create_dir(site.path().join("in")).unwrap();
    site.file("a.md", POST);
    let absolute = pack.to_str().unwrap().to_owned();
    let climbing = format!(
        "in/../../{}/pack.toml",
        outside.path().file_name().unwrap().to_str().unwrap()
    );
    for name in [
        absolute.as_str(),
        &climbing,
        "link.toml",
        "folder/pack.toml",
    ] {
        site.file("gatepost.toml", format!("extends = [\"{name}\"]\n"));
        let ran = site.bounded(&["check"]).exits(&[2], name);
        assert!(
            ran.stderr.contains("lies outside of the project"),
            "{name}: {}",
            first(&ran)
        );
    }
    for name in ["https://example.com/pack.toml", "file:///etc/passwd"] {
        site.file("gatepost.toml", format!("extends = [\"{name}\"]\n"));
        let ran = site.bounded(&["check"]).exits(&[2], name);
        assert!(
            ran.stderr.contains("can not be read from the network"),
            "{name}: {}",
            first(&ran)
        );
    }
}

#[test]
fn a_configuration_that_is_a_link_out_of_the_project_is_not_read() {
    let outside = TempDir::new().unwrap();
    let secret = outside.path().join("secret");
    fs::write(&secret, "password = 'hunter2'\n").unwrap();
    let site = Site::new();
    site.file("a.md", POST);
    symlink(&secret, site.path().join("gatepost.toml")).unwrap();
    let ran = site.bounded(&["check"]).exits(&[2], "a link");
    assert!(
        ran.stderr
            .contains("is a link that leaves the project; not read"),
        "{}",
        first(&ran)
    );
    assert!(!ran.stderr.contains("hunter2"), "{}", first(&ran));
}

#[test]
fn what_is_no_file_is_no_configuration() {
    let site = Site::new();
    site.file("a.md", POST);
    let fifo = site.path().join("fifo.toml");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    symlink("/dev/zero", site.path().join("zero.toml")).unwrap();
    for config in ["fifo.toml", "zero.toml"] {
        let ran = site
            .bounded(&["check", "--config", config])
            .exits(&[2], config);
        assert!(ran.stderr.contains("not a regular file"), "{}", first(&ran));
    }
    site.file("gatepost.toml", "extends = [\"fifo.toml\"]\n");
    site.bounded(&["check"]).exits(&[2], "extends a pipe");
}

#[test]
fn packs_that_extend_one_another_end() {
    refused("extends = [\"gatepost.toml\"]\n", "extends itself");
    let site = site("extends = [\"0.toml\"]\n");
    for at in 0..30 {
        site.file(
            &format!("{at}.toml"),
            format!("extends = [\"{}.toml\"]\n", (at + 1) % 30),
        );
    }
    let ran = site.bounded(&["check"]).exits(&[2], "a long way round");
    assert!(ran.stderr.contains("more than 10 deep"), "{}", first(&ran));
    for at in 0..9 {
        let next = format!("\"{}.toml\", ", at + 1).repeat(40);
        site.file(&format!("{at}.toml"), format!("extends = [{next}]\n"));
    }
    site.file("9.toml", "");
    let ran = site.bounded(&["check"]).exits(&[2], "forty to the ninth");
    assert!(
        ran.stderr.contains("more than 100 files are extended"),
        "{}",
        first(&ran)
    );
}

#[test]
fn no_glob_leads_out_of_the_project() {
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("secret.md"), "Lorem ipsum secret.\n").unwrap();
    let site = Site::new();
    let folder = outside
        .path()
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    site.file("a.md", POST);
    symlink(outside.path(), site.path().join("linked")).unwrap();
    symlink(outside.path().join("secret.md"), site.path().join("l.md")).unwrap();
    let path = outside.path().display();
    for (glob, code) in [
        (format!("../{folder}/**"), 2),
        (format!("{path}/**"), 2),
        ("linked/**".to_owned(), 0),
        ("**/../../**".to_owned(), 2),
    ] {
        let config = format!(
            "extends = [\"gatepost:recommended\"]\n[posts]\ninclude = [\"a.md\", \"l.md\", '{glob}']\n"
        );
        site.file("gatepost.toml", config);
        let ran = site.bounded(&["check", "--no-cache"]).exits(&[code], &glob);
        let wanted = if code == 0 { "in 1 post (1 file)" } else { "" };
        assert!(ran.stdout.contains(wanted), "{glob}: {}", ran.stdout);
    }
}

#[test]
fn no_baseline_is_written_outside_of_the_project() {
    let site = Site::new();
    site.file("site/a.md", POST);
    for name in [
        "../known.jsonl",
        "/tmp/gatepost-known.jsonl",
        "in/../../known.jsonl",
    ] {
        let config =
            format!("extends = [\"gatepost:recommended\"]\n[gate]\nbaseline = \"{name}\"\n");
        site.file("site/gatepost.toml", config);
        let mut command = site.command(&["baseline", "add"]);
        let ran = crate::site::ran(command.current_dir(site.path().join("site")));
        assert_eq!(ran.code, 2, "{name}");
        assert!(
            ran.stderr
                .contains("is no file below the folder of this one"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 1);
}

/// Whatever programs there are by names that one could think of: none is run.
#[test]
fn no_configuration_runs_a_program() {
    let config = "extends = [\"gatepost:recommended\"]\n[[rule]]\nid = \"r\"\nkind = \"pattern\"\n\
        words = [\"$(touch pwned)\", \"`touch pwned`\"]\nwhy = \"; touch pwned\"\nurl = \"https://x/$(touch pwned)\"\n\
        [[rule]]\nid = \"s\"\nkind = \"assert\"\nassert = 'title == \"$(touch pwned)\"'\nmessage = \"{title} | touch pwned\"\n";
    let site = site(config);
    let programs = TempDir::new().unwrap();
    let called = programs.path().join("called");
    for name in ["git", "sh", "bash", "touch", "curl", "less", "cat"] {
        let program = programs.path().join(name);
        fs::write(
            &program,
            format!("#!/bin/sh\necho {name} >> {}\n", called.display()),
        )
        .unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for args in [
        &["check"][..],
        &["check", "--fix"],
        &["check", "--diff"],
        &["test"],
        &["rules"],
        &["config"],
        &["explain", "r"],
    ] {
        let mut command = site.command(args);
        command
            .env("PATH", programs.path())
            .env("PAGER", "less")
            .env("GIT_PAGER", "less");
        assert_ne!(crate::site::ran(&mut command).code, 2, "{args:?}");
    }
    assert!(
        !called.exists(),
        "{}",
        fs::read_to_string(&called).unwrap_or_default()
    );
    assert!(!site.path().join("pwned").exists());
}

#[test]
fn there_is_a_bound_to_how_much_a_configuration_asks_for() {
    refused(
        &rules(1_001, "kind = \"pattern\"\nwords = [\"w@\"]"),
        "more than 1000 rules",
    );
    let overrides = "[[override]]\nfiles = [\"a/**\"]\nrules = { meta = \"off\" }\n".repeat(1_001);
    refused(
        &format!("extends = [\"gatepost:recommended\"]\n{overrides}"),
        "more than 1000 overrides",
    );
    let conditions =
        "[[gate.require]]\nname = \"n\"\nmetric = \"words\"\nstat = \"mean\"\nmin = 1\n"
            .repeat(1_001);
    refused(
        &format!("extends = [\"gatepost:recommended\"]\n{conditions}"),
        "more than 1000 conditions",
    );
    let settings = numbered(10_001, "a@ = \"off\"\n");
    refused(
        &format!("extends = [\"gatepost:recommended\"]\n[rules]\n{settings}"),
        "the configuration has 10001 mistakes",
    );
    refused(&format!("# {}\n", "x".repeat(1 << 20)), "larger than 1 MiB");
}

#[test]
fn as_much_as_it_may_ask_for_is_done_in_time() {
    let posts: Vec<(String, String)> = (0..5)
        .map(|at| {
            (
                format!("{at}.md"),
                POST.replace("words", &format!("words {at}")),
            )
        })
        .collect();
    for options in [
        "kind = \"boilerplate\"",
        "kind = \"pattern\"\npatterns = [\"a+b@\"]",
        "kind = \"assert\"\nassert = \"meta.n < @\"",
    ] {
        let site = Site::new();
        for (path, text) in &posts {
            site.file(path, text);
        }
        site.file("gatepost.toml", rules(400, options));
        site.bounded(&["check", "--no-cache"])
            .exits(&[0, 1], options);
    }
}

#[test]
fn patterns_are_bounded_each_and_together() {
    let pattern =
        |text: &str| format!("[[rule]]\nid = \"r\"\nkind = \"pattern\"\npatterns = [{text}]\n");
    refused(
        &pattern("'(((a{100}){100}){100}){100}'"),
        "over the size limit of 10485760 bytes",
    );
    let nested = format!("'{}a{}'", "(".repeat(200), ")".repeat(200));
    refused(&pattern(&nested), "bad regular expression");
    let many = numbered(2_000, "'\\w{60}@', ");
    refused(
        &pattern(&many),
        "the regular expressions are too large together",
    );
    let spread = rules(
        300,
        "kind = \"meta\"\n[rule.fields.title]\npattern = '\\w{60}@'",
    );
    refused(&spread, "the regular expressions are too large together");
    let inside = rules(
        300,
        "kind = \"assert\"\nassert = '''title.matches(\"\\\\w{60}@\")'''",
    );
    refused(&inside, "the regular expressions are too large together");
}

#[test]
fn deep_and_endless_toml_is_refused() {
    refused(&format!("a = {}", "[".repeat(100_000)), "invalid TOML");
    refused(&format!("a = {}", "{a = ".repeat(50_000)), "invalid TOML");
    refused(&format!("{}b = 1", "a.".repeat(100_000)), "invalid TOML");
    refused(&format!("[{}b]", "a.".repeat(100_000)), "invalid TOML");
    refused("a = \"\"\"", "invalid TOML");
}

#[test]
fn mistakes_are_many_and_few_are_told() {
    let config = numbered(20_000, "key@ = 1\n");
    let ran = site(&config)
        .bounded(&["check"])
        .exits(&[2], "unknown keys");
    assert!(ran.stderr.len() < 100_000, "{} bytes", ran.stderr.len());
    assert!(
        ran.stderr
            .ends_with("the configuration has 20000 mistakes\n")
    );
    assert!(ran.stderr.contains("unknown key 'key0'"));
}

#[test]
fn globs_of_any_size_are_bounded() {
    let globs = [
        "{a,b}".repeat(5_000),
        "**/".repeat(50_000) + "*.md",
        "[!a]*".repeat(20_000),
        "*a".repeat(40_000),
        "?".repeat(100_000),
    ];
    for glob in globs {
        let config = format!(
            "extends = [\"gatepost:recommended\"]\n[posts]\ninclude = [\"a.md\", \"{glob}\"]\n"
        );
        site(&config)
            .bounded(&["check"])
            .exits(&[0, 2], &glob[..10]);
    }
}

#[test]
fn expressions_are_bounded_in_size_depth_and_steps() {
    let assert =
        |text: &str| format!("[[rule]]\nid = \"r\"\nkind = \"assert\"\nassert = '{text}'\n");
    refused(
        &assert(&("1 + ".repeat(200_000) + "1 > 0")),
        "longer than 2048 bytes",
    );
    refused(
        &assert(&("(".repeat(900) + "true" + &")".repeat(900))),
        "nested too deep",
    );
    let digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    let loops = (0..6).fold(
        "a0 + a1 + a2 + a3 + a4 + a5 > 99".to_owned(),
        |inner, at| format!("{digits}.exists(a{at}, {inner})"),
    );
    let growing =
        "\"a\"".to_owned() + &".replace(\"a\", \"aaaaaaaaaaaaaaaaaaaa\")".repeat(30) + " == \"b\"";
    for expression in [loops, growing] {
        let ran = site(&assert(&expression))
            .bounded(&["check", "--no-cache"])
            .exits(&[1], "stopped");
        assert!(ran.stdout.contains("[rule-timeout]"), "{}", ran.stdout);
    }
}

#[test]
fn messages_of_the_house_are_bounded_and_harmless() {
    let hostile = r"\u001b[2J \u202e ##[add-mask]x ::error::y \u009b ";
    let config = format!(
        "[[rule]]\nid = \"r\"\nkind = \"pattern\"\nwords = [\"words\"]\nmessage = \"{hostile} {{message}}\"\n\
         why = \"{hostile}\"\nurl = \"https://example.com/{hostile}\"\n"
    );
    let site = site(&config);
    for format in gatepost::emit::EMITTERS.iter().map(|it| it.name()) {
        let ran = site
            .bounded(&["check", "--output-format", format])
            .exits(&[1], format);
        assert_inert(format, &ran.stdout);
    }
    for args in [
        &["explain", "r"][..],
        &["rules"],
        &["config"],
        &["rules", "--json"],
    ] {
        assert_inert("a command", &site.bounded(args).exits(&[0], args[0]).stdout);
    }
    let slots = |text: String| {
        format!(
            "[[rule]]\nid = \"r\"\nkind = \"assert\"\nassert = \"false\"\nmessage = \"{text}\"\n"
        )
    };
    refused(&slots("{title}".repeat(10_000)), "longer than 2048 bytes");
    let site = Site::with(&slots("{title}".repeat(200)), &[]);
    site.file(
        "a.md",
        format!("---\ntitle: {}\n---\n", "x".repeat(200_000)),
    );
    let ran = site
        .bounded(&["check", "--output-format", "json", "--no-cache"])
        .exits(&[1], "long");
    assert!(ran.stdout.len() < 50_000, "{} bytes", ran.stdout.len());
}

/// The gate of a pull request, as the README says to run it: with rules from elsewhere.
#[test]
fn a_pull_request_can_not_weaken_its_own_gate() {
    let trusted = TempDir::new().unwrap();
    let config = trusted.path().join("gatepost.toml");
    fs::write(&config, "extends = [\"gatepost:recommended\"]\n").unwrap();
    let bad = "Lorem ipsum.\n\n<!-- gatepost-disable-file placeholder -- mine -->\n";
    let hostile = [
        (
            "gatepost.toml",
            "[rules]\nplaceholder = \"off\"\n[posts]\nexclude = [\"**\"]\n",
        ),
        (".gatepost.toml", "this is no TOML"),
        (".config/gatepost.toml", "[gate]\nfail-on = \"never\"\n"),
        ("in/gatepost.toml", "[rules]\nplaceholder = \"off\"\n"),
        (".ignore", "*\n"),
        (".gatepostignore", "*\n"),
    ];
    let site = Site::new();
    site.file("in/a.md", bad);
    for (path, text) in hostile {
        site.file(path, text);
    }
    let config = config.to_str().unwrap();
    let args = ["check", "--config", config, "--no-inline"];
    let ran = site.bounded(&args).exits(&[1], "from elsewhere");
    assert!(ran.stdout.contains("in/a.md:1:1"), "{}", ran.stdout);
    let counted = site.bounded(&args[..3]).exits(&[0], "suppressed");
    assert!(
        counted.stdout.contains("1 finding suppressed in posts"),
        "{}",
        counted.stdout
    );
    let ran = site
        .bounded(&[&args[..], &["in/a.md"]].concat())
        .exits(&[1], "named");
    assert!(ran.stdout.contains("in/a.md:1:1"), "{}", ran.stdout);
}

/// What rules from elsewhere extend lies beside them: the project has a file of that name too.
#[test]
fn rules_from_elsewhere_extend_nothing_of_the_project() {
    let trusted = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(trusted.path().join(name), text).unwrap();
    write("gatepost.toml", "extends = [\"house.toml\"]\n");
    write(
        "house.toml",
        "extends = [\"gatepost:recommended\"]\n[[rule]]\nid = \"foo\"\nkind = \"pattern\"\n\
         words = [\"foo\"]\nfiles = [\"in/**\"]\n",
    );
    let site = Site::new();
    site.file("in/a.md", "Foo here.\n");
    site.file("out/b.md", "Foo there.\n");
    site.file(
        "house.toml",
        "[[rule]]\nid = \"bar\"\nkind = \"pattern\"\nwords = [\"bar\"]\n",
    );
    let config = trusted.path().join("gatepost.toml");
    let args = ["--config", config.to_str().unwrap()];
    assert_eq!(site.findings(&args), ["in/a.md:1:1: error [foo/found]"]);
    write("gatepost.toml", "extends = [\"../house.toml\"]\n");
    let ran = site.bounded(&[&["check"], &args[..]].concat());
    let ran = ran.exits(&[2], "beside it and no further");
    assert!(!ran.stdout.contains("bar/found"), "{}", first(&ran));
}
