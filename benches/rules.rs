//! Times of the hot stages: `cargo bench --bench rules`.

fn main() {
    divan::main();
}
