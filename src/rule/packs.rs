//! The packs that come with the tool.

/// A pack that is compiled in.
#[derive(Debug, Clone, Copy)]
pub struct Pack {
    /// The name behind `gatepost:`.
    pub name: &'static str,
    /// Its TOML.
    pub text: &'static str,
}

/// Every built-in pack.
pub static PACKS: &[Pack] = &[
    Pack {
        name: "recommended",
        text: include_str!("../../rules/recommended.toml"),
    },
    Pack {
        name: "alphanode",
        text: include_str!("../../rules/alphanode.toml"),
    },
    Pack {
        name: "prose",
        text: include_str!("../../rules/prose.toml"),
    },
    Pack {
        name: "seo",
        text: include_str!("../../rules/seo.toml"),
    },
];

/// The pack of that name.
pub fn pack_named(name: &str) -> Option<Pack> {
    PACKS.iter().copied().find(|pack| pack.name == name)
}
