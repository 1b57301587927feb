//! Temporary.
use super::PostContext;
/// x
#[derive(Debug)]
pub struct Expr;
/// x
pub struct ExprError {
    /// x
    pub message: String,
    /// x
    pub offset: usize,
}
/// x
pub enum Verdict {
    /// x
    True,
    /// x
    False,
    /// x
    Unknown(String),
}
impl Expr {
    /// x
    pub fn compile(_t: &str) -> Result<Self, ExprError> {
        Ok(Self)
    }
    /// x
    pub fn is_true(&self, _cx: &PostContext<'_>) -> Verdict {
        Verdict::True
    }
}
