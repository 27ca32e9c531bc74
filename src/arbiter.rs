//! The one place where candidates of all kinds meet: the best-weighted set in which none overlap.

use crate::span::Span;

/// A claim on a span; `item` is whatever the caller knows it by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Claim {
    pub(crate) span: Span,
    pub(crate) score: f32,
    pub(crate) item: u32,
}

/// Chooses the claims of greatest total score without overlap, in text order. Claims of zero or less are
/// left out; of equal sums the one with the longer, then the earlier listed claim wins. Linear in the
/// length of the text and, but for sorting, in the number of claims.
pub(crate) fn choose(mut claims: Vec<Claim>, len: usize) -> Vec<Claim> {
    claims.retain(|c| c.score > 0.0 && !c.span.is_empty() && c.span.end <= len);
    claims.sort_by_key(|c| (c.span.end, c.span.start, c.item));
    // best[i]: best sum up to position i; from[i]: the claim that ends there in that best set.
    let mut best = vec![0f64; len + 1];
    let mut from = vec![u32::MAX; len + 1];
    let mut next = 0;
    for end in 1..=len {
        best[end] = best[end - 1];
        while let Some(claim) = claims.get(next).filter(|c| c.span.end == end) {
            let sum = best[claim.span.start] + f64::from(claim.score);
            if sum > best[end] + 1e-9 {
                best[end] = sum;
                from[end] = next as u32;
            }
            next += 1;
        }
    }
    let mut out = Vec::new();
    let mut end = len;
    while end > 0 {
        match claims.get(from[end] as usize) {
            Some(claim) => {
                out.push(*claim);
                end = claim.span.start;
            }
            None => end -= 1,
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
}
