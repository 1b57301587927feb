//! Which posts are worth comparing exactly.

use rayon::prelude::*;

use super::sketch::{BANDS, Sketch};

/// Comparisons of sketches that a corpus may cost in one band.
const COMPARISONS: usize = 2_000_000;
/// Candidates that a corpus may keep.
const CANDIDATES: usize = 1_000_000;

/// Posts of one band that each post is compared with: all of a small corpus; of a large one the
/// nearest, since in a crowd of copies the neighbours are copies too.
fn neighbours(posts: usize) -> usize {
    (COMPARISONS / posts.max(1)).clamp(32, 2048)
}

/// Candidates that are kept for each post: the likeliest. In a crowd that is almost alike enough
/// the true pair may be estimated below many others, so that a small corpus keeps them all.
fn kept_candidates(posts: usize) -> usize {
    (CANDIDATES / posts.max(1)).clamp(16, 1024)
}

/// How far an estimate may lie below the threshold: four standard deviations.
pub(super) const MARGIN: f64 = 0.15;

/// A post that may be like another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) post: u32,
    pub(super) likeness: f64,
}

/// The likeliest candidates of each post, best first. Each pair of posts that agree in a band is
/// looked at, in crowds only the nearest; cost grows with the number of posts, never of pairs.
pub(super) fn candidates(sketches: &[Option<Sketch>], threshold: f64) -> Vec<Vec<Candidate>> {
    let mut kept = Kept {
        most: kept_candidates(sketches.len()),
        of_posts: vec![Vec::new(); sketches.len()],
    };
    let neighbours = neighbours(sketches.len());
    let bands: Vec<Vec<u64>> = sketches
        .par_iter()
        .map(|sketch| sketch.iter().flat_map(Sketch::bands).collect())
        .collect();
    for band in 0..BANDS {
        let mut keyed: Vec<(u64, u32)> = (0..)
            .zip(&bands)
            .filter_map(|(post, keys)| Some((*keys.get(band)?, post)))
            .collect();
        keyed.par_sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, post)) in bucket.iter().enumerate() {
                let behind = bucket[at + 1..].iter().take(neighbours);
                for (_, other) in behind {
                    compare(*post, *other, sketches, threshold, &mut kept);
                }
            }
        }
    }
    kept.of_posts
}

/// The candidates of each post.
struct Kept {
    /// The most of one post.
    most: usize,
    of_posts: Vec<Vec<Candidate>>,
}

fn compare(a: u32, b: u32, sketches: &[Option<Sketch>], threshold: f64, kept: &mut Kept) {
    let (Some(one), Some(other)) = (&sketches[a as usize], &sketches[b as usize]) else {
        return;
    };
    let is_known = kept.of_posts[a as usize].iter().any(|held| held.post == b);
    if is_known {
        return;
    }
    let likeness = one.likeness(other);
    if likeness + MARGIN >= threshold {
        keep(&mut kept.of_posts[a as usize], b, likeness, kept.most);
        keep(&mut kept.of_posts[b as usize], a, likeness, kept.most);
    }
}

/// Keeps the likeliest; of equals the one that comes first in the corpus.
fn keep(kept: &mut Vec<Candidate>, post: u32, likeness: f64, most: usize) {
    if kept.iter().any(|held| held.post == post) {
        return;
    }
    let at = kept.partition_point(|held| {
        held.likeness > likeness || (held.likeness >= likeness && held.post < post)
    });
    if at < most {
        kept.insert(at, Candidate { post, likeness });
        kept.truncate(most);
    }
}
