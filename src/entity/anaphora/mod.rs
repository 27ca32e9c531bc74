//! Common nouns that refer back: 该支部, 我校, 集团党委, 派出所, 局党组.
//!
//! Every such noun is read, the organizations that it can mean are its candidates, and so is that it means none; the model
//! decides.

mod candidate;
mod feature;

pub(crate) use candidate::Candidate;
pub(super) use candidate::is_called;
pub(crate) use feature::Scene;

use super::{Entities, Mention, Name};
use crate::analysis::Analysis;
use crate::lexicon::{Attr, CharSet};
use crate::model::{Score, Weights};
use crate::record::{Form, OrgKind, PartyLevel};
use crate::span::Span;
use crate::text::Role;
use candidate::Recent;

/// A reference back, taken apart: 该|院|机关|党组.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reference {
    /// What the record shows.
    pub(crate) span: Span,
    pub(crate) determiner: Determiner,
    /// The noun (院, 公司); empty in 该支部.
    pub(crate) noun: Span,
    /// The party body (党组) with what stands before it and belongs to it (机关党委).
    pub(crate) body: Option<(PartyLevel, Span)>,
}

/// What stands before the noun and points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Determiner {
    None,
    /// 该, 这家: what stands near.
    Near,
    /// 我, 我们: who speaks.
    Speaker,
    /// 他们.
    Other,
}

/// Finds references back and puts them to what they mean.
pub(crate) fn resolve(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    weights: &Weights,
    taken: impl Fn(Span) -> bool,
) {
    walk(a, entities, taken, |scene, entities, x, all| {
        let choice = scene.choice(entities, x, all);
        let score = |meant: Option<usize>| {
            let mut score = Score::new(weights);
            choice.features(meant, &mut score);
            score.sum
        };
        let mut best = (None, score(None));
        for i in 0..all.len() {
            let sum = score(Some(i));
            if sum > best.1 {
                best = (Some(i), sum);
            }
        }
        best.0
    });
}

/// Goes through a report and lets each reference with at least one candidate be decided; `decide` answers with the number of a
/// candidate, or with none.
pub(crate) fn walk(
    a: &Analysis<'_, '_>,
    entities: &mut Entities,
    taken: impl Fn(Span) -> bool,
    mut decide: impl FnMut(&Scene<'_, '_, '_>, &Entities, &Reference, &[Candidate]) -> Option<usize>,
) {
    if entities.all.is_empty() {
        return;
    }
    let mut scene = Scene::new(a, entities);
    let mut recent = Recent::new(entities);
    let mut found = Vec::new();
    let mut all = Vec::new();
    for block in a.doc.blocks() {
        if matches!(block.role, Role::Boilerplate | Role::Byline) {
            continue;
        }
        let mut at = block.span.start;
        let first = a.tokens.partition_point(|t| t.span.start < at);
        for token in a.tokens[first..].iter().take_while(|t| t.span.start < block.span.end) {
            let start = token.span.start;
            if start < at || !may_begin(a, &a.doc.chars()[start..block.span.end]) {
                continue;
            }
            let Some(x) = read(a, start, block.span.end).filter(|x| !taken(x.span)) else { continue };
            recent.reach(entities, x.span.start);
            candidate::candidates(a, entities, &recent, &x, &mut all);
            at = x.span.end;
            if all.is_empty() {
                continue;
            }
            let choice = decide(&scene, entities, &x, &all).and_then(|i| all.get(i)).copied();
            let meant = choice.map(|c| {
                c.means.unwrap_or_else(|| {
                    let made = make(a, entities, &x, c.host);
                    recent.know(entities, made);
                    made
                })
            });
            scene.remember(&x, meant);
            if let Some(entity) = meant {
                recent.tell(entities, entity, x.span);
                found.push(Mention { span: x.span, entity, form: Form::Anaphor });
            }
        }
    }
    entities.add(found);
}

/// The name of the party organization that a reference means by its host.
pub(crate) fn made_name(
    a: &Analysis<'_, '_>,
    entities: &Entities,
    x: &Reference,
    host: Option<usize>,
) -> Vec<char> {
    let mut chars = host.and_then(|h| entities.all.get(h)).map_or(Vec::new(), |h| h.name.host().to_vec());
    if let Some((_, span)) = x.body {
        let body = a.doc.slice(span);
        // 支部 is short for 党支部.
        let bare = a.lexicon.body_ending(body).map_or(0, |(len, _)| body.len() - len);
        chars.extend(&body[..bare]);
        if matches!(body[bare..], ['支', '部', ..] | ['总', '支', ..]) {
            chars.push('党');
        }
        chars.extend(&body[bare..]);
    }
    chars
}

/// Adds the party organization of a host that is named only by references.
fn make(a: &Analysis<'_, '_>, entities: &mut Entities, x: &Reference, host: Option<usize>) -> usize {
    let chars = made_name(a, entities, x, host);
    let core = host.and_then(|h| entities.all.get(h)).map_or(0, |h| h.name.core);
    let level = x.body.map(|b| b.0);
    let name = Name::new(&chars, core, OrgKind::Party, level, a.lexicon);
    entities.add_silent(&chars, name, host)
}

/// Whether a reference back may begin so: most words tell at a glance that none does.
#[inline]
fn may_begin(a: &Analysis<'_, '_>, chars: &[char]) -> bool {
    let Some(&first) = chars.first() else { return false };
    BEGINNINGS.has(first)
        || a.lexicon.may_begin_reference(chars) && a.lexicon.noun_starting(chars).is_some()
        || a.lexicon.begins_body(first) && a.lexicon.body_starting(chars).is_some()
}

/// The first characters of references of which no list of words tells.
static BEGINNINGS: CharSet = CharSet::new(&[
    &[
        '我', '咱', '他', '她', '该', '本', '此', '这', '企', '单', '党', '支', '总', '工', '机', '临', '联',
        '纪',
    ],
    &SHORT_NOUNS,
]);

/// Reads a reference back that begins at a position, the beginning of a word.
fn read(a: &Analysis<'_, '_>, start: usize, end: usize) -> Option<Reference> {
    let chars = &a.doc.chars()[..end];
    let (determiner, length) = match &chars[start..] {
        ['我' | '咱', '们', ..] => (Determiner::Speaker, 2),
        ['我' | '咱', ..] => (Determiner::Speaker, 1),
        ['该' | '本' | '此', ..] => (Determiner::Near, 1),
        ['这', '家' | '个' | '所' | '支', ..] => (Determiner::Near, 2),
        ['他' | '她', '们', ..] => (Determiner::Other, 2),
        _ => (Determiner::None, 0),
    };
    let noun_start = start + length;
    let mut noun_end = noun_start + noun(a, &chars[noun_start..], determiner);
    let body = body(a, &chars[noun_end..]).map(|(level, len)| (level, Span::new(noun_end, noun_end + len)));
    let stop = body.map_or(noun_end, |b| b.1.end);
    if stop == noun_start {
        return None;
    }
    let one = noun_end == noun_start + 1;
    let mut stop = stop;
    if one && body.is_none() && determiner == Determiner::None {
        // 带回局里: of one character only as a word of its own.
        let inner = matches!(chars.get(noun_end), Some('里'));
        if a.before(noun_end).is_none_or(|t| t.span.start != start) || !inner && !a.is_edge(noun_end) {
            return None;
        }
        if inner {
            stop += 1;
        }
    }
    // 我们|公司, 这家|企业, but 我校, 我们所.
    let apart = length == 2 && stop - noun_start >= 2;
    let span = Span::new(if apart { noun_start } else { start }, stop);
    if noun_end > stop {
        noun_end = stop;
    }
    let noun = Span::new(noun_start, noun_end);
    stands_alone(a, span).then_some(Reference { span, determiner, noun, body })
}

/// The characters that are nouns of their own.
const SHORT_NOUNS: [char; 26] = [
    '局', '委', '厂', '村', '院', '校', '所', '站', '行', '馆', '队', '段', '社', '园', '镇', '街', '县',
    '市', '矿', '乡', '处', '办', '区', '省', '店', '团',
];

fn is_short_noun(c: char) -> bool {
    SHORT_NOUNS.contains(&c)
}

/// The length of the noun that `chars` begins with; some single characters only after 该 and 我.
fn noun(a: &Analysis<'_, '_>, chars: &[char], determiner: Determiner) -> usize {
    if let ['企', '业', ..] | ['单', '位', ..] = chars {
        return 2;
    }
    if let Some(len) = a.lexicon.noun_starting(chars) {
        return len;
    }
    match chars {
        // 县局, 市公司: that of the county.
        ['县' | '市' | '省' | '区', '局' | '行' | '院', ..] => 2,
        ['县' | '市' | '省' | '区', '公', '司', ..] => 3,
        ['会' | '场' | '司' | '部' | '科' | '库', ..] if determiner != Determiner::None => 1,
        [c, ..] if is_short_noun(*c) => 1,
        _ => 0,
    }
}

/// The party body that `chars` begins with, after an ordinal and modifiers that may stand before it: its level and length with them.
fn body(a: &Analysis<'_, '_>, chars: &[char]) -> Option<(PartyLevel, usize)> {
    let mut at = 0;
    for _ in 0..4 {
        match a.lexicon.body_starting(&chars[at..]) {
            Some((len, Some(level))) => return Some((level, at + len)),
            Some((len, None)) => at += len,
            None => return None,
        }
    }
    None
}

/// Whether the words around let a span be a noun of its own.
fn stands_alone(a: &Analysis<'_, '_>, span: Span) -> bool {
    if !ends_word(a, span.end) || matches!(a.char(span.end), Some('们' | '织' | '化' | '制')) {
        return false;
    }
    // A title after it makes it no less a noun; another noun does.
    !a.from(span.end).is_some_and(|t| t.is(Attr::Suffix) && !t.is(Attr::Post) && t.span.len() > 1)
}

/// Whether a word ends at a position, or a post begins there (党组|书记).
fn ends_word(a: &Analysis<'_, '_>, at: usize) -> bool {
    a.is_edge(at)
        || a.from(at).is_some_and(|t| {
            let rest = a.doc.slice(Span::new(at, t.span.end));
            a.lexicon.is_post(rest)
        })
}
