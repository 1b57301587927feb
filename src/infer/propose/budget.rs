//! Which demands are made: a proposal that fails many posts is not what the posts say.

/// One thing that a rule may ask.
#[derive(Debug, Clone)]
pub(in crate::infer) struct Ask {
    /// The option of the rule or the field.
    pub(super) key: &'static str,
    /// Its value, as TOML.
    pub(super) value: String,
    /// How many posts would fail.
    pub(super) broken: u32,
    /// What was seen, where the value alone does not say.
    pub(super) told: Option<String>,
    pub(super) is_made: bool,
}

/// How many posts may still fail. Each demand is paid for as if no other failed the same posts:
/// that is more than there can be.
#[derive(Debug)]
pub(in crate::infer) struct Budget {
    left: u32,
}

/// One post in so many may fail.
const FAILING: u32 = 20;

impl Ask {
    /// A demand that `broken` posts would fail.
    pub(super) fn new(key: &'static str, value: impl Into<String>, broken: u32) -> Self {
        Self {
            key,
            value: value.into(),
            broken,
            told: None,
            is_made: false,
        }
    }

    /// The demand with what was seen.
    pub(super) fn telling(mut self, told: impl Into<String>) -> Self {
        self.told = Some(told.into());
        self
    }
}

impl Budget {
    /// The budget for `posts` posts, of which `failing` fail whatever is asked.
    pub(super) fn of(posts: u32, failing: u32) -> Self {
        Self {
            left: (posts / FAILING).saturating_sub(failing),
        }
    }

    /// Makes as many of the demands as fit, those that fewer posts fail before others.
    pub(super) fn spend(&mut self, mut asks: Vec<&mut Ask>) {
        asks.sort_by_key(|ask| ask.broken);
        for ask in asks {
            if ask.broken <= self.left {
                self.left -= ask.broken;
                ask.is_made = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spends_on_what_fewest_fail() {
        let mut asks = [3, 0, 2, 1].map(|broken| Ask::new("type", "", broken));
        Budget::of(100, 2).spend(asks.iter_mut().collect());
        assert_eq!(asks.map(|ask| ask.is_made), [false, true, true, true]);
        let mut asks = [0, 1].map(|broken| Ask::new("type", "", broken));
        Budget::of(10, 5).spend(asks.iter_mut().collect());
        assert_eq!(asks.map(|ask| ask.is_made), [true, false]);
    }
}
