//! The kind `meta`.

#[cfg(test)]
pub(crate) mod fixture;
