//! Which posts of a corpus have which defect.

use super::Format;
use super::defect::{Kind, Party};

/// A choice of posts for defects.
#[derive(Default)]
pub(super) struct Plan {
    /// The posts with a defect, in order of the assignments.
    roles: Vec<Role>,
    /// Every so many posts one has a defect.
    stride: u32,
}

/// The part that a post has in a defect.
#[derive(Clone, Copy)]
pub(super) struct Role {
    pub(super) kind: &'static Kind,
    /// The number of the first post of the party.
    pub(super) first: u32,
    /// How many parties of this kind came before.
    pub(super) turn: u32,
    /// The position of the post in the party.
    pub(super) member: u32,
}

/// Fewer posts than this with one sentence in common may be chance.
const LEAST_GROUP: u32 = 5;

impl Plan {
    /// Gives every kind of defect to `each` posts or pairs of `posts`; kinds that need company get
    /// one group of at least five. `Err` tells how many posts are needed.
    pub(super) fn new(format: Format, posts: u32, each: u32) -> Result<Self, u32> {
        let mut roles = Vec::new();
        for kind in Kind::of_format(format).filter(|_| each > 0) {
            let (parties, members) = match kind.party {
                Party::Alone => (each, 1),
                Party::Pair => (each, 2),
                Party::Group => (1, each.max(LEAST_GROUP)),
            };
            for turn in 0..parties {
                let first = u32::try_from(roles.len()).unwrap_or(u32::MAX);
                roles.extend((0..members).map(|member| Role {
                    kind,
                    first,
                    turn,
                    member,
                }));
            }
        }
        let needed = u32::try_from(roles.len()).unwrap_or(u32::MAX);
        if needed > posts {
            return Err(needed);
        }
        let stride = posts.checked_div(needed).unwrap_or(0);
        for role in &mut roles {
            role.first *= stride;
        }
        Ok(Self { roles, stride })
    }

    /// The part of a post, if it has a defect.
    pub(super) fn role(&self, number: u32) -> Option<Role> {
        if self.stride == 0 || !number.is_multiple_of(self.stride) {
            return None;
        }
        self.roles.get((number / self.stride) as usize).copied()
    }
}
