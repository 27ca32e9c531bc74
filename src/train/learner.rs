//! How weights are learned: by steps against a gradient, averaged over epochs or over all steps.

use crate::model::{Indices, SIZE, Weights};
use crate::span::Span;

/// The largest weight that a reading in training sees.
const LARGEST: f32 = 16.0;

/// Weights that are learned by steps against a gradient, each as large as its feature is rare (AdaGrad).
pub(super) struct Learner {
    /// The weights, exactly and as a reading uses them.
    pub(super) exact: Vec<f32>,
    pub(super) weights: Weights,
    /// Sums of squared gradients.
    squares: Vec<f32>,
    /// The gradient that is being summed, and where it is not zero.
    gradient: Vec<f32>,
    touched: Vec<u32>,
    /// Sums of the weights after each of the last epochs.
    sums: Vec<f64>,
    epochs: usize,
}

impl Learner {
    pub(super) fn new() -> Self {
        Self {
            exact: vec![0.0; SIZE],
            weights: Weights::up_to(&[], LARGEST),
            squares: vec![1e-3; SIZE],
            gradient: vec![0.0; SIZE],
            touched: Vec::new(),
            sums: vec![0.0; SIZE],
            epochs: 0,
        }
    }

    pub(super) fn add(&mut self, indices: &Indices, delta: f32) {
        for &i in &indices.places {
            if let Some(g) = self.gradient.get_mut(i as usize) {
                if *g == 0.0 {
                    self.touched.push(i);
                }
                *g += delta;
            }
        }
    }

    /// Takes one step along the gradient that was summed.
    pub(super) fn step(&mut self, rate: f32) {
        for i in self.touched.drain(..) {
            let i = i as usize;
            let g = std::mem::take(&mut self.gradient[i]);
            self.squares[i] += g * g;
            self.exact[i] += rate * g / self.squares[i].sqrt();
            self.weights.set(i, self.exact[i]);
        }
    }

    /// Ends an epoch: all weights shrink a little, and those of the last epochs are averaged.
    pub(super) fn shrink(&mut self, by: f32, averaged: bool) {
        for w in &mut self.exact {
            *w *= 1.0 - by;
        }
        self.weights = Weights::up_to(&self.exact, LARGEST);
        if averaged {
            for (sum, &w) in self.sums.iter_mut().zip(&self.exact) {
                *sum += f64::from(w);
            }
            self.epochs += 1;
        }
    }

    pub(super) fn average(&self) -> Vec<f32> {
        let n = self.epochs.max(1) as f64;
        self.sums.iter().map(|&s| (s / n) as f32).collect()
    }
}

/// Weights that are averaged over all steps.
pub(super) struct Averaged {
    pub(super) weights: Vec<f32>,
    /// For averaging: each change times the step at which it came.
    weighted: Vec<f64>,
    /// Sums of squared gradients.
    squares: Vec<f32>,
    step: f64,
}

impl Averaged {
    pub(super) fn new() -> Self {
        Self { weights: vec![0.0; SIZE], weighted: vec![0.0; SIZE], squares: vec![0.0; SIZE], step: 1.0 }
    }

    pub(super) fn score(&self, indices: &Indices) -> f32 {
        indices.places.iter().map(|&p| self.weights[p as usize]).sum()
    }

    pub(super) fn change(&mut self, indices: &Indices, delta: f32) {
        for &i in &indices.places {
            self.put(i as usize, delta);
        }
    }

    /// Goes against a gradient, by less where there was much of it before (AdaGrad).
    pub(super) fn descend(&mut self, indices: &Indices, gradient: f32, rate: f32) {
        for &i in &indices.places {
            let square = &mut self.squares[i as usize];
            *square += gradient * gradient;
            let by = -rate * gradient / (square.sqrt() + 1e-3);
            self.put(i as usize, by);
        }
    }

    fn put(&mut self, i: usize, by: f32) {
        self.weights[i] += by;
        self.weighted[i] += f64::from(by) * self.step;
    }

    /// Ends a step.
    pub(super) fn next(&mut self) {
        self.step += 1.0;
    }

    pub(super) fn average(&self) -> Vec<f32> {
        let averaged = |(&w, &u)| (f64::from(w) - u / self.step.max(1.0)) as f32;
        self.weights.iter().zip(&self.weighted).map(averaged).collect()
    }
}

/// Where the orders begin in which pairings are learned; the weights are the mean of what each gives, so that what stands
/// at a threshold does not depend on one. Names are learned in more of them.
pub(super) const ORDERS: [u64; 3] = [0x2545_f491_4f6c_dd1d, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb];

/// Numbers without order, the same in every training (xorshift).
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Whether something happens that happens so many times of a hundred.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

/// How likely each candidate is to be chosen, where a choice of candidates without overlap is as likely as the
/// exponent of their summed scores (a semi-Markov conditional random field).
pub(super) fn marginals(items: &[(Span, f64, bool)], len: usize) -> Vec<f64> {
    let mut by_end: Vec<u32> = (0..items.len() as u32).collect();
    by_end.sort_by_key(|&i| (items[i as usize].0.end, i));
    let mut by_start: Vec<u32> = (0..items.len() as u32).collect();
    by_start.sort_by_key(|&i| (std::cmp::Reverse(items[i as usize].0.start), i));
    let add = |a: f64, b: f64| {
        let (high, low) = if a > b { (a, b) } else { (b, a) };
        if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
    };
    let (mut before, mut after) = (vec![0f64; len + 1], vec![0f64; len + 1]);
    let mut next = 0;
    for end in 1..=len {
        before[end] = before[end - 1];
        while let Some(&i) = by_end.get(next).filter(|&&i| items[i as usize].0.end == end) {
            let (span, score, _) = items[i as usize];
            before[end] = add(before[end], before[span.start] + score);
            next += 1;
        }
    }
    next = 0;
    for start in (0..len).rev() {
        after[start] = after[start + 1];
        while let Some(&i) = by_start.get(next).filter(|&&i| items[i as usize].0.start == start) {
            let (span, score, _) = items[i as usize];
            after[start] = add(after[start], score + after[span.end]);
            next += 1;
        }
    }
    let whole = before[len];
    items
        .iter()
        .map(|&(span, score, _)| (before[span.start] + score + after[span.end] - whole).exp())
        .collect()
}
