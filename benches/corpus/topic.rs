//! What posts are about: the values that stand in meta and fill the slots of templates.

use super::prng::{Permutation, Prng, index};

/// What one post is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    pub(super) problem: String,
    pub(super) scenario: &'static str,
    pub(super) action: &'static str,
    pub(super) stack: &'static Stack,
}

/// A field of work and its tools.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stack {
    pub(super) name: &'static str,
    pub(super) area: &'static str,
    pub(super) language: &'static str,
    pub(super) tools: &'static [&'static str],
}

/// Deals out topics, every one once before any comes again.
pub(super) struct Topics {
    seed: u64,
    order: Permutation,
}

impl Topics {
    pub(super) fn new(seed: u64) -> Self {
        let lists = [DOING.len(), KIND.len(), MATTER.len(), STACKS.len()];
        let size = lists.iter().map(|len| *len as u64).product();
        Self {
            seed,
            order: Permutation::new(seed, STREAM, size),
        }
    }

    /// The topic of a post.
    pub(super) fn of(&self, number: u32) -> Topic {
        let mut code = self.order.apply(u64::from(number) % self.order.size());
        let mut choose = |len: usize| {
            let chosen = index(code % len as u64);
            code /= len as u64;
            chosen
        };
        let stack = &STACKS[choose(STACKS.len())];
        let doing = DOING[choose(DOING.len())];
        let kind = KIND[choose(KIND.len())];
        let matter = MATTER[choose(MATTER.len())];
        let mut prng = Prng::new(self.seed, STREAM ^ u64::from(number));
        Topic {
            problem: format!("{doing} {kind} {matter}"),
            scenario: prng.pick(SCENARIOS),
            action: prng.pick(ACTIONS),
            stack,
        }
    }
}

const STREAM: u64 = 0x70_1c << 32;

/// Every stack, with a language that [`super::snippet`] knows.
pub(super) const STACKS: &[Stack] = &[
    Stack {
        name: "go collectors",
        area: "ingest",
        language: "go",
        tools: &["cobra", "delve", "caddy", "protobuf"],
    },
    Stack {
        name: "rust gateways",
        area: "edge",
        language: "rust",
        tools: &["axum", "tokio", "serde", "sqlx"],
    },
    Stack {
        name: "typescript portals",
        area: "storefront",
        language: "typescript",
        tools: &["vite", "vitest", "fastify", "pnpm"],
    },
    Stack {
        name: "kotlin planners",
        area: "mobile",
        language: "kotlin",
        tools: &["ktor", "gradle", "koin", "detekt"],
    },
    Stack {
        name: "python pipelines",
        area: "reporting",
        language: "python",
        tools: &["django", "celery", "mypy", "poetry"],
    },
    Stack {
        name: "php newsrooms",
        area: "publishing",
        language: "php",
        tools: &["laravel", "phpstan", "pest", "composer"],
    },
    Stack {
        name: "java settlers",
        area: "payments",
        language: "java",
        tools: &["quarkus", "maven", "flyway", "junit"],
    },
    Stack {
        name: "csharp kiosks",
        area: "desktop",
        language: "csharp",
        tools: &["nuget", "serilog", "xunit", "polly"],
    },
];

const DOING: &[&str] = &[
    "draining",
    "merging",
    "pruning",
    "throttling",
    "splitting",
    "batching",
    "renaming",
    "shrinking",
    "backfilling",
    "caching",
    "rebuilding",
    "encrypting",
    "versioning",
    "hardening",
    "replaying",
    "sharding",
    "indexing",
    "auditing",
    "paging",
    "compressing",
];

const KIND: &[&str] = &[
    "bursty",
    "nested",
    "orphaned",
    "oversized",
    "legacy",
    "unbounded",
    "multi-tenant",
    "regional",
    "nightly",
    "public-facing",
    "customer-owned",
    "long-lived",
    "short-lived",
    "append-only",
    "read-heavy",
    "write-heavy",
    "half-migrated",
    "cross-border",
    "high-volume",
    "low-latency",
    "event-driven",
    "time-boxed",
    "third-party",
    "schema-less",
];

const MATTER: &[&str] = &[
    "message lanes",
    "session tables",
    "webhook calls",
    "search facets",
    "image caches",
    "price feeds",
    "invoice jobs",
    "event streams",
    "audit trails",
    "access tokens",
    "upload folders",
    "email digests",
    "feature toggles",
    "schema drafts",
    "retry budgets",
    "export jobs",
    "tenant quotas",
    "login flows",
    "rate limits",
    "click counters",
    "address books",
    "coupon codes",
    "cart snapshots",
    "data cubes",
    "lookup tables",
    "device pairings",
    "payment intents",
    "file locks",
    "tax rules",
    "chat threads",
];

const SCENARIOS: &[&str] = &[
    "with two people on call",
    "on a shared cluster",
    "without a maintenance window",
    "for a busy site",
    "under a fixed budget",
    "inside an old monolith",
    "across three regions",
    "for a public api",
    "with strict privacy limits",
    "on rented hardware",
    "for a launch next month",
    "with one database",
];

const ACTIONS: &[&str] = &[
    "change one setting, then wait a day",
    "write the test before the switch",
    "start with the smallest tenant",
    "agree on a way back first",
    "make the old path loud, then remove it",
    "cut the job in halves and compare",
    "name an owner before the first change",
    "rehearse on a copy, then announce it",
];
