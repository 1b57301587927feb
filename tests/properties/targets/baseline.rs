//! Baselines: what is written is what was read.

use gatepost::gate::Baseline;

/// A whole file.
pub(super) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    match Baseline::parse(text) {
        Ok(baseline) => {
            let once = written(&baseline);
            let again = Baseline::parse(&once).unwrap();
            assert_eq!(again.entries(), baseline.entries());
            assert_eq!(written(&again), once);
            assert!(baseline.entries().is_sorted());
        }
        Err((line, message)) => {
            assert!((1..=text.lines().count()).contains(&line), "line {line}");
            assert!(!message.contains('\n'), "{message}");
        }
    }
}

fn written(baseline: &Baseline) -> String {
    let mut out = Vec::new();
    baseline.write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}
