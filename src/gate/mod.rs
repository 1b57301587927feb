//! From diagnostics to a verdict: selection, order, positions, conditions.

mod report;

pub use report::{Condition, Gate, Located, Place, Report, Summary};
