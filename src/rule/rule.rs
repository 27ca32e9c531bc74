//! A form that a finder knows, with what shows that it does.

/// A form of dates or numbers: its name, what it covers, examples and near misses.
///
/// The name is the one candidates carry. Tests read every example and every near miss.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Rule {
    /// `kind/what-it-matches`.
    pub name: &'static str,
    /// What it covers, in a few words.
    pub covers: &'static str,
    /// Texts that are such a form as a whole, and their value.
    pub examples: &'static [(&'static str, &'static str)],
    /// Texts that look alike and are not.
    pub near_misses: &'static [&'static str],
}

impl Rule {
    /// A rule; without an example and a near miss it does not compile.
    pub(crate) const fn new(
        name: &'static str,
        covers: &'static str,
        examples: &'static [(&'static str, &'static str)],
        near_misses: &'static [&'static str],
    ) -> Self {
        assert!(!examples.is_empty(), "a rule needs an example");
        assert!(!near_misses.is_empty(), "a rule needs a near miss");
        Self { name, covers, examples, near_misses }
    }

    /// The rules as a page: a table of forms, examples and near misses.
    pub fn page(rules: &[Self]) -> String {
        let mut out = String::from("| form | rule | examples | not |\n|---|---|---|---|\n");
        for rule in rules {
            let examples: Vec<String> =
                rule.examples.iter().map(|(text, value)| format!("{text} → `{value}`")).collect();
            out.push_str(&format!(
                "| {} | `{}` | {} | {} |\n",
                rule.covers,
                rule.name,
                examples.join("; "),
                rule.near_misses.join("; ")
            ));
        }
        out
    }
}

/// The table that ends a page of the documentation must be that of the rules. `UPDATE_PAGES=1 cargo test` writes it.
#[cfg(test)]
pub(crate) fn check_page(path: &str, rules: &[Rule]) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let page = std::fs::read_to_string(&path).unwrap();
    let head = page.split("\n| form |").next().unwrap().trim_end();
    let want = format!("{head}\n\n{}", Rule::page(rules));
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, want).unwrap();
        return;
    }
    assert_eq!(page, want, "{}", path.display());
}
