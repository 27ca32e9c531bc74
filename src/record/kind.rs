//! The closed vocabularies of the record.

use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that stands for it in the record.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value that a word of the record stands for.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

vocabulary! {
    /// Kinds of organizations.
    OrgKind {
        /// 党委, 党支部, 组织部 …
        Party = "party",
        /// 局, 厅, 政府, 法院 …
        Government = "government",
        /// 公司, 集团, 银行 …
        Enterprise = "enterprise",
        /// 学校, 医院, 图书馆, 研究院 …
        Institution = "institution",
        /// 村委会, 社区 …
        Grassroots = "grassroots",
        /// 协会, 商会, 工会 …
        Social = "social",
        /// 日报, 电视台 …
        Media = "media",
        /// What is none of these.
        Other = "other",
    }
}

vocabulary! {
    /// Levels of party organizations.
    PartyLevel {
        /// 党委, 区委.
        Committee = "committee",
        /// 党总支.
        GeneralBranch = "general_branch",
        /// 党支部.
        Branch = "branch",
        /// 党组.
        Group = "group",
        /// 工委, 党工委.
        WorkCommittee = "work_committee",
        /// 纪委.
        Discipline = "discipline",
        /// 组织部 and its like.
        Other = "other",
    }
}

vocabulary! {
    /// How an organization is mentioned.
    Form {
        /// By its name.
        Name = "name",
        /// By a shortened name.
        Short = "short",
        /// By a common noun that refers back (该支部).
        Anaphor = "anaphor",
    }
}

vocabulary! {
    /// How the date of publication is known.
    Basis {
        /// The caller said so.
        Given = "given",
        /// A dateline of the report.
        Byline = "byline",
        /// Dates in the text.
        Inferred = "inferred",
    }
}

vocabulary! {
    /// What an author did.
    AuthorRole {
        /// 记者.
        Reporter = "reporter",
        /// 通讯员.
        Correspondent = "correspondent",
        /// 摄影, 摄, 图/.
        Photographer = "photographer",
        /// 编辑, 责编, 审核, 校对.
        Editor = "editor",
        /// 作者, 撰文, 文/, 供稿, a name in brackets at the end; anything else, or not said.
        Author = "author",
    }
}

vocabulary! {
    /// Kinds of dates.
    DateKind {
        /// A point in time of any granularity: 2020年, 8月8日, 3月24日下午.
        Date = "date",
        /// From one to another.
        Range = "range",
        /// A length of time: 三年, 30天.
        Duration = "duration",
        /// A named period (“十四五”).
        Period = "period",
        /// Something that recurs (每周三).
        Set = "set",
        /// A time of day without a day: 14时30分.
        Time = "time",
        /// Vague (近日, 目前): found, but no part of the record.
        Vague = "vague",
    }
}

vocabulary! {
    /// What stands beside a date and changes which time is meant.
    Modifier {
        /// 初, 上旬.
        Start = "start",
        /// 中, 中旬.
        Mid = "mid",
        /// 底, 末, 下旬.
        End = "end",
        /// 前, 以前.
        Before = "before",
        /// 后, 以后.
        After = "after",
        /// 起, 以来.
        Since = "since",
        /// 截至.
        Until = "until",
    }
}

vocabulary! {
    /// Kinds of numbers.
    NumberKind {
        /// A count or a measure.
        Cardinal = "cardinal",
        /// A place in an order (第二期).
        Ordinal = "ordinal",
        /// A share (90%).
        Percent = "percent",
        /// An amount of money.
        Money = "money",
        /// A fraction (三分之二).
        Fraction = "fraction",
        /// A multiple (3倍).
        Multiple = "multiple",
    }
}

vocabulary! {
    /// How a number bounds what is meant.
    Bound {
        /// Just so.
        Exact = "exact",
        /// 约, 左右, 几, 数.
        About = "about",
        /// 近, 将近, 接近.
        Nearly = "nearly",
        /// 超过, 余, 多, 逾, 突破.
        Over = "over",
        /// 以上, 不少于, 至少.
        AtLeast = "at_least",
        /// 不足, 不到.
        Under = "under",
        /// 以下, 以内, 不超过.
        AtMost = "at_most",
        /// From low to high.
        Range = "range",
        /// The figure is masked.
        Masked = "masked",
    }
}

vocabulary! {
    /// What sort of relation a pairing is.
    PairingType {
        /// 结对, 共建, 联建.
        CoBuilding = "co-building",
        /// 联盟, 联合体, 共同体.
        Alliance = "alliance",
        /// 帮扶, 支援.
        Assistance = "assistance",
        /// 签约, where no other word says what for.
        Agreement = "agreement",
    }
}

vocabulary! {
    /// Whether a pairing exists.
    PairingStatus {
        /// Signed, or in being.
        Signed = "signed",
        /// Announced.
        Planned = "planned",
    }
}

/// JSON `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Unknown;
