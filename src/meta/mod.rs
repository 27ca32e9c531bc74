//! What stands around a report: its title, the outlet, who wrote it, the line that dates it.
//!
//! Names are read only where they are credited: after a label (记者, 通讯员, 撰文/, 责编:), before 摄, or in
//! brackets at the end of the text. What a photographer's unit gave (通讯员供图) names nobody.

mod byline;
mod name;
mod outlet;
mod title;

pub use crate::record::{Author, AuthorRole};

use crate::span::Span;
use crate::text::{Document, Role};

/// What stands around a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Meta {
    /// The headline; its lines are put together.
    pub title: Option<String>,
    /// The newspaper, site or account.
    pub outlet: Option<String>,
    /// Authors in the order of the text; nobody twice in one role.
    pub authors: Vec<Author>,
    /// The block that dates the report (place, source and date; signature and date), if one does.
    pub dateline: Option<Span>,
}

/// Reads what stands around a report.
///
/// ```
/// use dangjian::{meta, text::Document};
/// let doc = Document::read("两支部结对\n本报记者 周宁 通讯员李建国王小明\n7月1日,河湾村党支部与县供电公司党支部签约。双方约定每季度碰一次头。\n来源:清江日报 责编:何静");
/// let meta = meta::read(&doc);
/// assert_eq!(meta.title.as_deref(), Some("两支部结对"));
/// assert_eq!(meta.outlet.as_deref(), Some("清江日报"));
/// let names: Vec<&str> = meta.authors.iter().map(|author| author.name.as_str()).collect();
/// assert_eq!(names, ["周宁", "李建国", "王小明", "何静"]);
/// ```
pub fn read(doc: &Document<'_>) -> Meta {
    Meta {
        title: title::find(doc),
        outlet: outlet::find(doc),
        authors: byline::find(doc),
        dateline: dateline(doc),
    }
}

/// The first line that is a date with what belongs to it; else the last, a signature.
fn dateline(doc: &Document<'_>) -> Option<Span> {
    let dated = |span: &Span| {
        doc.slice(*span).windows(4).any(|w| w.iter().all(char::is_ascii_digit))
            || doc.slice(*span).contains(&'年')
    };
    doc.blocks()
        .iter()
        .filter(|block| matches!(block.role, Role::Dateline | Role::Byline | Role::Boilerplate))
        .map(|block| block.span)
        .find(|span| span.len() <= 120 && dated(span) && has_day(doc.slice(*span)))
}

/// Whether a line holds a year and a month: 2021-03, 2021年3月, 2021.3.5.
fn has_day(line: &[char]) -> bool {
    line.windows(6).any(|w| {
        w[..4].iter().all(char::is_ascii_digit)
            && matches!(w[..2], ['1', '9'] | ['2', '0'])
            && matches!(w[4], '-' | '/' | '.' | '年')
            && w[5].is_ascii_digit()
    }) || line.contains(&'年') && line.contains(&'月') && (line.contains(&'〇') || line.contains(&'零'))
}

/// The raw text of a part of the view, given as a slice of it.
fn raw(doc: &Document<'_>, part: &[char]) -> String {
    let offset = (part.as_ptr() as usize).wrapping_sub(doc.chars().as_ptr() as usize) / size_of::<char>();
    doc.name(Span::new(offset, offset.saturating_add(part.len()).min(doc.chars().len())))
}

#[cfg(test)]
mod tests;
