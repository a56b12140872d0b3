//! Measuring: the best of several runs, and what the memory of this machine can do.

use std::{
    hint::black_box,
    thread,
    time::{Duration, Instant},
};

/// The best of several runs, and the last result.
pub fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut run = || {
        let start = Instant::now();
        let result = black_box(work());
        (start.elapsed(), result)
    };
    let (mut best, mut result) = run();
    for _ in 1..runs {
        let (time, latest) = run();
        best = best.min(time);
        result = latest;
    }
    (best, result)
}

/// Bytes a second that this machine reads from memory with some threads: a gibibyte, added up.
pub fn bandwidth(threads: usize) -> f64 {
    let words = vec![1_u64; 1 << 27];
    let (time, _) = best(7, || {
        thread::scope(|scope| {
            let parts = words.chunks(words.len().div_ceil(threads));
            let sums: Vec<_> =
                parts.map(|part| scope.spawn(|| part.iter().fold(0_u64, |sum, word| sum ^ word))).collect();
            sums.into_iter().filter_map(|sum| sum.join().ok()).fold(0, |sum, part| sum ^ part)
        })
    });
    (words.len() * 8) as f64 / time.as_secs_f64()
}
