//! One connected part: partners pull, all push (Fruchterman and Reingold), far ones as a group (Barnes and Hut).

use super::EDGE;

/// A group is taken as one where it is so much smaller than its distance. Below the root of a half, nobody is in a group
/// that pushes it.
const OPENING: f64 = 0.7;
/// Halvings of the square: points nearer than its 2^-20 share a leaf.
const DEEPEST: usize = 20;
/// Work is bounded: fewer rounds for more nodes.
const WORK: usize = 1_200_000;

pub(super) fn place(count: usize, edges: &[(usize, usize)]) -> Vec<(f64, f64)> {
    match count {
        0 | 1 => return vec![(0.0, 0.0); count],
        2 => return vec![(-EDGE / 2.0, 0.0), (EDGE / 2.0, 0.0)],
        _ => (),
    }
    // Where all are joined with all, each pull is weaker, or they would stand on one another.
    let mut degrees = vec![0u32; count];
    for end in edges.iter().flat_map(|&(a, b)| [a, b]) {
        if let Some(degree) = degrees.get_mut(end) {
            *degree += 1;
        }
    }
    let degree = |node: usize| degrees.get(node).copied().unwrap_or(1);
    let strengths: Vec<f64> =
        edges.iter().map(|&(a, b)| (2.0 / f64::from(degree(a).min(degree(b)).max(1))).min(1.0)).collect();
    let side = EDGE * (count as f64).sqrt();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut points: Vec<(f64, f64)> =
        (0..count).map(|_| (random.next() * side - side / 2.0, random.next() * side - side / 2.0)).collect();
    let rounds = (WORK / count).clamp(60, 400);
    let mut push = vec![(0.0, 0.0); count];
    for round in 0..rounds {
        let tree = Tree::of(&points);
        for (force, &point) in push.iter_mut().zip(&points) {
            let (x, y) = tree.push(point);
            // A slight pull to the middle keeps long arms from wandering off.
            *force = (x * EDGE * EDGE - point.0 * 0.05, y * EDGE * EDGE - point.1 * 0.05);
        }
        for (&(a, b), strength) in edges.iter().zip(&strengths) {
            let (Some(&p), Some(&q)) = (points.get(a), points.get(b)) else { continue };
            let (dx, dy) = (q.0 - p.0, q.1 - p.1);
            let pull = (dx * dx + dy * dy).sqrt() / EDGE * strength;
            if let Some(f) = push.get_mut(a) {
                *f = (f.0 + dx * pull, f.1 + dy * pull);
            }
            if let Some(f) = push.get_mut(b) {
                *f = (f.0 - dx * pull, f.1 - dy * pull);
            }
        }
        // Steps grow smaller, to the square: large moves at first, then rest.
        let left = 1.0 - round as f64 / rounds as f64;
        let longest = side * 0.1 * left * left + 0.5;
        for (point, force) in points.iter_mut().zip(&push) {
            let length = (force.0 * force.0 + force.1 * force.1).sqrt();
            if length > 0.0 {
                let step = length.min(longest) / length;
                *point = (point.0 + force.0 * step, point.1 + force.1 * step);
            }
        }
    }
    points
}

/// Numbers from 0 to 1 that look random and are the same each time (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A square with its points' number and middle, and its four quarters.
#[derive(Debug, Clone, Copy, Default)]
struct Square {
    middle: (f64, f64),
    points: f64,
    /// The side's length, squared.
    size: f64,
    /// Positions of the quarters; 0 is none, since the root is nobody's quarter.
    quarters: [usize; 4],
}

struct Tree(Vec<Square>);

impl Tree {
    fn of(points: &[(f64, f64)]) -> Self {
        let bound = points.iter().fold(1.0f64, |b, p| b.max(p.0.abs()).max(p.1.abs()));
        let mut tree = Self(Vec::with_capacity(points.len() * 2));
        tree.0.push(Square::default());
        let mut all: Vec<(f64, f64)> = points.to_vec();
        tree.fill(0, &mut all, (0.0, 0.0), bound, DEEPEST);
        tree
    }

    /// Fills the square `at` of half side `half` round `centre` with points, which it sorts into its quarters.
    fn fill(&mut self, at: usize, points: &mut [(f64, f64)], centre: (f64, f64), half: f64, depth: usize) {
        let n = points.len() as f64;
        let sum = points.iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
        let mut square =
            Square { middle: (sum.0 / n, sum.1 / n), points: n, size: 4.0 * half * half, quarters: [0; 4] };
        if points.len() > 1 && depth > 0 {
            let quarter = |p: &(f64, f64)| usize::from(p.0 >= centre.0) + 2 * usize::from(p.1 >= centre.1);
            // Stable, so that sums are made in one order.
            points.sort_by_key(quarter);
            let mut rest = points;
            for (q, slot) in square.quarters.iter_mut().enumerate() {
                let (own, others) = rest.split_at_mut(rest.partition_point(|p| quarter(p) <= q));
                rest = others;
                if own.is_empty() {
                    continue;
                }
                *slot = self.0.len();
                self.0.push(Square::default());
                let shift = |upper: bool| if upper { half / 2.0 } else { -half / 2.0 };
                let centre = (centre.0 + shift(q % 2 == 1), centre.1 + shift(q >= 2));
                self.fill(*slot, own, centre, half / 2.0, depth - 1);
            }
        }
        if let Some(slot) = self.0.get_mut(at) {
            *slot = square;
        }
    }

    /// The sum of (direction / distance) from all points to this one.
    fn push(&self, point: (f64, f64)) -> (f64, f64) {
        let mut force = (0.0, 0.0);
        let mut open = vec![0];
        while let Some(square) = open.pop().and_then(|at| self.0.get(at)) {
            let (dx, dy) = (point.0 - square.middle.0, point.1 - square.middle.1);
            let distance = dx * dx + dy * dy;
            let leaf = square.quarters == [0; 4];
            if leaf || square.size < OPENING * OPENING * distance {
                // Oneself, or a point at the very same place.
                if distance > 1e-9 {
                    force =
                        (force.0 + square.points * dx / distance, force.1 + square.points * dy / distance);
                }
            } else {
                open.extend(square.quarters.iter().filter(|q| **q > 0));
            }
        }
        force
    }
}
