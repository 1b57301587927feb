//! Short programs for posts: one shape a language, with names and numbers of the post's own.

/// The lines of a snippet. `name` is two or more words, `limit` any number.
pub(super) fn snippet(language: &str, name: &str, limit: u64) -> Vec<String> {
    let snake = name.replace([' ', '-'], "_");
    let camel = camel_case(name);
    let limit = limit.to_string();
    lines_of(language)
        .iter()
        .map(|line| {
            line.replace("$snake", &snake)
                .replace("$camel", &camel)
                .replace("$limit", &limit)
        })
        .collect()
}

fn lines_of(language: &str) -> &'static [&'static str] {
    match language {
        "go" => &[
            "import \"time\"",
            "const limit = $limit",
            "",
            "func $camel(seen int) time.Duration {",
            "    return time.Duration(seen%limit) * time.Second",
            "}",
        ],
        "rust" => &[
            "use std::time::Duration;",
            "const LIMIT: u64 = $limit;",
            "",
            "fn $snake(seen: u64) -> Duration {",
            "    Duration::from_secs(seen % LIMIT)",
            "}",
        ],
        "typescript" => &[
            "import { setTimeout } from 'node:timers/promises';",
            "const limit = $limit;",
            "",
            "export async function $camel(seen: number) {",
            "    await setTimeout(seen % limit);",
            "}",
        ],
        "kotlin" => &[
            "import kotlinx.coroutines.delay",
            "const val LIMIT = $limitL",
            "",
            "suspend fun $camel(seen: Long) {",
            "    delay(seen % LIMIT)",
            "}",
        ],
        "php" => &[
            "use DateInterval;",
            "const LIMIT = $limit;",
            "",
            "function $camel(int $seen): DateInterval {",
            "    return new DateInterval('PT' . $seen % LIMIT . 'S');",
            "}",
        ],
        "java" => &[
            "import java.time.Duration;",
            "static final long LIMIT = $limit;",
            "",
            "static Duration $camel(long seen) {",
            "    return Duration.ofSeconds(seen % LIMIT);",
            "}",
        ],
        "csharp" => &[
            "using System;",
            "const int Limit = $limit;",
            "",
            "static TimeSpan $camel(int seen) {",
            "    return TimeSpan.FromSeconds(seen % Limit);",
            "}",
        ],
        _ => &[
            "from datetime import timedelta",
            "LIMIT = $limit",
            "",
            "def $snake(seen):",
            "    return timedelta(seconds=seen % LIMIT)",
        ],
    }
}

fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut raise = false;
    for c in name.chars() {
        match c {
            ' ' | '-' => raise = true,
            c if raise => {
                camel.extend(c.to_uppercase());
                raise = false;
            }
            c => camel.push(c),
        }
    }
    camel
}
