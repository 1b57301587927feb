//! Pseudo-random choices that are the same on every machine.

/// A splitmix64 generator.
pub(super) struct Prng {
    state: u64,
}

impl Prng {
    /// The generator of one stream of a seed; streams are independent of each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        Self {
            state: mix(seed ^ mix(stream)),
        }
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.bits() % (most - least + 1)
    }

    /// One of the items of a list that is not empty.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[index(self.bits() % items.len() as u64)]
    }
}

/// A shuffled order of the numbers below a size, without a table: every number below the size is
/// sent to another one below it, no two to the same.
pub(super) struct Permutation {
    size: u64,
    half: u32,
    keys: [u64; 4],
}

impl Permutation {
    /// The order that belongs to one stream of a seed. `size` is at least 1.
    pub(super) fn new(seed: u64, stream: u64, size: u64) -> Self {
        let mut prng = Prng::new(seed, stream);
        let bits = u64::BITS - (size - 1).leading_zeros();
        Self {
            size,
            half: bits.div_ceil(2).max(1),
            keys: std::array::from_fn(|_| prng.bits()),
        }
    }

    /// How many numbers there are.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Where `number`, which is below the size, is sent.
    ///
    /// A Feistel network permutes the next larger power of four; walking on until the number is
    /// below the size keeps it a permutation, at fewer than four steps on average.
    pub(super) fn apply(&self, number: u64) -> u64 {
        let mut at = self.shuffle(number);
        while at >= self.size {
            at = self.shuffle(at);
        }
        at
    }

    fn shuffle(&self, number: u64) -> u64 {
        let mask = (1 << self.half) - 1;
        let (mut left, mut right) = (number >> self.half, number & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        left << self.half | right
    }
}

/// The finalizer of splitmix64. It is a bijection: different numbers stay different.
pub(super) fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// A number that is known to be small as an index.
pub(super) fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
