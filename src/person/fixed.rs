//! What names score by small numbers, which do not depend on the text, and the most that the rest can add.

use super::feature::{
    MOST_SEEN, NameValue, PARTS, Shape, TAILS, after_part, alone_features, before_part, cut_across,
    given_features, last_features, level_features, told_of, whole_features,
};
use crate::lexicon::Attrs;
use crate::model::{Score, Weights};

/// Sums that do not depend on the text, for each length of a name.
pub(super) struct Fixed;

impl Fixed {
    pub(super) const LENGTHS: usize = 6;
    const LEVELS: usize = 4;
    const AROUND: usize = 16;
    const GIVEN: usize = 64;
    const KINDS: usize = 4;
    const FOLLOWS: usize = 6;
    const TO_BEFORE: usize = Self::LEVELS * Self::AROUND;
    const TO_AFTER: usize = Self::TO_BEFORE + PARTS + 1;
    const TO_LAST: usize = Self::TO_AFTER + PARTS + 1;
    const TO_ALONE: usize = Self::TO_LAST + (PARTS + 1) * Self::LEVELS;
    const TO_WHOLE: usize = Self::TO_ALONE + 4 * Self::LEVELS;
    const TO_GIVEN: usize = Self::TO_WHOLE + Self::LEVELS * Self::LEVELS * Self::KINDS * Self::FOLLOWS;
    const ROW: usize = Self::TO_GIVEN + Self::GIVEN * Self::LEVELS;
    /// The most that one feature adds, whatever it is; and what is known better: that evidence adds, and an edge inside
    /// a part of a name.
    const TO_MOST: usize = Self::LENGTHS * Self::ROW;
    const MOST: usize = 3;

    /// The most that evidence adds.
    pub(super) fn most_told(fixed: &[i32]) -> i32 {
        fixed[Self::TO_MOST + 1]
    }

    /// The most that `between_features` adds.
    pub(super) fn most(fixed: &[i32], value: NameValue, tail: Attrs) -> i32 {
        let &[one, _, across] = &fixed[Self::TO_MOST..][..Self::MOST] else { return i32::MAX / 2 };
        let own = match value.family {
            0 => 2 * one,
            _ if tail & TAILS != 0 => one,
            _ => 0,
        };
        own + across + one
    }

    pub(super) fn make(weights: &Weights) -> Vec<i32> {
        let mut out = Vec::with_capacity(Self::TO_MOST + Self::MOST);
        let mut put = |add: &dyn Fn(&mut Score<'_>)| {
            let mut score = Score::new(weights);
            add(&mut score);
            out.push(score.sum);
        };
        for len in 0..Self::LENGTHS as u32 {
            let levels = 0..Self::LEVELS as u32;
            for level in levels.clone() {
                (0..Self::AROUND).for_each(|around| put(&|sink| level_features(level, around, len, sink)));
            }
            (0..=PARTS).for_each(|part| put(&|sink| before_part(part, len, sink)));
            (0..=PARTS).for_each(|part| put(&|sink| after_part(part, len, sink)));
            for last in 0..=PARTS {
                (0..Self::LEVELS).for_each(|common| put(&|sink| last_features(last, common, len, sink)));
            }
            for alone in 0..4 {
                levels.clone().for_each(|level| put(&|sink| alone_features(alone, level, len, sink)));
            }
            for level in levels.clone() {
                for rarest in 0..Self::LEVELS {
                    for kind in 0..Self::KINDS {
                        (0..Self::FOLLOWS).for_each(|follows| {
                            put(&|sink| whole_features(level, rarest, kind, follows, len, sink));
                        });
                    }
                }
            }
            for given in 0..Self::GIVEN {
                levels.clone().for_each(|level| put(&|sink| given_features(given, level, len, sink)));
            }
        }
        let most = |of: &mut dyn Iterator<Item = i32>| of.max().unwrap_or(0).max(0);
        let sum = |add: &dyn Fn(&mut Score<'_>)| {
            let mut score = Score::new(weights);
            add(&mut score);
            score.sum
        };
        out.extend([
            weights.largest(),
            most(&mut (1..=MOST_SEEN).map(|seen| sum(&|sink| told_of(seen, sink)))),
            most(&mut std::iter::once(sum(&|sink| cut_across(sink)))),
        ]);
        out
    }

    pub(super) fn sum(fixed: &[i32], len: usize, shape: Shape) -> i32 {
        let row = &fixed[len * Self::ROW..][..Self::ROW];
        let level = shape.level as usize;
        let whole = (level * Self::LEVELS + shape.rarest) * Self::KINDS + shape.before_kind;
        let given = if shape.family { row[Self::TO_GIVEN + shape.given * Self::LEVELS + level] } else { 0 };
        row[level * Self::AROUND + shape.around]
            + row[Self::TO_BEFORE + shape.before]
            + row[Self::TO_AFTER + shape.after]
            + row[Self::TO_LAST + shape.last * Self::LEVELS + shape.common]
            + row[Self::TO_ALONE + shape.alone * Self::LEVELS + level]
            + row[Self::TO_WHOLE + whole * Self::FOLLOWS + shape.follows]
            + given
    }

    /// The same for a name of any length.
    pub(super) fn score(weights: &Weights, len: usize, shape: Shape) -> i32 {
        let mut score = Score::new(weights);
        shape.features(len as u32, &mut score);
        score.sum
    }
}
