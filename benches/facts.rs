//! Times of the hot stages: `cargo bench --bench facts`.

fn main() {
    divan::main();
}
