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
    /// The claim that ends here in that best set.
    claim: Option<usize>,
}

/// The best sum up to a position.
fn best(ends: &[End], position: usize) -> f64 {
    let passed = ends.partition_point(|e| e.at <= position);
    passed.checked_sub(1).map_or(0.0, |i| ends[i].best)
}

/// Chooses the claims of greatest total score without overlap, in text order. Claims of zero or less are
/// left out; of equal sums the one with the longer, then the earlier listed claim wins. Its work is that of sorting
/// the claims.
pub(crate) fn choose(mut claims: Vec<Claim>, len: usize) -> Vec<Claim> {
    claims.retain(|c| c.score > 0.0 && !c.span.is_empty() && c.span.end <= len);
    claims.sort_unstable_by_key(|c| (c.span.end, c.span.start, c.item));
    let mut ends: Vec<End> = Vec::with_capacity(claims.len());
    for (i, claim) in claims.iter().enumerate() {
        let sum = best(&ends, claim.span.start) + f64::from(claim.score);
        if ends.last().is_none_or(|e| e.at < claim.span.end) {
            let best = ends.last().map_or(0.0, |e| e.best);
            ends.push(End { at: claim.span.end, best, claim: None });
        }
        if let Some(end) = ends.last_mut().filter(|e| sum > e.best + 1e-9) {
            end.best = sum;
            end.claim = Some(i);
        }
    }
    let mut out = Vec::new();
    let mut free = len;
    for end in ends.iter().rev() {
        if let Some(claim) = end.claim.map(|i| claims[i]).filter(|c| c.span.end <= free) {
            free = claim.span.start;
            out.push(claim);
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
