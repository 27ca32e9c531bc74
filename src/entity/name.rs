//! What a name of an organization is made of: region, core, body.

use crate::analysis::Analysis;
use crate::lexicon::{Lexicon, PLACES};
use crate::org::{OrgValue, Shape, is_committee};
use crate::record::{OrgKind, PartyLevel};
use crate::span::Span;

/// A name taken apart. Characters are folded; glosses in parentheses are left out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    /// The whole name.
    pub(crate) chars: Vec<char>,
    /// Where the core begins: what stands before is the region.
    pub(crate) core: usize,
    /// Where the host's name ends and the party body with its modifiers begins; the length for others.
    pub(crate) base: usize,
    /// For a party organization, its level.
    pub(crate) level: Option<PartyLevel>,
    pub(crate) kind: OrgKind,
    /// The number of a branch (第一 → 1), and other modifiers.
    pub(crate) ordinal: Option<u32>,
    pub(crate) modifiers: Vec<char>,
    pub(crate) masked: bool,
    /// Whether it is a part of a name that was given in full before.
    pub(crate) alias: bool,
}

impl Name {
    /// Takes a mention apart.
    pub(crate) fn of_mention(a: &Analysis<'_, '_>, span: Span, value: &OrgValue, kind: OrgKind) -> Self {
        let mut first = value.first;
        // The region: divisions and the single letters of their levels (市, 区, 县, 省) at the beginning.
        let mut core = span.start;
        if a.doc.slice(span).starts_with(&['中', '共'])
            && let Some(token) = a.tokens.get(first).filter(|t| t.span == Span::new(core, core + 2))
        {
            core = token.span.end;
            first += 1;
        }
        while let Some(token) = a.tokens.get(first).filter(|t| t.span.end < span.end) {
            let letter = token.span.len() == 1
                && matches!(
                    a.doc.chars()[token.span.start],
                    '省' | '市' | '区' | '县' | '州' | '旗' | '盟' | '镇' | '乡'
                );
            let place = token.attrs & PLACES != 0;
            if !(letter || place) {
                break;
            }
            core = token.span.end;
            first += 1;
        }
        let level = Self::level_of_mention(a, span, value);
        let mut name = Self::new(a.doc.slice(span), core - span.start, kind, level, a.lexicon);
        name.alias = matches!(value.shape, Shape::Alias(_));
        name
    }

    /// The level of the party organization that a mention names.
    pub(crate) fn level_of_mention(a: &Analysis<'_, '_>, span: Span, value: &OrgValue) -> Option<PartyLevel> {
        if value.shape == Shape::Ordinal {
            return Some(PartyLevel::Branch);
        }
        value.level.or_else(|| is_committee(a, span).then_some(PartyLevel::Committee))
    }

    /// The characters of a name without marks, glosses and a leading 中共, added to `out`; where what stood at
    /// `core` stands then.
    fn plain_from(chars: &[char], core: usize, out: &mut Vec<char>) -> usize {
        let mut depth = 0;
        let mut region = core;
        // All marks stand before the Chinese characters.
        if chars.iter().all(|&c| c > '\u{3000}') {
            out.extend_from_slice(chars);
        } else {
            for (i, &c) in chars.iter().enumerate() {
                match c {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    '“' | '”' | '‘' | '’' | '"' | ' ' => region -= usize::from(i < core),
                    _ if depth > 0 => region -= usize::from(i < core),
                    c => out.push(c),
                }
            }
        }
        if out.starts_with(&['中', '共']) && out.len() > 4 {
            out.drain(..2);
            region = region.saturating_sub(2);
        }
        region.min(out.len())
    }

    /// The characters of a name without marks, glosses and a leading 中共, put into an empty `out`.
    pub(crate) fn plain(chars: &[char], out: &mut Vec<char>) {
        Self::plain_from(chars, 0, out);
    }

    /// Takes text apart whose region is `core` characters long.
    pub(crate) fn new(
        chars: &[char],
        core: usize,
        kind: OrgKind,
        level: Option<PartyLevel>,
        lexicon: &Lexicon,
    ) -> Self {
        let mut plain: Vec<char> = Vec::with_capacity(chars.len());
        let region = Self::plain_from(chars, core, &mut plain);
        let mut name = Self {
            base: plain.len(),
            masked: plain.contains(&'*'),
            chars: plain,
            core: region,
            level,
            kind,
            ordinal: None,
            modifiers: Vec::new(),
            alias: false,
        };
        if kind == OrgKind::Party {
            name.split_body(lexicon);
        }
        name.core = name.core.min(name.base);
        name
    }

    fn split_body(&mut self, lexicon: &Lexicon) {
        match lexicon.body_ending(&self.chars) {
            Some((len, _)) => self.base = self.chars.len() - len,
            None => {
                // 中共某某集团有限公司委员会: its committee; of a region it is the name itself.
                let Some(base) = self.committee_start() else { return };
                self.base = base;
                return;
            }
        }
        loop {
            let rest = &self.chars[..self.base];
            if let Some(start) = ordinal_start(rest) {
                self.ordinal = self.ordinal.or(ordinal_value(&rest[start..]));
                self.base = start;
                continue;
            }
            // 机关与后勤党支部
            let joined = matches!(rest, [.., '与' | '和' | '及']) && !self.modifiers.is_empty();
            let rest = &rest[..rest.len() - usize::from(joined)];
            let Some(len) = lexicon.modifier_ending(rest) else { break };
            self.modifiers.extend(&rest[rest.len() - len..]);
            self.base -= len + usize::from(joined);
        }
    }

    /// Where 委员会 begins after the name of an organization that is no region.
    fn committee_start(&self) -> Option<usize> {
        let mut host = self.chars.strip_suffix(&['委', '员', '会'])?;
        if self.level != Some(PartyLevel::Committee) {
            return None;
        }
        // 第二届委员会
        if let Some(session) = host.strip_suffix(&['届']) {
            let digits =
                session.iter().rev().take_while(|c| "一二三四五六七八九十0123456789".contains(**c)).count();
            host = session[..session.len() - digits].strip_suffix(&['第'])?;
        }
        let region = matches!(host.last(), None | Some('省' | '市' | '区' | '县' | '州' | '旗' | '盟'));
        (!region && host.len() > self.core + 1).then_some(host.len())
    }

    /// The division that the name begins with: 惠州 of 惠州供电局, none of 县供电局.
    pub(crate) fn place(&self) -> Option<&[char]> {
        let mut region = self.chars.get(..self.core)?;
        // 官圩镇金林 of 官圩镇金林坑村: what is named behind a division begins another name.
        let level =
            |c: &char| matches!(c, '省' | '市' | '区' | '县' | '州' | '旗' | '盟' | '镇' | '乡' | '道');
        if let Some(last) = region.iter().rposition(level).filter(|&i| i >= 1) {
            region = &region[..=last];
        }
        (region.len() >= 2 && self.core < self.chars.len() && !self.masked).then_some(region)
    }

    /// The host's part of the name, region included.
    pub(crate) fn host(&self) -> &[char] {
        &self.chars[..self.base]
    }

    /// The host's part, where a party organization of a village is also that of its committee: 木棉村 for both
    /// 木棉村党委 and 木棉村委党委.
    pub(crate) fn seat(&self) -> &[char] {
        let host = self.host();
        if self.kind != OrgKind::Party {
            return host;
        }
        const COMMITTEES: [&[char]; 5] = [
            &['民', '委', '员', '会'],
            &['居', '民', '委', '员', '会'],
            &['居', '委', '会'],
            &['委', '会'],
            &['委'],
        ];
        let seat = COMMITTEES.iter().find_map(|c| host.strip_suffix(*c));
        seat.filter(|s| s.len() > 2 && (s.ends_with(&['村']) || s.ends_with(&['社', '区']))).unwrap_or(host)
    }

    /// The host's part without region.
    pub(crate) fn stem(&self) -> &[char] {
        &self.chars[self.core..self.base]
    }

    /// Whether the name has nothing of its own before the party body (党支部, 第一党支部).
    pub(crate) fn is_bare(&self) -> bool {
        self.base == 0
    }
}

/// Where an ordinal at the end begins (第一, 第12, and 一 after 行政).
fn ordinal_start(chars: &[char]) -> Option<usize> {
    let digits = chars.iter().rev().take_while(|c| "一二三四五六七八九十0123456789".contains(**c)).count();
    if digits == 0 || digits > 3 {
        return None;
    }
    let start = chars.len() - digits;
    match start.checked_sub(1).map(|i| chars[i]) {
        Some('第') => Some(start - 1),
        // A bare numeral counts only after a word of two characters or more (行政一党支部).
        Some(_) if start >= 2 => Some(start),
        _ => None,
    }
}

fn ordinal_value(chars: &[char]) -> Option<u32> {
    let mut value = 0;
    for &c in chars {
        match c {
            '第' => {}
            '十' => value = if value == 0 { 10 } else { value * 10 },
            c => {
                let digit = "一二三四五六七八九"
                    .chars()
                    .position(|d| d == c)
                    .map(|d| d as u32 + 1)
                    .or(c.to_digit(10))?;
                value = if value >= 10 && value % 10 == 0 && !c.is_ascii_digit() {
                    value + digit
                } else {
                    value * 10 + digit
                };
            }
        }
    }
    Some(value)
}

/// Whether `short` stands in `full` in order, from `full`'s first character on.
pub(crate) fn is_subsequence(short: &[char], full: &[char]) -> bool {
    let mut rest = full.iter();
    short.iter().all(|c| rest.any(|d| d == c))
}

/// Whether two regions can be of one organization: either is unknown, or one is a shorter way to write the other.
fn regions_agree(one: &[char], two: &[char]) -> bool {
    one.is_empty() || two.is_empty() || is_subsequence(one, two) || is_subsequence(two, one) || {
        // 三水 and 佛山市三水区: the smaller region decides.
        let (short, long) = if one.len() < two.len() { (one, two) } else { (two, one) };
        long.windows(2.min(short.len())).any(|w| short.starts_with(w))
    }
}

const COMPANY: [&[char]; 9] = [
    &['股', '份', '有', '限', '公', '司'],
    &['有', '限', '责', '任', '公', '司'],
    &['集', '团', '有', '限', '公', '司'],
    &['集', '团', '公', '司'],
    &['有', '限', '公', '司'],
    &['总', '公', '司'],
    &['公', '司'],
    &['集', '团'],
    &['企', '业'],
];

/// The core without what only says that it is a company, and whether that stood there.
fn without_company(chars: &[char]) -> (&[char], bool) {
    let mut chars = chars;
    let mut cut = false;
    while matches!(chars.last(), Some('司' | '团' | '业'))
        && let Some(n) = COMPANY.iter().find(|end| chars.ends_with(end)).map(|end| end.len())
    {
        // 分公司 and 子公司 are other organizations than the company.
        if chars.len() > n && matches!(chars[chars.len() - n - 1], '分' | '子' | '支') {
            break;
        }
        chars = &chars[..chars.len() - n];
        cut = true;
    }
    (chars, cut)
}

/// A stem without the word that short forms leave out: 法院 of 人民法院.
pub(super) fn own_stem(stem: &[char]) -> &[char] {
    stem.strip_prefix(&['人', '民']).filter(|rest| rest.len() >= 2).unwrap_or(stem)
}

/// Whether one host's name shortens another: `short` and `full` without party bodies.
pub(crate) fn shortens(short: &[char], short_core: usize, full: &[char], full_core: usize) -> bool {
    if short == full {
        return true;
    }
    if !regions_agree(&short[..short_core], &full[..full_core]) {
        return false;
    }
    let (s, f) = (&short[short_core..], &full[full_core..]);
    // 法院 for 人民法院, 工商联 for 工商业联合会, 科协 for 科学技术协会.
    let f = if s.starts_with(&['人']) { f } else { own_stem(f) };
    let united: [(char, &[char]); 2] = [('联', &['联', '合', '会']), ('协', &['协', '会'])];
    for (last, end) in united {
        if let (Some(s), Some(f)) = (s.strip_suffix(&[last]), f.strip_suffix(end))
            && s.first() == f.first()
            && !s.is_empty()
            && is_subsequence(s, f)
        {
            return true;
        }
    }
    if s == f {
        return !s.is_empty();
    }
    // A region alone shortens nothing but itself (惠州 is not 惠州烟草).
    if s.is_empty() || f.is_empty() {
        return false;
    }
    let (sc, s_company) = without_company(s);
    let (fc, f_company) = without_company(f);
    if f_company {
        // Companies: the brand must begin alike, and what is left out must be words of business.
        if s_company || s.len() == sc.len() {
            // 公交 for 公共交通.
            let halved = sc.len() == 2 && fc.len() == 4 && sc[0] == fc[0] && sc[1] == fc[2] && s_company;
            return sc.len() >= 2
                && fc.len() >= sc.len()
                && (fc[..2] == sc[..2] || halved)
                && is_subsequence(sc, fc)
                && ends_alike(sc, fc, s_company);
        }
        return false;
    }
    if s_company {
        return false;
    }
    // Others: the same first and last character, in order (发改局 ⊂ 发展和改革局).
    s.len() >= 2
        && s.len() < f.len()
        && s[0] == f[0]
        && s.last() == f.last()
        && is_subsequence(s, f)
        && same_unit(s, f)
}

/// A brand of a company is shortened from its end: 村田智能 ⊂ 村田智能科技, but 中海物业 is not 中海地产.
fn ends_alike(short: &[char], full: &[char], _company: bool) -> bool {
    // A part of the company that stands after its name makes another organization (佛山分公司, 营销中心).
    !full.ends_with(&['中', '心']) || short.ends_with(&['中', '心'])
}

/// 分局 is not 局: the character before the last must not make another unit.
fn same_unit(short: &[char], full: &[char]) -> bool {
    let part = |x: &[char]| matches!(x.get(x.len().wrapping_sub(2)), Some('分' | '支' | '子' | '附'));
    part(short) == part(full)
}
