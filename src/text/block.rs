//! Lines to blocks with their role.

use super::join::{Look, is_lead, joins};
use super::role::{Kind, Kinds};
use super::scan::View;
use super::shape::{Marker, Shape, marker};
use super::{Block, Role};
use crate::span::Span;

/// Longest headline.
const HEADLINE: usize = 120;
/// Longest heading, in columns.
const HEADING: usize = 72;
/// How many lines from the first one on can be headlines.
const TITLE_LINES: usize = 10;

/// Finds the blocks of a view, and takes out of it the line ends that stand inside a sentence.
pub(super) fn blocks(view: &mut View) -> Vec<Block> {
    let mut kinds = Kinds::new();
    let mut looks = Vec::with_capacity(view.lines.len());
    for line in &view.lines {
        let text = view.chars.get(line.start..line.end).unwrap_or_default();
        let shape = Shape::of(text);
        if let Some(length) = kinds.boilerplate.prefix(text, &shape) {
            let (first, rest) = text.split_at(length);
            let cut = line.start + length;
            looks.push(Look {
                line: super::scan::Line { end: cut, ..*line },
                shape: Shape::of(first),
                kind: Kind::Boilerplate,
            });
            let (line, shape) =
                (super::scan::Line { start: cut, gap: 0, indent: 0, ..*line }, Shape::of(rest));
            looks.push(Look { line, shape, kind: kinds.of(rest, &shape, &line) });
            continue;
        }
        looks.push(Look { line: *line, shape, kind: kinds.of(text, &shape, line) });
    }
    columns(&mut looks);
    clouds(&view.chars, &mut looks);
    let joined = joins(&view.chars, &looks);
    let mut groups = gather(view, &looks, &joined);
    lists(&view.chars, &mut groups);
    assign(&view.chars, &groups)
}

/// One or more lines read as one.
#[derive(Debug, Clone, Copy)]
struct Group {
    span: Span,
    shape: Shape,
    kind: Kind,
}

/// Joins lines: the view loses the line ends inside sentences, and all positions after them move.
fn gather(view: &mut View, looks: &[Look], joined: &[bool]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(looks.len());
    let mut removed = 0; // line ends taken out so far
    let mut to = looks.first().map_or(0, |look| look.line.start);
    let mut open = false; // whether the last group goes on
    let mut joined_last = false; // whether its shape is that of its first line alone
    for (i, look) in looks.iter().enumerate() {
        let (start, end) = (look.line.start, look.line.end);
        if removed == 0 {
            to = start;
        } else {
            view.chars.copy_within(start..end, to);
            view.origin.copy_within(start..end, to);
        }
        let span = Span::new(to, to + (end - start));
        to = span.end;
        match groups.last_mut() {
            Some(group) if open => {
                group.span.end = span.end;
                joined_last = true;
            }
            _ => groups.push(Group { span, shape: look.shape, kind: look.kind }),
        }
        let goes_on = joined.get(i).copied().unwrap_or(false) && i + 1 < looks.len();
        // Measured once, when all its lines are there.
        if !goes_on
            && std::mem::take(&mut joined_last)
            && let Some(group) = groups.last_mut()
        {
            group.shape = Shape::of(&view.chars[group.span.start..group.span.end]);
        }
        open = goes_on;
        // The line end (a line cut in two has none in its middle).
        if view.chars.get(end) == Some(&'\n') {
            let words = view.chars.get(to.wrapping_sub(1)).is_some_and(char::is_ascii_alphabetic)
                && view.chars.get(end + 1).is_some_and(char::is_ascii_alphabetic);
            if open && !words {
                removed += 1;
            } else {
                view.chars[to] = if open { ' ' } else { '\n' };
                view.origin[to] = view.origin[end];
                to += 1;
            }
        }
    }
    // No line end after the last block.
    let end = groups.last().map_or(0, |group| group.span.end);
    view.chars.truncate(end);
    view.origin.truncate(end);
    groups
}

/// Neighbouring lines with the same number of columns are rows of a table.
fn columns(looks: &mut [Look]) {
    let table = |look: &Look| {
        look.kind == Kind::Text && look.shape.blanks >= 2 && !look.shape.prose() && look.shape.chars <= 80
    };
    let mut i = 0;
    while i < looks.len() {
        let same = |look: &Look| table(look) && look.shape.blanks == looks[i].shape.blanks;
        let run = looks[i..].iter().take_while(|look| same(look)).count();
        if run >= 3 {
            for look in &mut looks[i..i + run] {
                look.kind = Kind::Row;
            }
        }
        i += run.max(1);
    }
}

/// Keywords of a download page, one a line: the words of the title again.
fn clouds(chars: &[char], looks: &mut [Look]) {
    const SHORT: usize = 5;
    let word = |look: &Look| look.kind == Kind::Text && look.shape.chars <= SHORT;
    let mut i = 0;
    while i < looks.len() {
        let run = looks[i..].iter().take_while(|look| word(look)).count();
        if run >= 5 {
            let near = i.saturating_sub(4)..(i + run + 4).min(looks.len());
            let known = looks[i..i + run]
                .iter()
                .take(64)
                .filter(|look| {
                    let text = &chars[look.line.start..look.line.end];
                    looks[near.clone()]
                        .iter()
                        .filter(|other| other.shape.chars > SHORT && other.shape.chars <= HEADLINE)
                        .any(|other| {
                            chars[other.line.start..other.line.end]
                                .windows(text.len())
                                .any(|window| window == text)
                        })
                })
                .count();
            if known * 10 >= run.min(64) * 6 {
                for look in &mut looks[i..i + run] {
                    look.kind = Kind::Boilerplate;
                }
            }
        }
        i += run.max(1);
    }
}

/// Three and more lines in a row that end in `;` are items.
fn lists(chars: &[char], groups: &mut [Group]) {
    let item = |group: &Group| {
        group.kind == Kind::Text && group.shape.chars <= 120 && chars.get(group.span.end - 1) == Some(&';')
    };
    let mut i = 0;
    while i < groups.len() {
        let mut run = groups[i..].iter().take_while(|group| item(group)).count();
        if run >= 2 {
            run += usize::from(groups.get(i + run).is_some_and(|last| {
                last.kind == Kind::Text && last.shape.stops == 0 && last.shape.last == '。'
            }));
            for group in &mut groups[i..i + run] {
                group.kind = Kind::Item;
            }
        }
        i += run.max(1);
    }
}

/// Gives every group its role.
fn assign(chars: &[char], groups: &[Group]) -> Vec<Block> {
    let body = groups
        .iter()
        .position(|group| {
            group.kind == Kind::Text && (is_body(group) || is_lead(&chars[group.span.start..group.span.end]))
        })
        .unwrap_or(groups.len());
    let first = groups.iter().position(|group| group.kind == Kind::Text).unwrap_or(groups.len());
    groups
        .iter()
        .enumerate()
        .map(|(i, group)| {
            let text = &chars[group.span.start..group.span.end];
            let next = groups.get(i + 1);
            let role = match group.kind {
                Kind::Boilerplate => Role::Boilerplate,
                Kind::Row => Role::Row,
                Kind::Caption => Role::Caption,
                Kind::Byline => Role::Byline,
                Kind::Dateline => Role::Dateline,
                Kind::Text
                    if i < body
                        && i < first + TITLE_LINES
                        && body < groups.len()
                        && is_headline(group, text) =>
                {
                    Role::Title
                }
                Kind::Text if is_heading(group, next) => Role::Heading,
                Kind::Item => match marker(text) {
                    // A bullet before a heading, with no other item near.
                    Some((Marker::Bullet, _))
                        if is_heading(group, next) && next.is_none_or(|next| next.kind != Kind::Item) =>
                    {
                        Role::Heading
                    }
                    _ => Role::Item,
                },
                Kind::Text => Role::Body,
            };
            Block { span: group.span, role }
        })
        .collect()
}

fn is_body(group: &Group) -> bool {
    group.shape.prose() || group.shape.last == ';' && group.shape.width > 44 || group.shape.chars > HEADLINE
}

fn is_headline(group: &Group, text: &[char]) -> bool {
    group.shape.stops == 0
        && group.shape.chars <= HEADLINE
        && !matches!(group.shape.last, '。' | ';')
        && marker(text).is_none_or(|(kind, _)| kind == Marker::Bullet)
        && !is_lead(text)
}

fn is_heading(group: &Group, next: Option<&Group>) -> bool {
    let shape = &group.shape;
    shape.stops == 0
        && shape.width <= HEADING
        && !matches!(shape.last, '。' | ';' | ',' | '、')
        && next.is_some_and(|next| !matches!(next.kind, Kind::Boilerplate | Kind::Byline | Kind::Dateline))
}
