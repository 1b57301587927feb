//! Times of the hot stages: `cargo bench --bench parse`.

fn main() {
    divan::main();
}
