//! What kind of organization a name is: the suffix proposes, the words decide.

use crate::analysis::Analysis;
use crate::lexicon::PLACES;
use crate::model::{Score, Sink, Template, Weights, mix};
use crate::org::{OrgValue, Shape};
use crate::record::OrgKind;
use crate::span::Span;

/// The features that speak for a kind.
pub(crate) fn kind_features(
    a: &Analysis<'_, '_>,
    span: Span,
    value: &OrgValue,
    kind: OrgKind,
    sink: &mut impl Sink,
) {
    let k = kind as u32;
    let show = |text: String| format!("{}+{text}", kind.as_str());
    sink.add(Template::KindOf, mix(k, value.kind as u32), || show(value.kind.as_str().into()));
    if let Shape::Suffix(id) | Shape::Gloss(id) = value.shape {
        sink.add(Template::KindSuffix, mix(k, u32::from(id)), || {
            show(a.lexicon.suffixes.get(id).map_or_else(String::new, |s| s.text.to_string()))
        });
    }
    let tokens = a.tokens.get(value.first..value.tail).unwrap_or_default();
    for token in tokens {
        if token.attrs & PLACES == 0 {
            sink.add(Template::KindWord, mix(k, token.hash), || show(a.show(Some(token))));
        }
    }
    if let Some(last) = tokens.last() {
        sink.add(Template::KindLast, mix(k, last.hash), || show(a.show(Some(last))));
        if let Shape::Suffix(id) | Shape::Gloss(id) = value.shape {
            sink.add(Template::KindPair, mix(mix(k, last.hash), u32::from(id)), || show(a.show(Some(last))));
        }
    }
    let chars = a.doc.slice(span);
    if let [.., c, _] = chars {
        sink.add(Template::KindFirst, mix(k, *c as u32), || show(c.to_string()));
    }
}

/// The kind that the model holds likeliest; party organizations are told by their suffix alone.
pub(crate) fn guess(a: &Analysis<'_, '_>, span: Span, value: &OrgValue, weights: &Weights) -> OrgKind {
    if value.shape == Shape::Own {
        return value.kind;
    }
    if is_league(a.doc.slice(span)) {
        return OrgKind::Social;
    }
    if value.kind == OrgKind::Party || is_committee(a, span) {
        return OrgKind::Party;
    }
    let mut best = (value.kind, f32::NEG_INFINITY);
    for &kind in OrgKind::ALL {
        if kind == OrgKind::Party {
            continue;
        }
        let mut score = Score::new(weights);
        kind_features(a, span, value, kind, &mut score);
        let prior = if kind == value.kind { 1.0 } else { 0.0 };
        if score.worth() + prior > best.1 {
            best = (kind, score.worth() + prior);
        }
    }
    best.0
}

/// A committee of the youth league, whose ends are those of the party's (共青团某市委, 共青团某大学委员会).
fn is_league(chars: &[char]) -> bool {
    chars.starts_with(&['共', '青', '团'])
        && (chars.ends_with(&['委']) && !chars.ends_with(&['党', '委'])
            || chars.ends_with(&['委', '员', '会']))
}

/// 中共…委员会 is a party committee whatever the suffix alone would make of it.
pub(crate) fn is_committee(a: &Analysis<'_, '_>, span: Span) -> bool {
    let chars = a.doc.slice(span);
    chars.starts_with(&['中', '共']) && chars.ends_with(&['委', '员', '会'])
}
