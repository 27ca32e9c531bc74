//! Common nouns that refer back: 该支部, 我校, 集团党委.

use super::{Entities, Entity, Mention};
use crate::analysis::{Analysis, is_stop};
use crate::record::{Form, OrgKind, PartyLevel};
use crate::span::Span;
use crate::text::Role;

/// What an anaphor can mean.
struct Noun {
    text: &'static str,
    test: fn(&Entity) -> bool,
    /// Whether it refers back without 该 or 我.
    bare: bool,
}

fn ends(e: &Entity, ends: &[char]) -> bool {
    e.kind != OrgKind::Party && e.name.chars.last().is_some_and(|c| ends.contains(c))
}

fn party(e: &Entity, level: PartyLevel) -> bool {
    e.kind == OrgKind::Party && e.level == Some(level)
}

fn company(e: &Entity) -> bool {
    e.kind == OrgKind::Enterprise
}

fn group(e: &Entity) -> bool {
    e.kind == OrgKind::Enterprise && e.name.chars.windows(2).any(|w| w == ['集', '团'])
}

/// Nouns, the longest first.
const NOUNS: &[Noun] = &[
    Noun { text: "集团党委会", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "集团公司党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "集团党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "公司党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "公司党总支", test: |e| party(e, PartyLevel::GeneralBranch), bare: true },
    Noun { text: "公司党支部", test: |e| party(e, PartyLevel::Branch), bare: true },
    Noun { text: "社区党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "社区党总支", test: |e| party(e, PartyLevel::GeneralBranch), bare: true },
    Noun { text: "村党支部", test: |e| party(e, PartyLevel::Branch), bare: true },
    Noun { text: "村党总支", test: |e| party(e, PartyLevel::GeneralBranch), bare: true },
    Noun { text: "村党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "局党组", test: |e| party(e, PartyLevel::Group), bare: true },
    Noun { text: "局机关党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "学校党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "学院党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "医院党委", test: |e| party(e, PartyLevel::Committee), bare: true },
    Noun { text: "院党委", test: |e| party(e, PartyLevel::Committee), bare: false },
    Noun { text: "校党委", test: |e| party(e, PartyLevel::Committee), bare: false },
    Noun { text: "局党委", test: |e| party(e, PartyLevel::Committee), bare: false },
    Noun { text: "党支部", test: |e| party(e, PartyLevel::Branch), bare: false },
    Noun { text: "党总支", test: |e| party(e, PartyLevel::GeneralBranch), bare: false },
    Noun { text: "党委", test: |e| party(e, PartyLevel::Committee), bare: false },
    Noun { text: "党组", test: |e| party(e, PartyLevel::Group), bare: false },
    Noun { text: "支部", test: |e| party(e, PartyLevel::Branch), bare: false },
    Noun { text: "总支", test: |e| party(e, PartyLevel::GeneralBranch), bare: false },
    Noun { text: "集团公司", test: group, bare: true },
    Noun { text: "集团", test: group, bare: true },
    Noun { text: "公司", test: company, bare: true },
    Noun { text: "企业", test: company, bare: false },
    Noun { text: "学校", test: |e| ends(e, &['学', '校', '院']), bare: true },
    Noun { text: "学院", test: |e| ends(e, &['院']), bare: true },
    Noun { text: "医院", test: |e| ends(e, &['院']), bare: true },
    Noun { text: "中心", test: |e| ends(e, &['心']), bare: false },
    Noun { text: "社区", test: |e| e.kind == OrgKind::Grassroots || ends(e, &['区']), bare: false },
    Noun { text: "支行", test: |e| ends(e, &['行']), bare: false },
    Noun { text: "分行", test: |e| ends(e, &['行']), bare: false },
    Noun { text: "协会", test: |e| ends(e, &['会']), bare: true },
    Noun { text: "商会", test: |e| ends(e, &['会']), bare: true },
    Noun { text: "联盟", test: |e| ends(e, &['盟', '体']), bare: true },
    Noun { text: "局", test: |e| ends(e, &['局']) || e.kind == OrgKind::Enterprise, bare: false },
    Noun { text: "委", test: |e| ends(e, &['委']), bare: false },
    Noun { text: "厂", test: |e| ends(e, &['厂']), bare: false },
    Noun { text: "村", test: |e| e.kind == OrgKind::Grassroots, bare: false },
    Noun { text: "院", test: |e| ends(e, &['院']), bare: false },
    Noun { text: "校", test: |e| ends(e, &['学', '校', '院']), bare: false },
    Noun { text: "所", test: |e| ends(e, &['所']), bare: false },
    Noun { text: "站", test: |e| ends(e, &['站']), bare: false },
    Noun { text: "行", test: |e| ends(e, &['行']), bare: false },
    Noun { text: "馆", test: |e| ends(e, &['馆']), bare: false },
    Noun { text: "队", test: |e| ends(e, &['队']), bare: false },
    Noun { text: "段", test: |e| ends(e, &['段']), bare: false },
    Noun { text: "处", test: |e| ends(e, &['处']), bare: false },
    Noun { text: "办", test: |e| ends(e, &['办', '室']), bare: false },
    Noun { text: "会", test: |e| ends(e, &['会']), bare: false },
];

/// Words that make a noun refer back.
const DETERMINERS: &[(&str, bool)] = &[("该", true), ("我", false), ("本", true), ("此", true), ("这家", true), ("这个", true)];

/// Finds references back and puts them to the organization named last that fits.
pub(crate) fn resolve(a: &Analysis<'_, '_>, entities: &mut Entities, taken: impl Fn(Span) -> bool) {
    let mut found = Vec::new();
    let nouns: Vec<(Vec<char>, &Noun)> = NOUNS.iter().map(|n| (n.text.chars().collect(), n)).collect();
    let determiners: Vec<(Vec<char>, bool)> = DETERMINERS.iter().map(|(t, n)| (t.chars().collect(), *n)).collect();
    for block in a.doc.blocks() {
        if matches!(block.role, Role::Boilerplate | Role::Byline) {
            continue;
        }
        let mut i = block.span.start;
        while i < block.span.end {
            let rest = &a.doc.chars()[i..block.span.end];
            let determiner = determiners.iter().find(|(d, _)| rest.starts_with(d));
            let skip = determiner.map_or(0, |(d, _)| d.len());
            let hit = nouns.iter().find(|(n, noun)| rest[skip..].starts_with(n) && (skip > 0 || noun.bare));
            let Some((text, noun)) = hit else {
                i += 1;
                continue;
            };
            let span = Span::new(i, i + skip + text.len());
            if !fits(a, span, skip > 0) || taken(span) {
                i += 1;
                continue;
            }
            let near = determiner.is_none_or(|(_, near)| *near);
            let meant = if near {
                entities.last_before(span.start, noun.test)
            } else {
                // 我校: the organization that speaks, which is the one named first or most.
                speaker(entities, noun.test)
            };
            if let Some(entity) = meant {
                found.push(Mention { span, entity, form: Form::Anaphor });
            }
            i = span.end;
        }
    }
    for mention in found {
        entities.add(mention);
    }
}

fn speaker(entities: &Entities, test: fn(&Entity) -> bool) -> Option<usize> {
    let fitting = entities.all.iter().enumerate().filter(|(_, e)| test(e) && !e.mentions.is_empty());
    fitting.max_by_key(|(i, e)| (e.mentions.len(), std::cmp::Reverse(*i))).map(|(i, _)| i)
}

/// Whether the span stands as a noun of its own.
fn fits(a: &Analysis<'_, '_>, span: Span, determined: bool) -> bool {
    let next = a.char(span.end);
    if !a.is_edge(span.end) || matches!(next, Some('们' | '织' | '会' | '化' | '制' | '里')) && !determined {
        return false;
    }
    if determined {
        return a.is_edge(span.start);
    }
    // Without 该: at the beginning of a clause, or after a word that cannot belong to a name.
    let before = span.start.checked_sub(1).and_then(|p| a.char(p));
    before.is_none_or(|c| is_stop(c) || matches!(c, '“' | '(' | ' ' | '在' | '与' | '和' | '为' | '给' | '到' | '由' | '是' | '让' | '对' | '向' | '被' | '将' | '前' | ',' | ')' | '”'))
        && a.is_edge(span.start)
}
