//! Who wrote, photographed, edited.

use super::name::{self, Trust, contains, ends_with, names};
use super::{Author, AuthorRole, raw};
use crate::span::Span;
use crate::text::{Document, Label, Role, is_word, labels};

/// Longest bracket in a paragraph that is looked at for a credit.
const BRACKET: usize = 80;
/// Longest line of the head and foot that is looked at.
const LINE: usize = 160;
/// Longest line that may hold a credit by its labels alone, and how many blocks from either end it may stand.
const SHORT: usize = 80;
const EDGE: usize = 8;

/// Finds the authors of a report.
pub(super) fn find(doc: &Document<'_>) -> Vec<Author> {
    let mut found = Credits { doc, authors: Vec::new() };
    let blocks = doc.blocks();
    let body = blocks.iter().position(|block| block.role == Role::Body).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(|block| block.role == Role::Body).unwrap_or(0);
    let mut speech = false;
    for (i, block) in blocks.iter().enumerate() {
        let text = doc.slice(block.span);
        match block.role {
            Role::Byline | Role::Dateline | Role::Caption | Role::Boilerplate if text.len() <= LINE => {
                found.read(text, Zone::Line);
            }
            Role::Title | Role::Heading | Role::Row if text.len() <= SHORT => {
                if speech && i <= body + 1 {
                    found.speech(text);
                }
                speech |= block.role == Role::Title && is_speech(text);
                if i < EDGE || i + EDGE >= blocks.len() {
                    found.labels(text);
                }
            }
            Role::Body | Role::Item => {
                if text.len() <= SHORT && i + EDGE >= blocks.len() {
                    found.labels(text);
                }
                if speech && i <= body + 1 && text.len() <= SHORT {
                    found.speech(text);
                }
                if i == body {
                    found.lead(text);
                }
                found.brackets(text, i + 3 > last);
                if let Some(tail) = tail(text) {
                    found.read(tail, Zone::Line);
                }
            }
            _ => {}
        }
    }
    // 作者 may only say again who the reporter is.
    let mut authors = found.authors;
    let reports = |author: &Author| matches!(author.role, AuthorRole::Reporter | AuthorRole::Correspondent);
    let reporters: Vec<String> =
        authors.iter().filter(|author| reports(author)).map(|author| author.name.clone()).collect();
    authors.retain(|author| author.role != AuthorRole::Author || !reporters.contains(&author.name));
    authors
}

/// What follows the last sentence of a block, if it is short.
fn tail(text: &[char]) -> Option<&[char]> {
    let from = text.len().saturating_sub(40);
    let end = text.get(from..)?;
    let stop = end.iter().rposition(|&c| c == '。')?;
    end.get(stop + 1..).filter(|tail| tail.len() >= 3)
}

/// Where a credit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Line,
    /// Brackets at the end of the text: names without any label are those of authors.
    Closing,
}

struct Credits<'d, 't> {
    doc: &'d Document<'t>,
    authors: Vec<Author>,
}

impl Credits<'_, '_> {
    fn add(&mut self, name: &[char], role: AuthorRole) {
        let name = raw(self.doc, name).replace(char::is_whitespace, "");
        if !self.authors.iter().any(|author| author.name == name && author.role == role) {
            self.authors.push(Author { name, role });
        }
    }

    /// Names the place 讯 stands in: 本报讯 记者张三 通讯员李四报道 5月2日,…
    fn lead(&mut self, text: &[char]) {
        let head = &text[..text.len().min(60)];
        let Some(news) = head.iter().take(20).position(|&c| c == '讯') else { return };
        let rest = &head[news + 1..];
        let end = rest
            .iter()
            .position(|&c| matches!(c, ',' | '。' | '“') || c.is_ascii_digit())
            .unwrap_or(rest.len());
        let rest = &rest[..end];
        if rest.first().is_some_and(|&c| c == ' ' || c == '记' || c == '通') && contains(rest, "报道") {
            self.read(rest, Zone::Line);
        }
    }

    /// Credits in brackets.
    fn brackets(&mut self, text: &[char], closing: bool) {
        let mut i = 0;
        let mut close = 0; // the next closing bracket at or after the opening one
        while let Some(open) = text.get(i..).and_then(|rest| rest.iter().position(|&c| c == '(' || c == '['))
        {
            let start = i + open + 1;
            if close < start {
                let next = text[start..].iter().position(|&c| c == ')' || c == ']');
                close = next.map_or(usize::MAX, |next| start + next);
            }
            if close == usize::MAX {
                break;
            }
            let length = close - start;
            if length > BRACKET {
                i = start;
                continue;
            }
            let rest = &text[start..];
            let inside = &rest[..length];
            let end = start + length + 1;
            // After the last sentence of a paragraph, or alone at the end.
            let after = open.checked_sub(1).and_then(|k| text.get(i + k)) == Some(&'。');
            let closes = end + 1 >= text.len() && (after || closing);
            let zone = if closes { Zone::Closing } else { Zone::Line };
            if zone == Zone::Closing || credited(inside) {
                self.read(inside, zone);
            }
            i = end;
        }
    }

    /// Who held the speech.
    fn speech(&mut self, text: &[char]) {
        if let Some(name) = speaker(text) {
            self.add(name, AuthorRole::Author);
        }
    }

    /// A line that is no byline by its beginning and yet has labels with colons: 报:… 责编:张三.
    fn labels(&mut self, text: &[char]) {
        if text.contains(&'?') {
            return;
        }
        let at = (0..text.len()).find(|&i| {
            label_at(text, i).is_some_and(|(label, _, explicit)| explicit && role_of(label).is_some())
        });
        if let Some(rest) = at.and_then(|at| text.get(at..)) {
            self.read(rest, Zone::Line);
        }
    }

    /// Reads a credit from left to right.
    fn read(&mut self, text: &[char], zone: Zone) {
        let mut role: Option<AuthorRole> = None;
        // Whether a label (of whatever kind) governs the words that come.
        let mut governed = false;
        let mut trust = Trust::Bare;
        // Names read since the last label, with their role: 摄 after them changes it.
        let mut batch: Vec<Span> = Vec::new();
        let mut loose: Vec<Span> = Vec::new();
        let mut labelled = false;
        // Whether the label is one of one character.
        let mut single = false;
        let mut i = 0;
        while i < text.len() {
            let c = text[i];
            if !is_word(c) {
                if matches!(c, ')' | ']') && !batch.is_empty() || matches!(c, '。') {
                    self.flush(text, &mut batch, role);
                    (role, governed, trust) = (None, false, Trust::Bare);
                }
                i += 1;
                continue;
            }
            let end = i + text[i..].iter().position(|&c| !is_word(c) && c != '·').unwrap_or(text.len() - i);
            let word = &text[i..end];
            let (rest, tail) = stem(word);
            let after = rest.is_empty()
                && matches!(tail, Tail::Shot | Tail::ShotReport)
                && !batch.is_empty() | !loose.is_empty();
            if let Some((label, length, explicit)) = label_at(text, i)
                && (explicit || !after)
            {
                if label == Label::Same && governed {
                    i += length;
                    continue;
                }
                self.flush(text, &mut batch, role);
                role = role_of(label);
                governed = true;
                labelled = true;
                single = length == 1;
                trust = if explicit { Trust::Labelled } else { Trust::Bare };
                i += length;
                continue;
            }
            // 张三摄, 张三 摄影报道, 李四报道, 清江日报记者
            let stem = rest;
            let start = i;
            i = end;
            match tail {
                Tail::Label(label) => {
                    self.flush(text, &mut batch, role);
                    (role, governed, labelled, trust) = (role_of(label), true, true, Trust::Labelled);
                    continue;
                }
                Tail::Shot | Tail::ShotReport => {
                    let by = if stem.is_empty() {
                        Vec::new()
                    } else {
                        names(stem, if batch.is_empty() { Trust::Labelled } else { trust })
                    };
                    if stem.is_empty() {
                        if tail == Tail::ShotReport {
                            let kept = batch.clone();
                            self.flush(text, &mut batch, role);
                            batch = kept;
                        }
                        batch.append(&mut loose);
                        self.flush(text, &mut batch, Some(AuthorRole::Photographer));
                    } else if by.iter().map(|n| n.len()).sum::<usize>() == stem.len() && stem.len() <= 9 {
                        if !batch.is_empty() && zone == Zone::Line {
                            self.flush(text, &mut batch, role);
                        }
                        for name in by {
                            self.add(name, AuthorRole::Photographer);
                        }
                    }
                    labelled = true;
                    loose.clear();
                    continue;
                }
                Tail::None | Tail::Report => {}
            }
            // 黎 明: a family name spaced apart.
            if governed
                && stem.len() == 1
                && text.get(i) == Some(&' ')
                && name::is_family(stem)
                && let Some(given) = text.get(i + 1..)
                && let length = given.iter().position(|&c| !is_word(c)).unwrap_or(given.len())
                && (1..=2).contains(&length)
            {
                batch.push(Span::new(start, i + 1 + length));
                i += 1 + length;
                continue;
            }
            // 泉州报道 after the name: a place.
            if tail == Tail::Report && !batch.is_empty() {
                continue;
            }
            let parts = names(stem, if governed { trust } else { Trust::Bare });
            // 张三/文 李四/图
            if let (Some('/'), Some(kind @ ('文' | '图' | '摄'))) = (text.get(i), text.get(i + 1))
                && text.get(i + 2).is_none_or(|&c| !is_word(c) && c != '/')
                && !parts.is_empty()
            {
                let by = if *kind == '文' {
                    role.unwrap_or(AuthorRole::Author)
                } else {
                    AuthorRole::Photographer
                };
                self.flush(text, &mut batch, role);
                for part in parts {
                    self.add(part, by);
                }
                labelled = true;
                i += 2;
                continue;
            }
            if parts.is_empty() {
                loose.clear();
                // 图:签约现场的党员: no credit after all.
                if single && batch.is_empty() && (stem.len() > 8 || text.get(i) != Some(&' ')) {
                    (role, governed) = (None, false);
                }
                // A long word or a sentence ends the list; a unit before the name does not.
                if !name::is_unit(stem) && stem.len() > 4 && !batch.is_empty() {
                    self.flush(text, &mut batch, role);
                    (role, governed) = (None, false);
                }
                continue;
            }
            let mut at = start;
            for part in parts {
                let span = Span::new(at, at + part.len());
                at += part.len();
                if governed { batch.push(span) } else { loose.push(span) }
            }
        }
        self.flush(text, &mut batch, role);
        if zone == Zone::Closing && !labelled && pure(text, &loose) {
            self.flush(text, &mut loose, Some(AuthorRole::Author));
        }
    }

    fn flush(&mut self, text: &[char], batch: &mut Vec<Span>, role: Option<AuthorRole>) {
        for span in batch.drain(..) {
            if let (Some(role), Some(name)) = (role, text.get(span.start..span.end)) {
                self.add(name, role);
            }
        }
    }
}

/// Whether a headline is that of a speech.
pub(super) fn is_speech(text: &[char]) -> bool {
    ["发言", "讲话", "致辞", "演讲", "述职"].iter().any(|word| contains(text, word))
}

/// The name in a speaker's line: 某某局党组书记、局长 张三.
pub(super) fn speaker(text: &[char]) -> Option<&[char]> {
    let text = text.strip_prefix(&['(']).and_then(|text| text.strip_suffix(&[')'])).unwrap_or(text);
    let blank = text.iter().rposition(|&c| c == ' ')?;
    let (post, name) = (text.get(..blank)?, text.get(blank + 1..)?);
    let titled = ["书记", "长", "主任", "主席", "经理", "委员", "总监", "主管", "教授"]
        .iter()
        .any(|end| ends_with(post, end));
    let trust = if titled { Trust::Labelled } else { Trust::Bare };
    let from = titled || name::is_unit(post) && post.len() >= 5;
    (from && (2..=4).contains(&name.len()) && names(name, trust).len() == 1).then_some(name)
}

/// Whether nothing but names stands in the brackets.
fn pure(text: &[char], names: &[Span]) -> bool {
    let words = text
        .split(|&c| !is_word(c) && c != '·')
        .filter(|word| !name::is_unit(word))
        .map(<[char]>::len)
        .sum::<usize>();
    !names.is_empty() && names.iter().map(|span| span.len()).sum::<usize>() == words && names.len() <= 4
}

/// What the end of a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    None,
    /// 报道, 采写
    Report,
    /// 摄
    Shot,
    /// 摄影报道
    ShotReport,
    /// 记者 after the name of a newspaper.
    Label(Label),
}

fn stem(word: &[char]) -> (&[char], Tail) {
    if !matches!(word.last(), Some('道' | '理' | '写' | '图' | '文' | '摄' | '者' | '员')) {
        return (word, Tail::None);
    }
    for (end, tail) in [
        ("摄影报道", Tail::ShotReport),
        ("图文报道", Tail::Report),
        ("采访报道", Tail::Report),
        ("采访整理", Tail::Report),
        ("综合报道", Tail::Report),
        ("报道", Tail::Report),
        ("采写", Tail::Report),
        ("文图", Tail::Report),
        ("图文", Tail::Report),
        ("摄", Tail::Shot),
        ("实习记者", Tail::Label(Label::Reporter)),
        ("记者", Tail::Label(Label::Reporter)),
        ("特约通讯员", Tail::Label(Label::Correspondent)),
        ("通讯员", Tail::Label(Label::Correspondent)),
    ] {
        if ends_with(word, end) {
            return (&word[..word.len() - end.chars().count()], tail);
        }
    }
    (word, Tail::None)
}

/// A label at a place, its length, and whether a colon, a stroke or a bracket follows.
fn label_at(text: &[char], i: usize) -> Option<(Label, usize, bool)> {
    let (label, length) = labels().at(&text[i..])?;
    let after = text.get(i + length).copied();
    let next = text[i + length..].iter().copied().find(|&c| c != ' ');
    let bracketed =
        matches!(next, Some('】' | ']' | ')')) && i > 0 && matches!(text[i - 1], '【' | '[' | '(');
    let explicit = matches!(next, Some(':' | '/' | '|' | '丨')) || bracketed;
    if length == 1 {
        // 文/张三, 图:李四; 文 and 图 alone are words.
        return (explicit && (i == 0 || !is_word(text[i - 1]))).then_some((label, length, true));
    }
    match after {
        None => Some((label, length, false)),
        Some(c) if !is_word(c) => Some((label, length, explicit || c == ' ')),
        // 通讯员李四: names must follow at once.
        Some(_) if matches!(label, Label::Reporter | Label::Correspondent | Label::Same) || length >= 2 => {
            let rest = &text[i + length..];
            let end = rest.iter().position(|&c| !is_word(c) && c != '·').unwrap_or(rest.len());
            let (stem, _) = stem(&rest[..end]);
            let trust = if matches!(label, Label::Reporter | Label::Correspondent) {
                Trust::Labelled
            } else {
                Trust::Bare
            };
            (stem.len() >= 2 && !names(stem, trust).is_empty()).then_some((label, length, false))
        }
        Some(_) => None,
    }
}

fn role_of(label: Label) -> Option<AuthorRole> {
    match label {
        Label::Reporter => Some(AuthorRole::Reporter),
        Label::Correspondent => Some(AuthorRole::Correspondent),
        Label::Photographer => Some(AuthorRole::Photographer),
        Label::Editor => Some(AuthorRole::Editor),
        Label::Author => Some(AuthorRole::Author),
        Label::Same | Label::Outlet | Label::Unit | Label::Given | Label::Date | Label::Other => None,
    }
}

/// Whether brackets hold a credit.
fn credited(inside: &[char]) -> bool {
    (0..inside.len()).any(|i| label_at(inside, i).is_some_and(|(label, _, _)| role_of(label).is_some()))
        || inside.last() == Some(&'摄')
}
