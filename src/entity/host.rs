//! Whose party organization a name speaks of: of the organization that it names, or of one that is known already.

use super::name::Name;
use crate::lexicon::Lexicon;
use crate::record::OrgKind;

/// How the name of a party organization tells its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// By this many characters of the name: 县财政局 in 县财政局党组, and in 县财政局国库监管党支部.
    Name(usize),
    /// By the noun that begins here: 局党组, 集团机关党委, 我校党支部. The organization was named before.
    Noun(usize),
    /// Not at all: 机关第一党支部.
    Not,
}

/// How a name tells its host.
pub(super) fn told(name: &Name, lexicon: &Lexicon) -> Told {
    let host = name.host();
    if host.is_empty() {
        return Told::Not;
    }
    let start = pointed(host);
    let noun = match &host[start..] {
        ['市' | '县' | '区' | '省', '局'] | ['总' | '分', '局' | '厂' | '院' | '行'] => true,
        [c] => "局厂院校所站行馆队段社团处镇乡村".contains(*c),
        noun => name.core == 0 && noun.len() <= 4 && lexicon.noun_starting(noun) == Some(noun.len()),
    };
    if noun && !name.masked {
        return Told::Noun(start);
    }
    // 县财政局|国库监管, 县文旅局|文物与博物馆: what a branch of the bureau does.
    let joined = host.iter().position(|c| matches!(c, '与'));
    if ends_as_unit(host, lexicon) && joined.is_none() {
        return Told::Name(host.len());
    }
    let most = joined.unwrap_or(host.len()).min(host.len().saturating_sub(2));
    let whole = (name.core + 2..=most).rev().find(|&end| {
        lexicon.suffixes.longest(&host[..end]).and_then(|id| lexicon.suffixes.get(id)).is_some_and(|s| {
            matches!(
                s.kind,
                OrgKind::Government | OrgKind::Enterprise | OrgKind::Institution | OrgKind::Grassroots
            ) && end > s.len
                && (s.len > 1 || end >= 3)
        })
    });
    Told::Name(whole.unwrap_or(host.len()))
}

/// The houses that have a branch of some sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum House {
    School,
    Hospital,
    Tobacco,
    Power,
    Any,
}

impl House {
    /// The houses that have a branch so called (研究生, 护理, 运检).
    pub(super) fn of_branch(modifiers: &[char]) -> Self {
        const SCHOOL: [&str; 7] = ["研究生", "本科生", "教工", "教师", "学生", "硕士", "博士"];
        const HOSPITAL: [&str; 7] = ["医技", "医务", "护理", "门诊", "临床", "药剂", "妇儿"];
        const TOBACCO: [&str; 3] = ["卷烟", "专卖", "烟叶"];
        const POWER: [&str; 5] = ["运检", "检修", "运维", "运行", "调控"];
        let text: String = modifiers.iter().collect();
        let any = |words: &[&str]| words.iter().any(|w| text.contains(w));
        if any(&SCHOOL) && !text.contains("退休") {
            Self::School
        } else if any(&HOSPITAL) {
            Self::Hospital
        } else if any(&TOBACCO) {
            Self::Tobacco
        } else if any(&POWER) {
            Self::Power
        } else {
            Self::Any
        }
    }

    /// Whether an organization is such a house.
    pub(super) fn is(self, name: &[char]) -> bool {
        let ends = |ends: &[&[char]]| ends.iter().any(|end| name.ends_with(end));
        match self {
            Self::School => ends(&[
                &['学', '院'],
                &['大', '学'],
                &['学', '校'],
                &['中', '学'],
                &['小', '学'],
                &['系'],
                &['分', '院'],
            ]),
            Self::Hospital => ends(&[&['医', '院'], &['卫', '生', '院'], &['分', '院'], &['保', '健', '院']]),
            Self::Tobacco => name.contains(&'烟'),
            Self::Power => name.contains(&'电'),
            Self::Any => true,
        }
    }
}

/// Whether a text ends as an organization or a unit of one does.
pub(super) fn ends_as_unit(text: &[char], lexicon: &Lexicon) -> bool {
    lexicon.suffixes.longest(text).is_some()
        || text.last().is_some_and(|c| {
            matches!(
                c,
                '部' | '处'
                    | '室'
                    | '科'
                    | '办'
                    | '组'
                    | '心'
                    | '股'
                    | '站'
                    | '所'
                    | '队'
                    | '院'
                    | '系'
                    | '会'
                    | '委'
                    | '局'
                    | '间'
                    | '班'
                    | '厂'
                    | '段'
                    | '庭'
                    | '团'
                    | '村'
                    | '镇'
                    | '乡'
                    | '道'
                    | '区'
                    | '市'
                    | '县'
                    | '省'
                    | '店'
                    | '行'
                    | '库'
                    | '矿'
                    | '场'
                    | '园'
                    | '馆'
                    | '校'
                    | '社'
                    | '司'
            )
        })
}

/// How many characters at the beginning point to a house: 我 of 我校, 该 of 该局.
fn pointed(chars: &[char]) -> usize {
    usize::from(matches!(chars, ['我' | '该' | '本', _, ..]))
}

/// A name that begins with a noun for its house: where the noun begins and ends (我院|眼科, 院|工会).
pub(super) fn of_house(chars: &[char], lexicon: &Lexicon) -> Option<(usize, usize)> {
    let start = pointed(chars);
    let rest = &chars[start..];
    let noun = match rest {
        ['局' | '厂' | '院' | '校' | '所' | '行' | '馆' | '站' | '段' | '镇' | '乡' | '队', ..] => {
            1
        }
        _ => lexicon.noun_starting(rest)?,
    };
    let unit = &rest[noun..];
    let own = if start > 0 { unit.len() >= 2 } else { lexicon.is_elided(unit) };
    own.then_some((start, start + noun))
}

/// A unit without the noun for the whole that stands before it: 客户中心 of 公司客户中心, 财务处 of 我校财务处.
pub(super) fn without_noun<'n>(host: &'n [char], lexicon: &Lexicon) -> Option<&'n [char]> {
    let rest = host.get(pointed(host)..)?;
    let noun = match rest {
        ['局' | '厂' | '院' | '校' | '所' | '行' | '馆', ..] => 1,
        _ => lexicon.noun_starting(rest)?,
    };
    rest.get(noun..).filter(|unit| unit.len() >= 3)
}

/// Whether one host's name is the other with more before it: 黄沙港供电所 and 射阳县供电公司黄沙港供电所.
pub(super) fn tails_agree(one: &[char], two: &[char]) -> bool {
    let (short, long) = if one.len() < two.len() { (one, two) } else { (two, one) };
    short.len() >= 3 && long.ends_with(short)
}
