//! Which posts are worth comparing exactly.

use rayon::prelude::*;

use super::sketch::{BANDS, Sketch};

/// Posts of one band that each post is compared with. In a crowd of copies the neighbours are
/// copies too; more of them would find nothing better.
const NEIGHBOURS: usize = 64;
/// Candidates that are kept for each post: the likeliest. Of a crowd that is almost alike enough
/// the true pair may be estimated below many others.
pub(super) const KEPT: usize = 32;
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
    let mut kept = vec![Vec::new(); sketches.len()];
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
                let behind = bucket[at + 1..].iter().take(NEIGHBOURS);
                for (_, other) in behind {
                    compare(*post, *other, sketches, threshold, &mut kept);
                }
            }
        }
    }
    kept
}

fn compare(
    a: u32,
    b: u32,
    sketches: &[Option<Sketch>],
    threshold: f64,
    kept: &mut [Vec<Candidate>],
) {
    let (Some(one), Some(other)) = (&sketches[a as usize], &sketches[b as usize]) else {
        return;
    };
    let is_known = kept[a as usize].iter().any(|held| held.post == b);
    if is_known {
        return;
    }
    let likeness = one.likeness(other);
    if likeness + MARGIN >= threshold {
        keep(&mut kept[a as usize], b, likeness);
        keep(&mut kept[b as usize], a, likeness);
    }
}

/// Keeps the likeliest; of equals the one that comes first in the corpus.
fn keep(kept: &mut Vec<Candidate>, post: u32, likeness: f64) {
    if kept.iter().any(|held| held.post == post) {
        return;
    }
    let at = kept.partition_point(|held| {
        held.likeness > likeness || (held.likeness >= likeness && held.post < post)
    });
    if at < KEPT {
        kept.insert(at, Candidate { post, likeness });
        kept.truncate(KEPT);
    }
}
