//! The features of a pairing's candidate, written once for predictor, trainer and explanations.

use super::chain::{Chain, Group, Marker, Trigger};
use super::find::{Candidate, Finder, Way};
use crate::analysis::{bucket, class};
use crate::lexicon::PairWord;
use crate::model::{Sink, Template, mix};
use crate::record::OrgKind;
use crate::span::Span;

/// All features of a candidate.
pub(crate) fn features(f: &Finder<'_, '_, '_>, c: &Candidate, sink: &mut impl Sink) {
    let chain = &f.chains[c.chain];
    let way = c.way as u32;
    let name = |text: String| format!("{:?}+{text}", c.way);
    sink.add(Template::PairWay, way, || name(String::new()));
    sink.add(
        Template::PairHeading,
        mix(way, u32::from(f.heading[c.chain]) * 2 + u32::from(f.titled)),
        || name(format!("heading {} title {}", f.heading[c.chain], f.titled)),
    );
    let lines = f.lines[c.chain].min(3);
    sink.add(Template::PairLines, mix(mix(way, lines), u32::from(f.heading[c.chain])), || {
        name(lines.to_string())
    });
    kinds(f, c, sink);
    for t in &chain.triggers {
        sink.add(Template::PairWordAny, mix(way, t.hash), || name(f.a.doc.text(t.span)));
    }
    let sorts = sorts(&chain.triggers);
    sink.add(Template::PairSorts, mix(way, sorts), || name(format!("sorts {sorts:05b}")));
    sink.add(Template::PairSource, mix(way, c.source), || name(format!("source {}", c.source)));
    match c.way {
        Way::Two | Way::Line | Way::Joined | Way::Respective => two(f, c, chain, sink),
        Way::All => all(f, c, chain, sink),
        Way::Previous => previous(f, c, chain, sink),
        Way::Both | Way::Counted | Way::CountedWith => counted(f, c, chain, sink),
        Way::Series => series(f, c, chain, sink),
        Way::Member => member(f, c, chain, sink),
        Way::Lines => two_lines(f, c, sink),
    }
}

/// Which sorts of words a sentence holds, as bits.
fn sorts(triggers: &[Trigger]) -> u32 {
    triggers.iter().fold(0, |bits, t| bits | 1 << t.sort as u32)
}

fn kinds(f: &Finder<'_, '_, '_>, c: &Candidate, sink: &mut impl Sink) {
    let kind =
        |side: &[usize]| side.first().and_then(|&i| f.entities.all.get(i)).map_or(OrgKind::Other, |e| e.kind);
    let (one, two) = (kind(&c.sides[0]), c.sides.get(1).map_or(OrgKind::Other, |s| kind(s)));
    let party = u32::from(one == OrgKind::Party) + u32::from(two == OrgKind::Party);
    let unit = |k: OrgKind| match k {
        OrgKind::Party => 0,
        OrgKind::Grassroots => 1,
        OrgKind::Social => 2,
        OrgKind::Media => 3,
        _ => 4,
    };
    sink.add(Template::PairKinds, mix(c.way as u32, mix(unit(one), unit(two))), || {
        format!("{}+{}", one.as_str(), two.as_str())
    });
    sink.add(Template::PairParties, mix(c.way as u32, party), || format!("{party} party"));
    let sizes = mix(c.sides[0].len().min(2) as u32, c.sides.get(1).map_or(0, |s| s.len().min(2) as u32));
    sink.add(Template::PairSizes, mix(c.way as u32, sizes), || {
        format!("{:?}", c.sides.iter().map(Vec::len).collect::<Vec<_>>())
    });
}

/// The first word at or after a position that says something.
fn first_from(chain: &Chain, at: usize) -> Option<Trigger> {
    chain.triggers.iter().copied().find(|t| t.span.start >= at && t.sort.says())
}

fn commas(f: &Finder<'_, '_, '_>, from: usize, to: usize) -> u32 {
    let chars = f.a.doc.chars();
    chars.get(from..to.max(from)).unwrap_or_default().iter().filter(|c| matches!(c, ',' | ':')).count().min(3)
        as u32
}

fn two(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, sink: &mut impl Sink) {
    let (g, h) = (&chain.groups[c.one], &chain.groups[c.two]);
    let way = c.way as u32;
    let apart = (f.others(c) + 1).min(3) as u32;
    let joined = f.joined(g, h);
    let chars = f.a.doc.chars();
    let between = chars.get(g.end.min(h.span.start)..h.span.start).unwrap_or_default();
    let show = || between.iter().take(12).collect::<String>();
    let head = u32::from(c.one == 0);
    sink.add(Template::PairApart, mix(mix(way, apart), head), || format!("{apart} apart"));
    sink.add(
        Template::PairMarkers,
        mix(mix(way, g.marker_text as u32), mix(h.marker_text as u32, apart)),
        || format!("{:?}|{:?} {apart} apart", g.marker_text, h.marker_text),
    );
    sink.add(Template::PairMarkerWords, mix(mix(way, g.marker), h.marker), show);
    if between.len() <= 8 {
        sink.add(Template::PairBetween, mix(way, crate::segment::hash(between)), show);
    }
    sink.add(Template::PairJoined, mix(mix(way, u32::from(joined)), sorts(&chain.triggers)), || {
        format!("joined {joined}")
    });
    sink.add(Template::PairCommas, mix(mix(way, commas(f, g.end, h.span.start)), apart), || {
        format!("{} commas", commas(f, g.end, h.span.start))
    });
    let inside = first_from(chain, g.end).filter(|t| t.span.end <= h.span.start);
    let between_sorts = chain
        .triggers
        .iter()
        .filter(|t| t.span.start >= g.end && t.span.end <= h.span.start)
        .fold(0u32, |bits, t| bits | 1 << t.sort as u32);
    sink.add(Template::PairInside, mix(mix(way, between_sorts), h.marker_text as u32), || {
        format!("between {between_sorts:05b}")
    });
    if let Some(t) = inside {
        sink.add(Template::PairInsideWord, mix(mix(way, t.hash), h.marker_text as u32), || {
            f.a.doc.text(t.span)
        });
    }
    after(f, chain, Some(h), mix(way, mix(h.marker_text as u32, u32::from(joined))), sink);
    let said_before = chain.triggers.iter().any(|t| t.span.end <= g.span.start && t.sort.says());
    sink.add(Template::PairBefore, mix(mix(way, u32::from(said_before)), g.marker_text as u32), || {
        format!("said before {said_before}")
    });
    let first = first_from(chain, h.end);
    let shape = match (said_before, inside.is_some(), first.is_some()) {
        (_, _, true) => 1,
        (_, true, false) => 2,
        (true, false, false) => 3,
        _ => 4,
    };
    sink.add(
        Template::PairShape,
        mix(mix(way, shape), mix(g.marker_text as u32, h.marker_text as u32)),
        || format!("shape {shape}"),
    );
    pattern(f, chain, g, h, way, sink);
    // A group between the two that could be meant instead.
    if apart > 1 {
        let m = &chain.groups[c.two - 1];
        sink.add(
            Template::PairMiddle,
            mix(mix(m.marker_text as u32, h.marker_text as u32), u32::from(m.party)),
            || format!("{:?} in between", m.marker_text),
        );
    }
    core(f, c, chain, apart, sink);
    if g.members.len() > 1 && g.members.len() == h.members.len() {
        let words = respectively(f, chain.span);
        let size = g.members.len().min(4) as u32;
        let show = || format!("words {words:07b} of {size}");
        sink.add(Template::PairRespective, mix(way, words), show);
        sink.add(Template::PairRespective, mix(mix(way, words & 0b1_1111), size + 8), show);
    }
    // 三方, 五家单位 after the last group: as many as both groups hold, or the one, or another number.
    let said =
        super::propose::counts(f.a.doc.slice(Span::new(h.end.min(chain.span.end), chain.span.end))).next();
    let size = g.members.len() + h.members.len();
    let counted = said.map_or(0, |(_, n)| match n {
        n if n == size => 1,
        n if n == g.members.len() || n == h.members.len() => 2,
        _ => 3,
    });
    sink.add(Template::PairCounted, mix(way, counted), || format!("counted {counted}"));
    let anaphor = u32::from(g.anaphor) * 2 + u32::from(h.anaphor);
    sink.add(Template::PairAnaphor, mix(way, anaphor), || format!("anaphors {anaphor}"));
}

/// A subject, a partner marked by 与 and a verb of pairing right after it, whatever else the sentence says.
fn core(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, apart: u32, sink: &mut impl Sink) {
    let (g, h) = (&chain.groups[c.one], &chain.groups[c.two]);
    let Some(said) = first_from(chain, h.end) else { return };
    let near = said.span.start - h.end <= 8 && commas(f, h.end, said.span.start) == 0;
    let pairs = said.sort.pairs()
        || chain
            .triggers
            .iter()
            .any(|t| t.sort.pairs() && t.span.start >= said.span.end && t.span.start < said.span.end + 24);
    let subject = matches!(g.marker_text, Marker::Start | Marker::By);
    let with = h.marker_text == Marker::With;
    let bits = u32::from(near) | u32::from(pairs) << 1 | u32::from(subject) << 2 | u32::from(with) << 3;
    let show = || format!("near {near} pairs {pairs} subject {subject} with {with}, {apart} apart");
    sink.add(Template::PairCore, mix(c.way as u32, bits), show);
    sink.add(Template::PairCoreApart, mix(mix(c.way as u32, bits), apart), show);
    let party = chain.groups[c.one].party || chain.groups[c.two].party;
    sink.add(Template::PairCoreApart, mix(mix(c.way as u32, bits), 16 + u32::from(party)), show);
}

/// The grammar of two groups in one number: how the second is marked, what verb follows, what is signed.
fn pattern(f: &Finder<'_, '_, '_>, chain: &Chain, g: &Group, h: &Group, way: u32, sink: &mut impl Sink) {
    let said = first_from(chain, h.end);
    let near = said.map_or(3, |t| match t.span.start - h.end {
        0..=3 => 0,
        4..=10 => 1,
        _ => 2,
    });
    let clear = said
        .is_none_or(|t| !chain.groups.iter().any(|x| x.span.start >= h.end && x.span.end <= t.span.start));
    // What stands within a signature's reach: words of pairing, of paper, of other things.
    let reach = said.map_or(0, |s| {
        let within = |t: &&Trigger| t.span.start > s.span.start && t.span.start < s.span.end + 24;
        sorts(&chain.triggers.iter().filter(within).copied().collect::<Vec<_>>()) & 0b1111
    });
    let verb = said.map_or(9, |t| t.sort as u32);
    let commas = said.map_or(4, |t| commas(f, h.end, t.span.start));
    let markers = mix(u32::from(g.marker_text == Marker::With), h.marker_text as u32);
    let value = mix(mix(mix(way, markers), mix(near, verb)), mix(reach, u32::from(clear) * 8 + commas));
    let show = || {
        format!(
            "{:?} … {:?}, verb {verb} at {near}, {commas} commas, reach {reach:04b}, clear {clear}",
            g.marker_text, h.marker_text
        )
    };
    sink.add(Template::PairPattern, value, show);
    sink.add(
        Template::PairPatternLoose,
        mix(mix(way, markers), mix(verb, mix(near.min(2), u32::from(clear)))),
        show,
    );
}

/// What follows the last group of a candidate.
fn after(f: &Finder<'_, '_, '_>, chain: &Chain, group: Option<&Group>, tag: u32, sink: &mut impl Sink) {
    let at = group.map_or(chain.span.start, |g| g.end);
    let next = f.a.from(at);
    sink.add(Template::PairAfter, mix(tag, next.map_or(1, |t| t.hash)), || f.a.show(next));
    sink.add(Template::PairAfterClass, mix(tag, class(next)), || class(next).to_string());
    if let Some(t) = first_from(chain, at) {
        let distance = bucket(t.span.start - at).min(11);
        let commas = commas(f, at, t.span.start);
        sink.add(Template::PairFirstWord, mix(tag, t.hash), || f.a.doc.text(t.span));
        sink.add(Template::PairFirstDistance, mix(mix(tag, distance), commas), || {
            format!("{distance}, {commas} commas")
        });
        let groups =
            chain.groups.iter().filter(|g| g.span.start >= at && g.span.end <= t.span.start).count().min(2)
                as u32;
        sink.add(Template::PairFirstGroups, mix(mix(tag, groups), commas), || {
            format!("{groups} groups before it")
        });
        // What is signed.
        if t.sort == PairWord::Sign {
            let paper =
                chain.triggers.iter().find(|p| p.span.start >= t.span.end && p.span.start < t.span.end + 30);
            sink.add(Template::PairPaper, mix(t.hash, paper.map_or(1, |p| p.hash)), || {
                paper.map_or_else(String::new, |p| f.a.doc.text(p.span))
            });
        }
    } else {
        sink.add(Template::PairFirstWord, mix(tag, 1), || "none".into());
    }
}

/// The subject of a sentence before: how far, who it is, and how the sentence itself begins.
fn previous(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, sink: &mut impl Sink) {
    let Some(g) = chain.groups.first() else { return };
    let way = c.way as u32;
    after(f, chain, Some(g), mix(way, g.marker_text as u32), sink);
    let subject = c.sides[0].first().copied();
    let owner = u32::from(subject == f.owners[0]) | u32::from(subject == f.owners[1]) << 1;
    let party = |i: Option<usize>| {
        u32::from(i.and_then(|i| f.entities.all.get(i)).is_some_and(|e| e.kind == OrgKind::Party))
    };
    let kinds = party(subject) << 1 | party(g.members.first().copied());
    let said = first_from(chain, g.end);
    let near = said.map_or(3, |t| match t.span.start - g.end {
        0..=3 => 0,
        4..=10 => 1,
        _ => 2,
    });
    let verb = said.map_or(9, |t| t.sort as u32);
    let show =
        || format!("owner {owner:02b}, parties {kinds:02b}, verb {verb} at {near}, source {}", c.source);
    sink.add(Template::PairCore, mix(mix(way, owner), mix(c.source, kinds)), show);
    sink.add(Template::PairCoreApart, mix(mix(way, mix(near, verb)), mix(owner, kinds)), show);
    sink.add(Template::PairPattern, mix(mix(way, mix(near, verb)), g.marker_text as u32), show);
    sink.add(Template::PairSubject, mix(way, mix(owner, c.source)), show);
    // What stands before 与: a pronoun, a verb, the beginning of the sentence.
    let mut at = g.span.start;
    for place in 0..3u32 {
        let before = at.checked_sub(1).filter(|&p| p >= chain.span.start).and_then(|p| f.a.token_at(p));
        let token = before.and_then(|i| f.a.tokens.get(i));
        let hash = token.map_or(1, |t| t.hash);
        sink.add(Template::PairMarkerWords, mix(mix(way, place), hash), || f.a.show(token));
        let Some(t) = token else { break };
        at = t.span.start;
    }
    let begins = u32::from(g.span.start - chain.span.start <= 12);
    let commas = commas(f, chain.span.start, g.span.start);
    sink.add(Template::PairCommas, mix(mix(way, begins), commas), || format!("{commas} commas before"));
}

/// One pair of a series: what is said of all of them.
fn series(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, sink: &mut impl Sink) {
    let way = c.way as u32;
    let Some(series) = chain.series.iter().find(|s| s.pairs.iter().any(|p| p.span == c.evidence)) else {
        return;
    };
    let (Some(first), Some(last)) = (series.pairs.first(), series.pairs.last()) else { return };
    let after = first_from(chain, last.end);
    let near = after.map_or(3, |t| bucket(t.span.start - last.end).min(11) / 4);
    let before = chain.triggers.iter().any(|t| t.span.end <= first.span.start && t.sort.says());
    let heading = f.heading[c.chain];
    let bits = mix(near, u32::from(before) | u32::from(heading) << 1);
    let show = || format!("{} pairs, said at {near}, before {before}, heading {heading}", series.pairs.len());
    sink.add(Template::PairCore, mix(way, bits), show);
    sink.add(Template::PairCoreApart, mix(mix(way, bits), c.source), show);
    if let Some(t) = after {
        sink.add(Template::PairFirstWord, mix(way, t.hash), || f.a.doc.text(t.span));
    }
}

/// A group that comes to an alliance named before.
fn member(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, sink: &mut impl Sink) {
    let way = c.way as u32;
    let Some(g) = chain.groups.get(c.one) else { return };
    let joins = |t: &&Trigger| t.sort == PairWord::Join;
    let after = chain.triggers.iter().filter(joins).find(|t| t.span.start >= g.end);
    let before = chain.triggers.iter().filter(joins).rev().find(|t| t.span.end <= g.span.start);
    let near = after.map_or(9, |t| bucket(t.span.start - g.end).min(11) / 3);
    let clear = after
        .is_some_and(|t| !chain.groups.iter().any(|x| x.span.start >= g.end && x.span.end <= t.span.start));
    let ahead = before.map_or(9, |t| bucket(g.span.start - t.span.end).min(11) / 3);
    let bits = mix(mix(near, ahead), u32::from(clear) << 3 | g.marker_text as u32);
    let show = || format!("{:?}, joins at {near}/{ahead}, clear {clear}", g.marker_text);
    sink.add(Template::PairCore, mix(way, bits), show);
    sink.add(Template::PairCoreApart, mix(way, mix(near, u32::from(clear))), show);
    sink.add(Template::PairMarkers, mix(way, g.marker_text as u32), show);
    sink.add(Template::PairMarkerWords, mix(way, g.marker), show);
    for t in after.into_iter().chain(before) {
        sink.add(Template::PairFirstWord, mix(way, t.hash), || f.a.doc.text(t.span));
    }
}

/// Two lines: whether the lines around go on in the same way.
fn two_lines(f: &Finder<'_, '_, '_>, c: &Candidate, sink: &mut impl Sink) {
    let one = |j: Option<usize>| j.and_then(|j| f.chains.get(j)).is_some_and(|x| x.groups.len() == 1);
    let next = one(Some(c.chain + 2)) && one(Some(c.chain + 3));
    let last = one(c.chain.checked_sub(1)) && one(c.chain.checked_sub(2));
    let bits = u32::from(next) | u32::from(last) << 1 | u32::from(f.heading[c.chain]) << 2;
    let show = || format!("goes on {next}, went before {last}");
    sink.add(Template::PairCore, mix(c.way as u32, bits), show);
    sink.add(Template::PairCoreApart, mix(mix(c.way as u32, bits), c.source), show);
}

/// Words that put the members of two lists side by side, as bits.
fn respectively(f: &Finder<'_, '_, '_>, span: Span) -> u32 {
    const WORDS: [&[char]; 7] = [
        &['分', '别'],
        &['各', '自'],
        &['一', '一'],
        &['依', '次'],
        &['一', '对', '一'],
        &['先', '后'],
        &['共', '同'],
    ];
    let chars = f.a.doc.slice(span);
    WORDS
        .iter()
        .enumerate()
        .fold(0, |bits, (i, word)| bits | u32::from(chars.windows(word.len()).any(|w| w == *word)) << i)
}

/// As many as a number says: what they are, and what is said of them.
fn counted(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, sink: &mut impl Sink) {
    let Some(side) = c.sides.first() else { return };
    let kinds = side.iter().filter_map(|&i| f.entities.all.get(i)).map(|e| e.kind);
    let party = kinds.filter(|&k| k == OrgKind::Party).count();
    let share = (party * 3).checked_div(side.len()).unwrap_or(0) as u32;
    let here = side.iter().filter(|m| chain.groups.iter().any(|g| g.members.contains(m))).count();
    let here = if here == 0 { 0 } else { 1 + u32::from(here == side.len()) };
    let has = |sort: PairWord| u32::from(chain.triggers.iter().any(|t| t.sort == sort));
    let said = has(PairWord::Sign) << 1 | has(PairWord::Pair);
    sink.add(Template::PairCore, mix(c.way as u32, mix(share, said)), || {
        format!("party {share}/3, said {said}")
    });
    sink.add(Template::PairCoreApart, mix(c.way as u32, mix(here, said)), || {
        format!("here {here}, said {said}")
    });
    sink.add(Template::PairCounted, mix(c.way as u32, side.len().min(8) as u32), || side.len().to_string());
    sink.add(Template::PairSubject, mix(mix(c.way as u32, c.source), mix(share, said)), || {
        format!("source {}, party {share}/3, said {said}", c.source)
    });
    let groups = chain.groups.len().min(3) as u32;
    sink.add(Template::PairFirstGroups, mix(mix(c.way as u32, groups), said), || format!("{groups} groups"));
    let partner = c.sides.get(1).and_then(|s| chain.groups.iter().find(|g| &g.members == s));
    after(f, chain, partner, c.way as u32, sink);
}

fn all(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, sink: &mut impl Sink) {
    let g = &chain.groups[c.one];
    let groups = chain.groups.len().min(3) as u32;
    sink.add(
        Template::PairMarkers,
        mix(mix(c.way as u32, g.marker_text as u32), mix(groups, u32::from(g.mixed))),
        || format!("{:?} of {groups} groups", g.marker_text),
    );
    sink.add(Template::PairMarkerWords, mix(c.way as u32, g.marker), || format!("{:?}", g.marker_text));
    let with_before = g.marker_text == Marker::With;
    let with_after = chain.groups.get(c.one + 1).is_some_and(|h| h.marker_text == Marker::With);
    let around = u32::from(with_before) * 2 + u32::from(with_after);
    sink.add(Template::PairJoined, mix(c.way as u32 * 16 + around, sorts(&chain.triggers)), || {
        format!("with before/after {around}")
    });
    after(f, chain, Some(g), mix(c.way as u32, around), sink);
    if let Some(said) = first_from(chain, g.end) {
        let near = said.span.start - g.end <= 6 && commas(f, g.end, said.span.start) == 0;
        let pairs = said.sort.pairs()
            || chain.triggers.iter().any(|t| {
                t.sort.pairs() && t.span.start >= said.span.end && t.span.start < said.span.end + 24
            });
        let clear = !chain.groups.iter().any(|x| x.span.start >= g.end && x.span.end <= said.span.start);
        // 甲、乙结对丙: the partner follows the verb.
        let partner = chain
            .groups
            .iter()
            .any(|x| x.span.start >= said.span.end && commas(f, said.span.end, x.span.start) == 0);
        let bits = u32::from(near)
            | u32::from(pairs) << 1
            | u32::from(clear) << 2
            | u32::from(with_before || with_after) << 3
            | u32::from(g.mixed) << 4
            | u32::from(partner) << 5;
        let show = || {
            format!(
                "near {near} pairs {pairs} clear {clear} partner {partner} with {} mixed {}",
                with_before || with_after,
                g.mixed
            )
        };
        sink.add(Template::PairCore, mix(c.way as u32, bits), show);
        sink.add(Template::PairCoreApart, mix(c.way as u32, bits & 0b10_1111), show);
    }
    // 三方, 五家单位 after the list.
    let rest = f.a.doc.slice(Span::new(g.end.min(chain.span.end), chain.span.end));
    let counted = super::propose::counts(rest)
        .next()
        .map_or(0, |(at, n)| 1 + u32::from(n == g.members.len()) + 2 * u32::from(at <= 3));
    sink.add(Template::PairCounted, mix(c.way as u32, counted), || format!("counted {counted}"));
}
