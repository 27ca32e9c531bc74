//! What speaks for a date of a pairing, and for none.

use super::{Dates, Intro, Statement, Usable};
use crate::lexicon::{Attr, PairWord};
use crate::model::{Sink, Template, mix};
use crate::pairing::chain::{Chain, Trigger};
use crate::pairing::find::{Finder, Way};
use crate::span::Span;
use crate::text::Role;

/// Where a statement stands.
pub(super) struct Place {
    /// The word that says it.
    said: Option<Trigger>,
    /// Where that stands, or the end of the evidence.
    at: usize,
    block: usize,
    role: u32,
    /// Dates in the same sentence.
    inside: u32,
    sign: bool,
    /// The names, or where the word stands that says it of 双方.
    names: Span,
    /// Whether the sentence goes on with the event told before it.
    there: bool,
}

impl Place {
    fn of(f: &Finder<'_, '_, '_>, dates: &Dates<'_>, s: &Statement, chain: &Chain) -> Self {
        let said = |t: &&Trigger| t.sort.says();
        let word = chain
            .triggers
            .iter()
            .filter(said)
            .find(|t| t.span.start >= s.evidence.end)
            .or_else(|| chain.triggers.iter().filter(said).rfind(|t| t.span.start < s.evidence.end))
            .copied();
        let blocks = f.a.doc.blocks();
        let block = blocks.partition_point(|b| b.span.start <= chain.span.start).saturating_sub(1);
        let names = match (s.way, word) {
            (Way::Both | Way::Previous | Way::Counted | Way::CountedWith | Way::Member, Some(t)) => {
                Span::new(t.span.start, t.span.start)
            }
            _ => s.evidence,
        };
        Self {
            said: word,
            names,
            there: is_there(f, f.chains.get(dates.intro(s.chain).top).map_or(chain.span, |c| c.span)),
            at: word.map_or(names.end, |t| t.span.start.max(names.end)),
            block,
            role: blocks.get(block).map_or(0, |b| match b.role {
                Role::Row => 1,
                Role::Item => 2,
                Role::Title | Role::Heading => 3,
                _ => 4,
            }),
            inside: dates.within(chain.span.start, chain.span.end).len().min(3) as u32,
            sign: chain.triggers.iter().any(|t| t.sort == PairWord::Sign),
        }
    }
}

/// The name of a place that a date can stand in, as explanations show it.
fn spot(rel: u32) -> &'static str {
    match rel {
        1 => "before the names",
        2 => "among the names",
        3 => "before the word",
        4 => "behind the word",
        10 | 11 => "one sentence before",
        12 => "two sentences before",
        13 => "further before",
        15 | 16 => "one sentence before, another block",
        17 => "two sentences before, another block",
        18 => "further before, another block",
        20 => "in the introduction of the list",
        21..=23 => "before that introduction",
        25..=28 => "before that introduction, another block",
        30 | 32 => "in the next sentence",
        _ => "in the next block",
    }
}

/// How far a value goes: day, month, year, or a season and the like.
fn grain(value: &str) -> u32 {
    match (value.len(), value.bytes().all(|b| b.is_ascii_digit() || b == b'-')) {
        (10, true) => 0,
        (7, true) => 1,
        (4, true) => 2,
        (_, false) if value.contains('X') => 3,
        _ => 4,
    }
}

impl Dates<'_> {
    /// The features of a candidate.
    pub(crate) fn features(
        &self,
        f: &Finder<'_, '_, '_>,
        s: &Statement,
        candidate: Option<usize>,
        sink: &mut impl Sink,
    ) {
        if let Some((chain, place)) = self.placed(f, s) {
            self.features_at(f, s, (chain, &place), candidate, sink);
        }
    }

    /// What a statement's candidates share: its chain, and where it stands.
    pub(super) fn placed<'c>(&self, f: &'c Finder<'_, '_, '_>, s: &Statement) -> Option<(&'c Chain, Place)> {
        let chain = f.chains.get(s.chain)?;
        Some((chain, Place::of(f, self, s, chain)))
    }

    /// The features of a candidate of a statement that stands there.
    pub(super) fn features_at(
        &self,
        f: &Finder<'_, '_, '_>,
        s: &Statement,
        (chain, place): (&Chain, &Place),
        candidate: Option<usize>,
        sink: &mut impl Sink,
    ) {
        match candidate.and_then(|i| self.usable.get(i)) {
            Some(date) => self.dated(f, s, chain, place, date, sink),
            None => self.dateless(f, s, chain, place, sink),
        }
    }

    /// Before publication, on that day, after it, or not known.
    fn tense(&self, value: &str) -> u32 {
        let Some(published) = self.published else { return 3 };
        let len = value.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        let (value, published) = (value.as_bytes(), published.as_bytes());
        let len = if len < 4 {
            return 3;
        } else if len < 7 {
            4
        } else {
            len.min(published.len())
        };
        match value.get(..len).cmp(&published.get(..len)) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        }
    }

    fn dated(
        &self,
        f: &Finder<'_, '_, '_>,
        s: &Statement,
        chain: &Chain,
        place: &Place,
        date: &Usable,
        sink: &mut impl Sink,
    ) {
        let a = f.a;
        let chars = a.doc.chars();
        let way = s.way as u32;
        // Where it stands.
        let Intro { top: intro, .. } = self.intro(s.chain);
        let listed = intro < s.chain;
        let (from, to, rel) = if date.span.end <= chain.span.start {
            let top = f.chains.get(intro).unwrap_or(chain);
            let near = match intro - date.chain.min(intro) {
                0 if listed => 0,
                0 | 1 => 1,
                2 => 2,
                _ => 3,
            };
            let block =
                f.a.doc.blocks().partition_point(|b| b.span.start <= top.span.start).saturating_sub(1);
            let rel = if listed { 20 } else { 10 } + near + if date.block == block { 0 } else { 5 };
            (date.span.end, if listed { top.span.end } else { top.span.start }, rel)
        } else if date.span.start >= chain.span.end {
            (
                chain.span.end,
                date.span.start,
                if date.block == place.block { 30 } else { 31 } + u32::from(listed) * 2,
            )
        } else if date.span.end <= place.names.start {
            (date.span.end, place.names.start, 1)
        } else if date.span.start < place.names.end {
            (date.span.end, place.names.end, 2)
        } else if date.span.start < place.at {
            (place.names.end, date.span.start, 3)
        } else {
            (place.at, date.span.start, 4)
        };
        let same = rel < 10;
        let spot = spot(rel);
        let between = self.within(from.min(date.span.end), to).iter().filter(|u| u.span != date.span).count();
        let nth = match rel {
            3 | 4 | 30.. => self.within(from, to).len(),
            _ => between,
        }
        .min(3) as u32;
        let clauses = chars
            .get(from..to.max(from).min(from + 400))
            .unwrap_or_default()
            .iter()
            .filter(|c| matches!(c, ',' | ';' | '。' | '\n'))
            .take(4)
            .count() as u32;
        let grain = grain(&date.value);
        let tense = self.tense(&date.value);
        let planned = u32::from(s.planned);
        let digits = a.doc.slice(date.span).iter().any(char::is_ascii_digit);
        let form = if digits { 1 } else { crate::segment::hash(a.doc.slice(date.span)) };
        let (before, after) = (a.before(date.span.start), a.from(date.span.end));
        let starts = match date.span.start.checked_sub(1).and_then(|i| chars.get(i)) {
            None | Some('\n') => 0,
            Some('。' | '!' | '?') => 1,
            Some(',' | ';' | ':') => 2,
            Some('(') => 3,
            _ => 4,
        };
        let ends = match chars.get(date.span.end) {
            None | Some('\n') => 0,
            Some('。') => 1,
            Some(',' | ';') => 2,
            Some(')') => 3,
            _ => 4,
        };
        let home = &f.chains[date.chain.min(f.chains.len() - 1)];
        let home_sorts = home.triggers.iter().fold(0u32, |b, t| b | 1 << t.sort as u32);
        let role = a.doc.blocks().get(date.block).map_or(0, |b| b.role as u32);
        // Names between the two that belong to neither.
        let others = chain
            .groups
            .iter()
            .filter(|g| g.span.start >= from && g.span.end <= to && !s.evidence.contains(g.span))
            .count()
            .min(2) as u32;
        let said_between = chain
            .triggers
            .iter()
            .filter(|t| {
                t.span.start >= from && t.span.end <= to && (t.sort.says() || t.sort == PairWord::Against)
            })
            .count()
            .min(2) as u32;
        let event = u32::from(self.value(self.event) == Some(&*date.value))
            + 2 * u32::from(self.value(self.signing) == Some(&*date.value));
        let told = self.told.get(&date.value).copied().unwrap_or(1).min(3);
        let word = place.said.map_or(1, |t| t.hash);
        let line = u32::from(matches!(s.way, Way::Line | Way::Lines));
        let next = mix(rel, nth);

        let mut put = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::DateOf, mix(id, value), show);
        };
        put(1, rel, &|| spot.to_string());
        put(2, next, &|| format!("{spot}, {nth} dates between"));
        put(3, mix(next, clauses), &|| format!("{spot}, {nth} dates, {clauses} clauses between"));
        put(4, mix(rel, grain), &|| format!("{spot}, grain {grain}"));
        put(5, mix(mix(tense, planned), u32::from(same)), &|| format!("tense {tense}, planned {planned}"));
        put(6, mix(mix(rel, tense), grain), &|| format!("{spot}, tense {tense}, grain {grain}"));
        put(7, mix(rel, mix(starts, ends)), &|| format!("{spot}, starts {starts}, ends {ends}"));
        put(8, mix(next, mix(others, said_between)), &|| {
            format!("{spot}, {nth} dates, {others} names, {said_between} words between")
        });
        put(9, mix(rel, home_sorts), &|| format!("{spot}, its sentence {home_sorts:05b}"));
        put(10, mix(mix(rel, role), place.role), &|| format!("{spot}, role {role} for {}", place.role));
        put(11, mix(mix(event, u32::from(same)), mix(line, planned)), &|| {
            format!("event {event} same {same}")
        });
        put(13, mix(mix(told, u32::from(same)), grain), &|| format!("told {told}"));
        put(14, mix(mix(way, next), place.inside), &|| format!("{:?}, {spot}, {nth} dates", s.way));
        put(15, mix(mix(rel, u32::from(place.sign)), grain), &|| format!("{spot}, sign {}", place.sign));
        put(16, mix(mix(rel, starts), mix(nth, place.role)), &|| format!("{spot}, starts {starts}, {nth}"));
        let there = u32::from(place.there);
        put(17, mix(rel, there), &|| format!("{spot}, there {there}"));
        put(18, mix(mix(event, u32::from(same)), mix(there, place.inside)), &|| {
            format!("event {event}, there {there}")
        });
        put(20, mix(mix(rel, grain), mix(planned, tense)), &|| {
            format!("{spot}, planned {planned}, tense {tense}")
        });
        put(21, mix(mix(u32::from(listed), u32::from(same)), mix(event, planned)), &|| {
            format!("listed {listed}, event {event}")
        });
        put(22, mix(u32::from(same), mix(others.min(1), said_between.min(1))), &|| {
            format!("same {same}, names between {others}")
        });
        put(23, mix(mix(event, self.days), mix(place.inside, u32::from(listed))), &|| {
            format!("event {event} of {} days", self.days)
        });
        let days = self
            .within(date.span.end, to)
            .iter()
            .filter(|u| u.value.len() >= 10 && u.value != date.value)
            .count()
            .min(3) as u32;
        put(24, mix(mix(rel, days), mix(grain, place.inside)), &|| {
            format!("{spot}, {days} days between, grain {grain}")
        });
        let blocks = place.block.saturating_sub(date.block).min(4) as u32;
        put(25, mix(mix(blocks, grain), mix(days, u32::from(listed))), &|| {
            format!("{blocks} blocks, {days} days between")
        });
        let mut words = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::DateWord, mix(id, value), show);
        };
        words(1, mix(u32::from(same), form), &|| {
            format!("form {}", if digits { "figures".to_string() } else { a.doc.text(date.span) })
        });
        words(2, mix(rel, before.map_or(1, |t| t.hash)), &|| format!("{}_", a.show(before)));
        words(3, mix(rel, after.map_or(1, |t| t.hash)), &|| format!("_{}", a.show(after)));
        words(4, after.map_or(1, |t| t.hash), &|| format!("_{}", a.show(after)));
        words(5, mix(next, word), &|| {
            format!("{spot} of {}", place.said.map_or_else(String::new, |t| a.doc.text(t.span)))
        });
        if same {
            // The words of the date's own clause.
            let left = before_mark(chars, date.span.start, chain.span.start);
            let right = after_mark(chars, date.span.end, chain.span.end);
            let one = u32::from(place.at >= left && place.at <= right);
            words(6, mix(rel, one), &|| format!("{spot}, same clause {one}"));
            each(f, Span::new(date.span.end.min(right), right), s.evidence, |hash, span| {
                words(7, mix(u32::from(rel == 4), hash), &|| format!("clause {}", a.doc.text(span)));
            });
        } else {
            each(f, opening(f, self.intro(s.chain), chain), s.evidence, |hash, span| {
                words(8, mix(rel.min(15), hash), &|| format!("{spot} before {}", a.doc.text(span)));
            });
            each(
                f,
                Span::new(date.span.end, home.span.end.min(date.span.end + 24)),
                s.evidence,
                |hash, span| {
                    words(9, hash, &|| format!("after it {}", a.doc.text(span)));
                },
            );
        }
        if listed {
            each(f, header(f, self.intro(s.chain)), s.evidence, |hash, span| {
                words(10, mix(u32::from(same) * 64 + rel, hash), &|| {
                    format!("{spot} under {}", a.doc.text(span))
                });
            });
        }
    }

    fn dateless(
        &self,
        f: &Finder<'_, '_, '_>,
        s: &Statement,
        chain: &Chain,
        place: &Place,
        sink: &mut impl Sink,
    ) {
        let a = f.a;
        let chars = a.doc.chars();
        let (way, planned) = (s.way as u32, u32::from(s.planned));
        let vague = u32::from(self.vague.iter().any(|v| chain.span.contains(*v)));
        let word = place.said.map_or(1, |t| t.hash);
        let inside = place.inside;
        let sign = u32::from(place.sign);
        let mut put = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::DateOf, mix(id, value), show);
        };
        put(30, 0, &|| "none".into());
        put(31, mix(way, inside), &|| format!("none, {:?}, {inside} inside", s.way));
        put(32, mix(planned, inside), &|| format!("none, planned {planned}, {inside} inside"));
        put(33, mix(vague, inside), &|| format!("none, vague {vague}"));
        put(34, mix(sign, inside), &|| format!("none, sign {sign}, {inside} inside"));
        put(35, mix(place.role, inside), &|| format!("none, role {}", place.role));
        put(36, mix(u32::from(f.heading[s.chain]), mix(f.lines[s.chain].min(3), inside)), &|| {
            "none, lines".to_string()
        });
        let there = u32::from(place.there);
        let Intro { top: intro, headings, .. } = self.intro(s.chain);
        let top = f.chains.get(intro).is_some_and(|c| !self.within(c.span.start, c.span.end).is_empty());
        put(40, mix(mix(self.days, u32::from(intro < s.chain)), mix(inside, there)), &|| {
            format!("none of {} days", self.days)
        });
        put(41, mix(mix(sign, inside), mix(there, u32::from(intro < s.chain))), &|| {
            format!("none, sign {sign}, there {there}")
        });
        put(38, mix(there, inside), &|| format!("none, there {there}"));
        put(39, mix(mix(u32::from(intro < s.chain), headings.min(3)), mix(inside, u32::from(top))), &|| {
            format!("none, {headings} headings")
        });
        put(37, u32::from(self.event.is_some()) + 2 * u32::from(self.signing.is_some()), &|| {
            "none, event".to_string()
        });
        let mut words = |id: u32, value: u32, show: &dyn Fn() -> String| {
            sink.add(Template::DateWord, mix(id, value), show);
        };
        if intro < s.chain {
            each(f, header(f, self.intro(s.chain)), s.evidence, |hash, span| {
                words(33, mix(inside.min(1), hash), &|| format!("none under {}", a.doc.text(span)));
            });
        }
        words(30, mix(word, inside.min(1)), &|| {
            format!("none of {}", place.said.map_or_else(String::new, |t| a.doc.text(t.span)))
        });
        let left = before_mark(chars, s.evidence.start, chain.span.start);
        each(f, Span::new(left, chain.span.end.min(place.at + 16)), s.evidence, |hash, span| {
            words(31, mix(inside.min(1), hash), &|| format!("none with {}", a.doc.text(span)));
        });
        each(f, opening(f, self.intro(s.chain), chain), s.evidence, |hash, span| {
            words(32, mix(inside.min(1), hash), &|| format!("none first {}", a.doc.text(span)));
        });
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '。' | ':' | '(' | ')')
}

fn before_mark(chars: &[char], at: usize, from: usize) -> usize {
    (from..at).rev().find(|&i| is_mark(chars[i])).map_or(from, |i| i + 1)
}

fn after_mark(chars: &[char], at: usize, to: usize) -> usize {
    (at..to).find(|&i| is_mark(chars[i])).unwrap_or(to)
}

fn first_clause(chars: &[char], span: Span) -> Span {
    Span::new(span.start, after_mark(chars, span.start, span.end).min(span.start + 24))
}

/// What a statement opens with, or what its list does.
fn opening(f: &Finder<'_, '_, '_>, intro: Intro, chain: &Chain) -> Span {
    let span = f.chains.get(intro.top).map_or(chain.span, |c| c.span);
    if span.start == chain.span.start {
        first_clause(f.a.doc.chars(), span)
    } else {
        Span::new(span.end.saturating_sub(30).max(span.start), span.end)
    }
}

/// The line right above a list, which may be the head of a table.
fn header(f: &Finder<'_, '_, '_>, intro: Intro) -> Span {
    let span = intro.start.checked_sub(1).and_then(|i| f.chains.get(i)).map_or(Span::new(0, 0), |c| c.span);
    Span::new(span.end.saturating_sub(40).max(span.start), span.end)
}

/// The words of a span that are not part of the names.
fn each(f: &Finder<'_, '_, '_>, span: Span, evidence: Span, mut put: impl FnMut(u32, Span)) {
    let mut at = span.start;
    while at < span.end {
        let Some(token) = f.a.from(at) else {
            at += 1;
            continue;
        };
        if !evidence.contains(token.span) && token.span.end <= span.end {
            put(token.hash, token.span);
        }
        at = token.span.end.max(at + 1);
    }
}

/// Whether a sentence goes on with the event told before it: 仪式上, 随后, 当场.
fn is_there(f: &Finder<'_, '_, '_>, span: Span) -> bool {
    let clause = first_clause(f.a.doc.chars(), span);
    let mut at = clause.start;
    while at < clause.end {
        match f.a.from(at) {
            Some(token) if token.is(Attr::Scene) => return true,
            Some(token) => at = token.span.end.max(at + 1),
            None => at += 1,
        }
    }
    false
}
