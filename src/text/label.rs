//! Labels of bylines: 记者, 责编:, 来源:, 发布时间:.

use super::phrase::Phrases;
use crate::lexicon::cells;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/lexicon/byline.tsv");

/// What stands after a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Reporter,
    Correspondent,
    Photographer,
    Editor,
    Author,
    /// Somebody with the role of those before: 实习生.
    Same,
    /// A newspaper, a site, an account.
    Outlet,
    /// The unit that issued it.
    Unit,
    /// Who gave pictures or texts.
    Given,
    /// A date.
    Date,
    /// Nothing of interest.
    Other,
}

static LABELS: LazyLock<Phrases<Label>> = LazyLock::new(|| {
    Phrases::new(cells(TABLE).filter_map(|row| {
        let label = match *row.get(1)? {
            "reporter" => Label::Reporter,
            "correspondent" => Label::Correspondent,
            "photographer" => Label::Photographer,
            "editor" => Label::Editor,
            "author" => Label::Author,
            "same" => Label::Same,
            "outlet" => Label::Outlet,
            "unit" => Label::Unit,
            "given" => Label::Given,
            "date" => Label::Date,
            _ => Label::Other,
        };
        Some((row.first()?.chars().collect(), label))
    }))
});

/// The labels of bylines.
pub(crate) fn labels() -> &'static Phrases<Label> {
    &LABELS
}
