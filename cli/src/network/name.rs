//! What a name tells: of which division, of which level, whether of one body or of many. All facts are rows of
//! tables in `cli/data`.

use super::region::{Level, Region, Regions, cells};
use std::collections::HashSet;

/// Folded characters (width, traditional ones), without blanks and quotes: two ways to write one name.
pub(crate) fn fold(name: &str) -> String {
    let kept = name.chars().map(dangjian::text::fold).filter(|c| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '《' | '》')
    });
    kept.collect()
}

/// What level a body without a division's name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    Division(Level),
    Town,
    Village,
    /// Only the report knows (该院).
    Here,
}

/// What a name tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told<'n> {
    /// It begins with divisions: those of the last name that fit, and what follows.
    Located(Vec<Region>, &'n str),
    /// It begins with a level: what the division's name ends with, and what follows.
    Level(Head, &'static str, &'n str),
    /// There is one body of that name in the country.
    Unique,
    /// There are many bodies of that name.
    Common,
    /// A name of its own, good for one city.
    Proper,
}

/// The tables.
pub(crate) struct Names {
    heads: Vec<(&'static str, Option<Head>, &'static str)>,
    equal: Vec<(&'static str, &'static str)>,
    unique: Vec<(&'static str, bool, Vec<&'static str>)>,
    common: HashSet<&'static str>,
    longest: usize,
}

impl Names {
    pub(crate) fn new() -> Self {
        let heads = cells(include_str!("../../data/head.tsv")).map(|row| {
            let head = match row.get(1).copied().unwrap_or("-") {
                "province" => Some(Head::Division(Level::Province)),
                "city" => Some(Head::Division(Level::City)),
                "county" => Some(Head::Division(Level::County)),
                "town" => Some(Head::Town),
                "village" => Some(Head::Village),
                "here" => Some(Head::Here),
                _ => None,
            };
            (row.first().copied().unwrap_or_default(), head, row.get(2).copied().unwrap_or_default())
        });
        let equal = cells(include_str!("../../data/equal.tsv"));
        let unique = cells(include_str!("../../data/unique.tsv")).map(|row| {
            let not = row.get(2).map(|not| not.split(' ').filter(|w| !w.is_empty()).collect());
            (row.first().copied().unwrap_or_default(), row.get(1) == Some(&"begin"), not.unwrap_or_default())
        });
        // What organizations end with tells none from another either.
        let lexicon = dangjian::lexicon::TABLES.iter();
        let lexicon = lexicon.filter(|table| ["suffix", "party_body", "elided"].contains(&table.name()));
        let words = lexicon.flat_map(|table| table.rows()).filter_map(|row| row.first().copied());
        let own = cells(include_str!("../../data/common.tsv")).filter_map(|row| row.first().copied());
        let common: HashSet<&str> = words.chain(own).collect();
        Self {
            heads: heads.collect(),
            equal: equal.filter_map(|row| Some((*row.first()?, *row.get(1)?))).collect(),
            unique: unique.collect(),
            longest: common.iter().map(|word| word.chars().count()).max().unwrap_or_default(),
            common,
        }
    }

    /// What a folded name tells.
    pub(crate) fn read<'n>(&self, name: &'n str, local: bool, regions: &Regions) -> Told<'n> {
        if let Some((found, rest)) = divisions(name, local, regions) {
            return Told::Located(found, rest);
        }
        if self.is_unique(name, true) {
            return Told::Unique;
        }
        if let Some((head, ends, rest)) = self.head(name) {
            return Told::Level(head, ends, rest);
        }
        if self.is_common(name) {
            return Told::Common;
        }
        if self.is_unique(name, false) { Told::Unique } else { Told::Proper }
    }

    /// The level that a name begins with: what the division ends with, and what follows.
    fn head<'n>(&self, name: &'n str) -> Option<(Head, &'static str, &'n str)> {
        let begins = self.heads.iter().filter(|(text, ..)| name.starts_with(text));
        let (_, head, ends) = begins.max_by_key(|(text, ..)| text.len())?;
        let rest = name.strip_prefix(ends).filter(|rest| !rest.is_empty())?;
        Some(((*head)?, ends, rest))
    }

    /// What follows a division without its level said again: 县委组织部 after 塔河县.
    pub(crate) fn once<'n>(&self, division: &str, rest: &'n str) -> &'n str {
        match self.head(rest) {
            Some((Head::Division(_), ends, rest)) if division.ends_with(ends) => rest,
            _ => rest,
        }
    }

    /// Whether a name begins (or else holds) what makes it unique.
    fn is_unique(&self, name: &str, at_begin: bool) -> bool {
        self.unique.iter().filter(|(_, begins, _)| *begins == at_begin).any(|(text, _, not)| {
            let holds = if at_begin { name.starts_with(text) } else { name.contains(text) };
            holds && !not.iter().any(|not| name.contains(not))
        })
    }

    /// Whether a name is made of common words alone, ordinals among them.
    fn is_common(&self, name: &str) -> bool {
        let chars: Vec<char> = name.chars().collect();
        let mut reached = vec![false; chars.len() + 1];
        reached[0] = true;
        for at in 0..chars.len() {
            if !reached[at] {
                continue;
            }
            if chars[at] == '第' {
                let figures = chars[at + 1..].iter().take_while(|c| is_figure(**c)).count();
                reached[at + 1 + figures] |= figures > 0;
            }
            reached[at + 1] |= is_figure(chars[at]) && chars[at] != '一';
            for end in at + 1..=chars.len().min(at + self.longest) {
                let word: String = chars[at..end].iter().collect();
                reached[end] |= self.common.contains(word.as_str());
            }
        }
        reached[chars.len()]
    }

    /// What follows the division, as all write it: 人民政府 is 政府.
    pub(crate) fn equal(&self, rest: &str) -> String {
        let found = self.equal.iter().find_map(|(full, short)| Some((short, rest.strip_prefix(full)?)));
        found.map_or_else(|| rest.to_string(), |(short, behind)| format!("{short}{behind}"))
    }
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)
}

/// The divisions that a name begins with, and what follows: full names, each in the one before, or the short name of one
/// province or city (惠州供电局; not where `local`, for 和平社区 may be anywhere). What follows a short name must be a word or
/// two: 中山 alone is a person too.
fn divisions<'n>(name: &'n str, local: bool, regions: &Regions) -> Option<(Vec<Region>, &'n str)> {
    let mut found: Vec<Region> = Vec::new();
    let mut at = 0;
    loop {
        let rest = name.get(at..)?;
        let next = regions.full_starting(rest).map(|(length, next)| {
            let inside = |r: &Region| {
                found.is_empty() || found.iter().any(|&f| f != *r && regions.upwards(*r).any(|u| u == f))
            };
            (length, next.iter().copied().filter(inside).collect::<Vec<_>>())
        });
        match next {
            Some((length, next)) if !next.is_empty() => {
                found = next;
                at += length;
            }
            _ => break,
        }
    }
    if found.is_empty() && !local {
        let (length, short) = regions.short_starting(name)?;
        // 惠州 is plain, 长沙 more than a county in it, 河南 more than any county; 海南 is a province and a prefecture, and 朝阳 a
        // city and districts of others.
        let mut large = short.iter().filter(|&&r| regions.level(r) != Level::County);
        let only = large.next().filter(|_| large.next().is_none())?;
        let holds = |r: &Region| regions.upwards(*r).any(|above| above == *only);
        if regions.level(*only) != Level::Province && !short.iter().all(holds) {
            return None;
        }
        (found, at) = (vec![*only], length);
        // 广东惠州供电局.
        if let Some((length, inside)) = regions.short_starting(name.get(at..)?)
            && let [inside] = inside
            && regions.level(*inside) == Level::City
            && regions.upwards(*inside).any(|r| r == *only)
        {
            (found, at) = (vec![*inside], at + length);
        }
    }
    let rest = name.get(at..)?;
    (!found.is_empty() && !rest.is_empty()).then_some((found, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> String {
        let (names, regions) = (Names::new(), Regions::new());
        match names.read(name, false, &regions) {
            Told::Located(found, rest) => {
                let paths: Vec<&str> = found.iter().map(|&r| regions.path(r)).collect();
                format!("{} {rest}", paths.join(" "))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn ok_divisions_in_front() {
        for (name, want) in [
            ("惠州市国资委", "广东省/惠州市 国资委"),
            ("广东省惠州市惠城区教育局", "广东省/惠州市/惠城区 教育局"),
            ("惠州供电局", "广东省/惠州市 供电局"),
            ("广东惠州供电局", "广东省/惠州市 供电局"),
            ("惠州市新华书店", "广东省/惠州市 新华书店"),
            ("河南科技大学", "河南省 科技大学"),
            ("长沙海关", "湖南省/长沙市 海关"),
            ("朝阳区教育局", "北京市/朝阳区 吉林省/长春市/朝阳区 教育局"),
            ("长春市朝阳区教育局", "吉林省/长春市/朝阳区 教育局"),
            (
                "市中区教育局",
                "山东省/济南市/市中区 山东省/枣庄市/市中区 四川省/内江市/市中区 四川省/乐山市/市中区 教育局",
            ),
        ] {
            assert_eq!(told(name), want, "{name}");
        }
    }

    #[test]
    fn ok_levels_in_front() {
        for (name, want) in [
            ("市国资委", "Level(Division(City), \"市\", \"国资委\")"),
            ("市政府办公室", "Level(Division(City), \"市\", \"政府办公室\")"),
            ("县委组织部", "Level(Division(County), \"县\", \"委组织部\")"),
            ("省委", "Level(Division(Province), \"省\", \"委\")"),
            ("镇党委", "Level(Town, \"镇\", \"党委\")"),
            ("街道党工委", "Level(Town, \"街道\", \"党工委\")"),
            ("村党支部", "Level(Village, \"村\", \"党支部\")"),
            ("市城投集团有限公司", "Level(Division(City), \"市\", \"城投集团有限公司\")"),
            ("某科技有限公司", "Level(Here, \"某\", \"科技有限公司\")"),
            ("我院内科党支部", "Level(Here, \"我院\", \"内科党支部\")"),
        ] {
            assert_eq!(told(name), want, "{name}");
        }
        for name in ["市场监管局", "市政设施管理所", "区域协同中心", "乡村振兴局"] {
            assert!(!told(name).starts_with("Level"), "{name}: {}", told(name));
        }
    }

    #[test]
    fn ok_names_of_one_body_and_of_many() {
        for (name, want) in [
            ("中铁十二局集团", "Unique"),
            ("洮源薯业有限公司党支部", "Unique"),
            ("住房和城乡建设部信息中心", "Unique"),
            ("云栖理工大学", "Unique"),
            ("老年大学", "Common"),
            ("第一党支部", "Common"),
            ("机关党委", "Common"),
            ("儿科党支部", "Common"),
            ("经济发展局", "Common"),
            ("城投集团", "Common"),
            ("滨江城投集团", "Proper"),
            ("石泉湾村党支部", "Proper"),
            ("和平社区", "Proper"),
        ] {
            assert_eq!(told(name), want, "{name}");
        }
    }

    #[test]
    fn ok_ways_to_write_one_name() {
        assert_eq!(fold("惠州市 “国资委”"), "惠州市国资委");
        assert_eq!(fold("縣委組織部"), "县委组织部");
        let names = Names::new();
        assert_eq!(names.equal("人民政府办公室"), "政府办公室");
        assert_eq!(names.equal("委员会"), "委");
        assert_eq!(names.equal("烟草专卖局"), "烟草专卖局");
        assert_eq!(names.once("塔河县", "县委组织部"), "委组织部");
        assert_eq!(names.once("惠州市", "市场监管局"), "市场监管局");
        assert_eq!(names.once("惠州市", "县域经济研究会"), "县域经济研究会");
    }
}
