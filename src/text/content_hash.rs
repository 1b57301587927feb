//! The hashes that posts can declare of their content.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// A way to hash content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// SHA-2 with 256 bits.
    Sha256,
    /// SHA-2 with 512 bits.
    Sha512,
    /// SHA-1.
    Sha1,
    /// MD5.
    Md5,
    /// XXH3 with 64 bits.
    Xxh3,
    /// XXH3 with 128 bits.
    Xxh3Wide,
}

impl Algorithm {
    /// Every name in configurations.
    pub const NAMES: [&'static str; 6] = ["sha256", "sha512", "sha1", "md5", "xxh3-64", "xxh3-128"];

    /// The algorithm of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "sha256" => Self::Sha256,
            "sha512" => Self::Sha512,
            "sha1" => Self::Sha1,
            "md5" => Self::Md5,
            "xxh3-64" => Self::Xxh3,
            "xxh3-128" => Self::Xxh3Wide,
            _ => return None,
        })
    }

    /// How many hexadecimal digits a hash has.
    pub fn digits(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha512 => 128,
            Self::Sha1 => 40,
            Self::Md5 | Self::Xxh3Wide => 32,
            Self::Xxh3 => 16,
        }
    }

    /// The hash of `bytes` in lower-case hexadecimal digits.
    pub fn hash(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => hex(&Sha256::digest(bytes)),
            Self::Sha512 => hex(&Sha512::digest(bytes)),
            Self::Sha1 => hex(&Sha1::digest(bytes)),
            Self::Md5 => hex(&Md5::digest(bytes)),
            Self::Xxh3 => format!("{:016x}", xxh3_64(bytes)),
            Self::Xxh3Wide => format!("{:032x}", xxh3_128(bytes)),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standards() {
        for (name, empty) in [
            (
                "sha256",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            ("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            ("md5", "d41d8cd98f00b204e9800998ecf8427e"),
            ("xxh3-64", "2d06800538d394c2"),
            ("xxh3-128", "99aa06d3014798d86001c324468d497f"),
        ] {
            assert_eq!(
                Algorithm::from_name(name).unwrap().hash(b""),
                empty,
                "{name}"
            );
        }
    }

    #[test]
    fn every_hash_has_its_digits() {
        for name in Algorithm::NAMES {
            let algorithm = Algorithm::from_name(name).unwrap();
            assert_eq!(algorithm.hash("ä".as_bytes()).len(), algorithm.digits());
        }
    }
}
