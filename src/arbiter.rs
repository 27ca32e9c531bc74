//! The one place where candidates of all kinds meet: the best-weighted set in which none overlap.

use crate::span::Span;

/// A claim on a span; `item` is whatever the caller knows it by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Claim {
    pub(crate) span: Span,
    pub(crate) score: f32,
    pub(crate) item: u32,
}

/// The number of no claim.
const NONE: u32 = u32::MAX;

/// A position at which claims may end.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The best sum up to here.
    best: f64,
    /// The first of the claims that end here: by their beginning, then as they are listed.
    first: u32,
    /// The claim that ends here in the best set.
    chosen: u32,
}

/// Chooses the claims of greatest total score without overlap, in text order. Claims of zero or less are
/// left out; of equal sums the one with the longer, then the earlier listed claim wins. Its work is that of going
/// over the claims and the positions once.
pub(crate) fn choose(mut claims: Vec<Claim>, len: usize) -> Vec<Claim> {
    claims.retain(|c| c.score > 0.0 && !c.span.is_empty() && c.span.end <= len);
    let mut places = vec![Place { best: 0.0, first: NONE, chosen: NONE }; len + 1];
    // For each claim the next one that ends at the same place; there are few at any.
    let mut next = vec![NONE; claims.len()];
    for (i, claim) in claims.iter().enumerate() {
        let key = |i: u32| (claims[i as usize].span.start, claims[i as usize].item);
        let (mut before, mut at) = (NONE, places[claim.span.end].first);
        while at != NONE && key(at) <= (claim.span.start, claim.item) {
            (before, at) = (at, next[at as usize]);
        }
        next[i] = at;
        match before {
            NONE => places[claim.span.end].first = i as u32,
            before => next[before as usize] = i as u32,
        }
    }
    let mut best = 0.0;
    for position in 0..places.len() {
        let mut place = Place { best, ..places[position] };
        let mut at = place.first;
        while at != NONE {
            let claim = &claims[at as usize];
            let sum = places[claim.span.start].best + f64::from(claim.score);
            if sum > place.best + 1e-9 {
                (place.best, place.chosen) = (sum, at);
            }
            at = next[at as usize];
        }
        best = place.best;
        places[position] = place;
    }
    let mut out = Vec::new();
    let mut free = len;
    while free > 0 {
        match places[free].chosen {
            NONE => free -= 1,
            chosen => {
                let claim = claims[chosen as usize];
                free = claim.span.start;
                out.push(claim);
            }
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
