//! Lines as a small tree, drawn with the characters of frames.

/// A line with those below it.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) line: String,
    pub(crate) below: Vec<Branch>,
}

impl Branch {
    pub(crate) fn new(line: impl Into<String>) -> Self {
        Self { line: line.into(), below: Vec::new() }
    }

    /// The lines with what is drawn before each: `(├─ , line)`.
    pub(crate) fn draw(branches: &[Self]) -> Vec<(String, &str)> {
        let mut out = Vec::new();
        Self::draw_at(branches, "", &mut out);
        out
    }

    fn draw_at<'b>(branches: &'b [Self], before: &str, out: &mut Vec<(String, &'b str)>) {
        for (at, branch) in branches.iter().enumerate() {
            let last = at + 1 == branches.len();
            out.push((format!("{before}{}", if last { "└─ " } else { "├─ " }), branch.line.as_str()));
            Self::draw_at(&branch.below, &format!("{before}{}", if last { "   " } else { "│  " }), out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_branches() {
        let mut two = Branch::new("two");
        two.below = vec![Branch::new("a"), Branch::new("b")];
        let mut last = Branch::new("last");
        last.below = vec![Branch::new("c")];
        let drawn = Branch::draw(&[Branch::new("one"), two, last])
            .iter()
            .map(|(before, line)| format!("{before}{line}"))
            .collect::<Vec<_>>();
        assert_eq!(drawn, ["├─ one", "├─ two", "│  ├─ a", "│  └─ b", "└─ last", "   └─ c"]);
    }
}
