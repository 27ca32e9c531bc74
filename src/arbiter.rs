//! The one place where candidates of all kinds meet: the best-weighted set in which none overlap.

use crate::span::Span;

/// A claim on a span; `item` is whatever the caller knows it by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Claim {
    pub(crate) span: Span,
    pub(crate) score: f32,
    pub(crate) item: u32,
}

/// A place where claims end.
struct End {
    at: usize,
    /// The best sum up to here.
    best: f64,
    /// The claim that ends here in that best set, or [`NONE`].
    claim: u32,
}

/// The best sum up to a position, which mostly lies only a few places back.
fn best(ends: &[End], position: usize) -> f64 {
    const NEAR: usize = 8;
    let near = ends.iter().rev().take(NEAR).find(|e| e.at <= position);
    near.map_or_else(
        || {
            let passed = ends.partition_point(|e| e.at <= position);
            passed.checked_sub(1).map_or(0.0, |i| ends[i].best)
        },
        |end| end.best,
    )
}

/// The number of no claim.
const NONE: u32 = u32::MAX;

/// Chooses the claims of greatest total score without overlap, in text order. Claims of zero or less are
/// left out; of equal sums the one with the longer, then the earlier listed claim wins. Its work is that of going
/// over claims and positions once, as long as few claims end at one place.
pub(crate) fn choose(mut claims: Vec<Claim>, len: usize) -> Vec<Claim> {
    claims.retain(|c| c.score > 0.0 && !c.span.is_empty() && c.span.end <= len);
    // For each position the first of the claims that end there, by their beginning and then as they are listed; for each
    // claim the next one.
    let mut heads = vec![NONE; len + 1];
    // Bits of the positions that have one.
    let mut taken = vec![0u64; len / 64 + 1];
    let mut next = vec![NONE; claims.len()];
    for (i, claim) in claims.iter().enumerate() {
        let key = |i: u32| (claims[i as usize].span.start, claims[i as usize].item);
        taken[claim.span.end / 64] |= 1 << (claim.span.end % 64);
        let head = &mut heads[claim.span.end];
        let (mut before, mut at) = (NONE, *head);
        while at != NONE && key(at) <= (claim.span.start, claim.item) {
            (before, at) = (at, next[at as usize]);
        }
        next[i] = at;
        match before {
            NONE => *head = i as u32,
            before => next[before as usize] = i as u32,
        }
    }
    let mut ends: Vec<End> = Vec::with_capacity(claims.len());
    let bits = |(i, &word): (usize, &u64)| {
        let next = |&word: &u64| Some(word & (word - 1)).filter(|&word| word != 0);
        std::iter::successors(Some(word).filter(|&word| word != 0), next)
            .map(move |word| i * 64 + word.trailing_zeros() as usize)
    };
    for position in taken.iter().enumerate().flat_map(bits) {
        let mut end = End { at: position, best: ends.last().map_or(0.0, |e| e.best), claim: NONE };
        let mut at = heads[position];
        while let Some(claim) = claims.get(at as usize) {
            let sum = best(&ends, claim.span.start) + f64::from(claim.score);
            if sum > end.best + 1e-9 {
                end.best = sum;
                end.claim = at;
            }
            at = next[at as usize];
        }
        ends.push(end);
    }
    let mut out = Vec::with_capacity(ends.len());
    let mut free = len;
    for end in ends.iter().rev() {
        if let Some(claim) = claims.get(end.claim as usize).filter(|c| c.span.end <= free) {
            free = claim.span.start;
            out.push(*claim);
        }
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(start: usize, end: usize, score: f32, item: u32) -> Claim {
        Claim { span: Span::new(start, end), score, item }
    }

    #[test]
    fn ok_the_best_sum_wins_over_the_longest() {
        let chosen = choose(vec![claim(0, 4, 3.0, 0), claim(0, 2, 2.0, 1), claim(2, 4, 2.0, 2)], 4);
        assert_eq!(chosen.iter().map(|c| c.item).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn ok_nothing_below_zero_is_chosen() {
        assert!(choose(vec![claim(0, 1, 0.0, 0), claim(0, 2, -1.0, 1)], 2).is_empty());
    }

    #[test]
    fn ok_of_equal_claims_the_longer_wins() {
        let chosen = choose(vec![claim(1, 3, 1.0, 0), claim(0, 3, 1.0, 1)], 3);
        assert_eq!(chosen.len(), 1);
        assert_eq!(chosen[0].item, 1);
    }

    /// The greatest sum, by trying every claim and every way without it.
    fn most(claims: &[Claim], from: usize) -> f64 {
        let Some((claim, rest)) = claims.split_first() else { return 0.0 };
        let without = most(rest, from);
        if claim.span.start < from || claim.score <= 0.0 {
            return without;
        }
        without.max(f64::from(claim.score) + most(rest, claim.span.end))
    }

    #[test]
    fn ok_no_other_set_has_a_greater_sum() {
        let mut draw = 1u32;
        let mut below = |n: u32| {
            draw = draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (draw >> 16) % n
        };
        for _ in 0..300 {
            let mut claims: Vec<Claim> = (0..12)
                .map(|item| {
                    let start = below(90) as usize;
                    claim(start, start + 1 + below(30) as usize, below(9) as f32 - 1.0, item)
                })
                .collect();
            let chosen = choose(claims.clone(), 130);
            assert!(chosen.windows(2).all(|two| two[0].span.end <= two[1].span.start));
            claims.sort_by_key(|c| c.span.start);
            let sum: f64 = chosen.iter().map(|c| f64::from(c.score)).sum();
            assert!((sum - most(&claims, 0)).abs() < 1e-6);
        }
    }
}
