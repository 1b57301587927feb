//! Tests: tests.

use super::*;

const CODE: &[&str] = &[
    "from flask import Flask, request",
    "from . import models",
    "import { ref } from 'vue'",
    "import numpy as np",
    "import os.path",
    "app = Flask(__name__)",
    "@app.route('/status')",
    "def status():",
    "async def fetch(url, retries=3):",
    "return {'up': True}",
    "return jsonify(rows)",
    "const limit = 20;",
    "let mut seen: Vec<u32> = Vec::new();",
    "export const config = {",
    "}",
    "});",
    "{",
    "<?php",
    "$posts = get_posts($args);",
    "$post->save();",
    "add_action('init', 'load_rules');",
    "function load_rules() {",
    "public function handle(Request $request)",
    "class Job(Base):",
    "if (count($rows) > 3)",
    "if user.score == 3:",
    "for row in load_rows():",
    "while true; do",
    "SELECT * FROM jobs;",
    "SELECT id, name FROM jobs WHERE state = 'late' ORDER BY id",
    "UPDATE jobs SET state = 'done'",
    "CREATE INDEX jobs_state ON jobs (state)",
    "npm install express",
    "pip install -r requirements.txt",
    "$ make",
    "$ ./deploy.sh staging",
    "curl -s https://example.com/status",
    "mkdir -p build/out",
    "sudo systemctl restart nginx --now",
    "export APP_ENV=staging",
    "APP_ENV=staging",
    "\"retries\": 3,",
    "'post_type' => 'page',",
    "<div class=\"card\">",
    "</ul>",
    ".then(show)",
    "print(total)",
    "// keep the order",
    "#!/bin/sh",
    "docker run \\",
    "server {",
    "use App\\Models\\Post;",
    "items[0] += 1",
    "#[derive(Debug)]",
    "max-age = \"3d\"",
    "assert_eq!(found, [",
    "run(); // twice",
    "WHERE state = 'late'",
    "WORKDIR /srv",
    "COPY . .",
    "CMD [\"serve\"]",
    "set -e",
    "wp cron event run --due-now",
    "php artisan migrate",
    "except KeyError as error:",
];

const PROSE: &[&str] = &[
    "import the data first, then check it.",
    "import the data first",
    "from the log we import two facts",
    "from here on, the import is safe.",
    "return to the start when a step fails.",
    "return the rows, the count and the date.",
    "let the cache warm up = wait a minute or two.",
    "let us begin with the smallest change",
    "for teams in a hurry: read the last part.",
    "if you need more detail:",
    "for example:",
    "with that in mind:",
    "while this runs, look at the logs.",
    "class sizes vary, and so do budgets.",
    "make a plan, then keep to it",
    "make small changes",
    "go home early",
    "git is a tool for people who change their mind.",
    "git commit messages should be short",
    "docker images should be small and boring",
    "select a region that is close to your users;",
    "Select a region from the list.",
    "CREATE a backup before you begin.",
    "Update the index and set a date.",
    "we did this; then that.",
    "first we measured (twice), then we changed the code;",
    "the result(s) are shown below.",
    "result(s)",
    "cost = distance over time in most cases",
    "the price is $5 = cheap",
    "$5 is cheap",
    "$ 5 is what it costs.",
    "@carla wrote this part",
    "<https://example.com>",
    "<ops@example.com>",
    "\"never again\": a story",
    "echo the request back to the caller",
    "print the list and pin it to the wall.",
    "use the smallest image that works",
    "what the logs say",
    "implementation checklist",
    "keep the rollback note (and its owner) in one place",
    "the endpoint returns {'ok': true} when all is well.",
    "call run_checks() before you merge the change.",
    "echter Text mit Umlauten: größer, schöner.",
    "a/b tests need patience",
    "",
    "…",
    "1.5 seconds",
    "[1]",
    ".sort() and .first() of the older API stay as they are",
    "note: a short remark,",
    "note: measure first.",
    "RUN it twice",
    "wp is short for a longer name",
    "set the limit",
    "on success, done() returns and the buffer is full;",
];

const DOUBTFUL: &[&str] = &[
    "import os",
    "else:",
    "pass",
    "return total",
    "# warm the cache",
    "for row in rows:",
    "FROM jobs",
    "'late',",
    "listen 80;",
    "--retries 3",
    "[server]",
    "timeout: 3,",
    "restart: always",
    "services:",
];

#[track_caller]
fn assert_all(lines: &[&str], expected: Likeness) {
    let judged = lines.iter().map(|line| (*line, likeness(line)));
    let wrong: Vec<_> = judged.filter(|(_, found)| *found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn code_is_code_on_its_own() {
    assert_all(CODE, Likeness::Code);
}

#[test]
fn prose_is_not_code() {
    assert_all(PROSE, Likeness::Text);
}

#[test]
fn doubtful_lines_are_code_beside_code_only() {
    assert_all(DOUBTFUL, Likeness::Maybe);
}

#[test]
fn a_line_beyond_reading_is_no_code() {
    let line = format!("const a = [{}];", "1, ".repeat(1_000));
    assert_eq!(likeness(&line), Likeness::Text);
}

#[test]
fn balances_brackets() {
    assert_eq!(bracket_balance("call({"), 2);
    assert_eq!(bracket_balance("});"), -2);
}
