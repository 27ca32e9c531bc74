//! The features of a pairing's candidate, written once for predictor, trainer and explanations.

use super::chain::{Chain, Group, Marker, Trigger};
use super::find::{Candidate, Finder, Way};
use crate::analysis::{bucket, class};
use crate::lexicon::PairWord;
use crate::model::{Sink, Template, mix};
use crate::record::OrgKind;

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
    match c.way {
        Way::Two | Way::Line | Way::Joined => two(f, c, chain, sink),
        Way::All => all(f, c, chain, sink),
        Way::Both | Way::Previous => after(f, chain, chain.groups.first(), way, sink),
        Way::Counted => counted(f, c, chain, sink),
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

/// The first word of a sort at or after a position.
fn first_from(chain: &Chain, at: usize, sorts: &[PairWord]) -> Option<Trigger> {
    chain.triggers.iter().copied().find(|t| t.span.start >= at && sorts.contains(&t.sort))
}

const SAID: [PairWord; 2] = [PairWord::Pair, PairWord::Sign];

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
    let inside = first_from(chain, g.end, &SAID).filter(|t| t.span.end <= h.span.start);
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
    let said_before = chain.triggers.iter().any(|t| t.span.end <= g.span.start && SAID.contains(&t.sort));
    sink.add(Template::PairBefore, mix(mix(way, u32::from(said_before)), g.marker_text as u32), || {
        format!("said before {said_before}")
    });
    let first = first_from(chain, h.end, &SAID);
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
    let anaphor = u32::from(g.anaphor) * 2 + u32::from(h.anaphor);
    sink.add(Template::PairAnaphor, mix(way, anaphor), || format!("anaphors {anaphor}"));
}

/// A subject, a partner marked by 与 and a verb of pairing right after it, whatever else the sentence says.
fn core(f: &Finder<'_, '_, '_>, c: &Candidate, chain: &Chain, apart: u32, sink: &mut impl Sink) {
    let (g, h) = (&chain.groups[c.one], &chain.groups[c.two]);
    let Some(said) = first_from(chain, h.end, &SAID) else { return };
    let near = said.span.start - h.end <= 8 && commas(f, h.end, said.span.start) == 0;
    let pairs = said.sort == PairWord::Pair
        || chain.triggers.iter().any(|t| {
            t.sort == PairWord::Pair && t.span.start >= said.span.end && t.span.start < said.span.end + 24
        });
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
    let said = first_from(chain, h.end, &SAID);
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
    if let Some(t) = first_from(chain, at, &SAID) {
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
    if let Some(said) = first_from(chain, g.end, &SAID) {
        let near = said.span.start - g.end <= 6 && commas(f, g.end, said.span.start) == 0;
        let pairs = said.sort == PairWord::Pair
            || chain.triggers.iter().any(|t| {
                t.sort == PairWord::Pair && t.span.start >= said.span.end && t.span.start < said.span.end + 24
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
    let chars = f.a.doc.chars();
    let rest = &chars[g.end.min(chain.span.end)..chain.span.end];
    let counted = rest.iter().take(6).any(|&c| matches!(c, '家' | '方' | '个'));
    sink.add(Template::PairCounted, mix(c.way as u32, u32::from(counted)), || format!("counted {counted}"));
}
