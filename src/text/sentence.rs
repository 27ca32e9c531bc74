//! Where sentences end.

use crate::span::Span;

/// Splits a block into sentences and appends them. A sentence ends at 。 `!` `?` `;` (with the closing
/// quotation marks and brackets that follow), not inside 《》 and not inside brackets opened in it.
pub(super) fn split(chars: &[char], block: Span, out: &mut Vec<Span>) {
    let mut start = block.start;
    let mut i = start;
    let (mut title, mut paren) = (0usize, 0usize); // positions since an opening 《 or (
    while i < block.end {
        let Some(&c) = chars.get(i) else { break };
        i += 1;
        if is_plain(c) {
            continue;
        }
        match c {
            '《' => title = i,
            '》' => title = 0,
            '(' => paren = i,
            ')' => paren = 0,
            '。' | '!' | '?' | ';' => {
                if c != '。' && (inside(title, i) || inside(paren, i)) {
                    continue;
                }
                while i < block.end && chars.get(i).is_some_and(|&c| is_closing(c)) {
                    i += 1;
                }
                push(chars, start, i, out);
                start = i;
                (title, paren) = (0, 0);
            }
            _ => {}
        }
    }
    push(chars, start, block.end, out);
}

/// Whether a bracket opened at `opened` (0 = none) still holds: after 60 characters it was never closed.
fn inside(opened: usize, at: usize) -> bool {
    opened > 0 && at - opened <= 60
}

fn is_plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | ')' | '"' | '】' | '》' | '!' | '?' | '。')
}

/// Keeps a sentence, without blanks around it, if there is one.
fn push(chars: &[char], mut start: usize, mut end: usize, out: &mut Vec<Span>) {
    while start < end && chars.get(start) == Some(&' ') {
        start += 1;
    }
    while end > start && chars.get(end - 1) == Some(&' ') {
        end -= 1;
    }
    if start < end {
        out.push(Span::new(start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let mut out = Vec::new();
        split(&chars, Span::new(0, chars.len()), &mut out);
        out.iter().map(|span| chars[span.start..span.end].iter().collect()).collect()
    }

    #[test]
    fn ok_ends() {
        assert_eq!(
            sentences("两家结对。“真好!”他说;双方签约"),
            ["两家结对。", "“真好!”", "他说;", "双方签约"]
        );
        assert_eq!(
            sentences("学《如何办?怎样办!》一书。增长3.5%。"),
            ["学《如何办?怎样办!》一书。", "增长3.5%。"]
        );
        assert_eq!(sentences("(甲支部;乙支部)签约。 完"), ["(甲支部;乙支部)签约。", "完"]);
        assert_eq!(sentences("真的?!!是。"), ["真的?!!", "是。"]);
        assert_eq!(sentences(""), Vec::<String>::new());
    }
}
