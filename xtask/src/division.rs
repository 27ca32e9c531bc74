//! `data`: the table of administrative divisions, made from published lists.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where the lists lie, seen from the root of the repository.
pub const LISTS: &str = "../shared/data/lists/divisions";
/// The table made from them.
pub const TABLE: &str = "data/words/division.tsv";

const HEAD: &str =
    "# Administrative divisions of China and what they are shortened to (see SOURCES.tsv).\nname\tlevel\n";

/// What a division's name ends with, longest first; what is left is its short form.
const ENDINGS: &str = "\
    特别行政区 自治区 自治州 自治县 自治旗 地区 新区 林区 矿区 特区 省 市 县 区 \
    盟 旗";

/// Peoples that autonomous divisions are named after, as they stand in those names.
const PEOPLES: &str = "\
    维吾尔 回族 壮族 蒙古族 蒙古 藏族 苗族 彝族 布依族 朝鲜族 满族 侗族 瑶族 白族 \
    土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 \
    纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 \
    锡伯 普米族 塔吉克 怒族 鄂温克族 德昂族 保安族 裕固族 独龙族 各族";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Province,
    City,
    County,
    Town,
}

impl Level {
    const ALL: [Self; 4] = [Self::Province, Self::City, Self::County, Self::Town];

    fn word(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
        }
    }
}

/// The second column of a list of comma-separated, quoted names.
fn column(text: &str) -> impl Iterator<Item = &str> {
    text.lines().skip(1).filter_map(|line| line.split(',').nth(1)).map(|cell| cell.trim_matches('"'))
}

/// What stands in the lists for a division and is none.
pub(crate) const FILLERS: &[&str] = &["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

/// A name without its ending and without the peoples before it; of at least two characters, so that 北林区
/// is 北林 and not 北. `None` where nothing can be left out.
pub(crate) fn short(name: &str) -> Option<&str> {
    let long = |s: &&str| s.chars().nth(1).is_some();
    let mut rest = ENDINGS.split_whitespace().filter_map(|e| name.strip_suffix(e)).find(long)?;
    if rest == "内蒙古" {
        return Some(rest);
    }
    while let Some(shorter) = PEOPLES.split_whitespace().filter_map(|p| rest.strip_suffix(p)).find(long) {
        rest = shorter;
    }
    Some(rest)
}

/// A town, a township, a street, a sum, as it is written in reports.
fn town(name: &str) -> Option<&str> {
    let name = name.strip_suffix("办事处").unwrap_or(name);
    let endings = [("乡", 3), ("镇", 3), ("街道", 4), ("苏木", 4)];
    let least = endings.iter().find(|(e, _)| name.ends_with(e)).map(|&(_, least)| least)?;
    let plain = !name.contains(['-', '（', '(']);
    (plain && (least..=12).contains(&name.chars().count())).then_some(name)
}

/// Makes the table from the folder of lists.
pub fn table(lists: &Path) -> Result<String, String> {
    let read = |name: &str| {
        let path = lists.join(name);
        std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
    };
    let mut names: BTreeMap<Level, BTreeSet<String>> = BTreeMap::new();
    // Cities without counties stand in the list of counties once more.
    let mut put = |level: Level, name: &str| {
        let known = names.get(&Level::City).is_some_and(|cities| cities.contains(name));
        if !known && !FILLERS.contains(&name) {
            names.entry(level).or_default().insert(name.to_string());
        }
    };
    column(&read("provinces.csv")?).for_each(|n| put(Level::Province, n));
    column(&read("cities.csv")?).for_each(|n| put(Level::City, n));
    column(&read("areas.csv")?).for_each(|n| put(Level::County, n));
    column(&read("streets.csv")?).filter_map(town).for_each(|n| put(Level::Town, n));
    let others: BTreeMap<String, BTreeMap<String, Value>> =
        serde_json::from_str(&read("HK-MO-TW.json")?).map_err(|e| format!("HK-MO-TW.json: {e}"))?;
    for (province, parts) in &others {
        put(Level::Province, province);
        parts.keys().for_each(|n| put(Level::County, n));
    }

    let mut out = HEAD.to_string();
    let mut row = |name: &str, level: &str| {
        out.push_str(name);
        out.push('\t');
        out.push_str(level);
        out.push('\n');
    };
    for level in Level::ALL {
        names.get(&level).into_iter().flatten().for_each(|n| row(n, level.word()));
    }
    // One word means one thing: not a short form what is a full name, nor what a higher level is called.
    let mut taken: BTreeSet<&str> = names.values().flatten().map(String::as_str).collect();
    for level in [Level::Province, Level::City, Level::County] {
        let shorts: BTreeSet<&str> = names
            .get(&level)
            .into_iter()
            .flatten()
            .filter_map(|n| short(n))
            .filter(|s| !taken.contains(s))
            .collect();
        shorts.iter().for_each(|s| row(s, &format!("{}-short", level.word())));
        taken.extend(shorts);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_short_forms() {
        for (name, want) in [
            ("湖南省", Some("湖南")),
            ("内蒙古自治区", Some("内蒙古")),
            ("新疆维吾尔自治区", Some("新疆")),
            ("黔西南布依族苗族自治州", Some("黔西南")),
            ("大兴安岭地区", Some("大兴安岭")),
            ("梅里斯达斡尔族区", Some("梅里斯")),
            ("东乡族自治县", Some("东乡族")),
            ("六枝特区", Some("六枝")),
            ("北林区", Some("北林")),
            ("沈北新区", Some("沈北")),
            ("义县", None),
            ("香港岛", None),
        ] {
            assert_eq!(short(name), want, "{name}");
        }
    }

    #[test]
    fn ok_towns() {
        assert_eq!(town("保康街道办事处"), Some("保康街道"));
        assert_eq!(town("曼德拉苏木"), Some("曼德拉苏木"));
        for no in ["北京经济技术开发区", "古乡", "街道", "港口物流产业园-永安洲镇"] {
            assert_eq!(town(no), None, "{no}");
        }
    }
}
