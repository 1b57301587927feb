//! The targets, which live with the other properties in `tests/properties/`.

#[path = "../../tests/properties/targets/mod.rs"]
pub mod targets;

/// Runs the target of that name.
pub fn run(name: &str, data: &[u8]) {
    let target = targets::TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of that name").run)(data);
}
