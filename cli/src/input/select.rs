//! Which files of folders and archives are wanted.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// The options.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct Select {
    /// Of folders and archives, read only files whose name or path matches: '*.html', '2021/**'; may be given again
    ///
    /// A file that matches is read whatever its name ends with. A pattern matches a whole path or its end; `*` stays
    /// within a folder, `**` does not.
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub(crate) include: Vec<Glob>,

    /// Of folders and archives, leave out files and folders whose name or path matches; may be given again
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub(crate) exclude: Vec<Glob>,
}

/// A pattern as it is written.
pub(crate) fn glob(pattern: &str) -> Result<Glob, String> {
    build(pattern).map_err(|e| e.to_string())
}

fn build(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern.trim_start_matches("./")).literal_separator(true).build()
}

/// Patterns made ready.
#[derive(Debug)]
pub(super) struct Selection {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Selection {
    pub(super) fn new(select: &Select) -> Self {
        let set = |globs: &[Glob]| {
            let mut set = GlobSetBuilder::new();
            for glob in globs {
                set.add(glob.clone());
                // Also where the path begins higher up.
                if let Ok(higher) = build(&format!("**/{}", glob.glob())) {
                    set.add(higher);
                }
            }
            set.build().unwrap_or_default()
        };
        let include = (!select.include.is_empty()).then(|| set(&select.include));
        Self { include, exclude: set(&select.exclude) }
    }

    /// Whether a file is named by `--include`.
    pub(super) fn includes(&self, path: &str) -> bool {
        self.include.as_ref().is_some_and(|set| set.is_match(path))
    }

    /// Whether only named files are read.
    pub(super) fn is_strict(&self) -> bool {
        self.include.is_some()
    }

    /// Whether a file or one of its folders, down from the first, is left out.
    pub(super) fn excludes(&self, path: &str) -> bool {
        !self.exclude.is_empty()
            && path.match_indices('/').map(|(at, _)| at).chain([path.len()]).any(|at| {
                path.get(..at).is_some_and(|prefix| !prefix.is_empty() && self.exclude.is_match(prefix))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_names_paths_and_folders() {
        let globs = |patterns: &[&str]| patterns.iter().map(|p| glob(p).unwrap()).collect::<Vec<_>>();
        let selection = Selection::new(&Select {
            include: globs(&["*.html", "2021/**/*.txt"]),
            exclude: globs(&["draft*", "x/y"]),
        });
        for (path, includes, excludes) in [
            ("a/b.html", true, false),
            ("a.txt", false, false),
            ("archive/2021/7/a.txt", true, false),
            ("archive/2021/a.txt", true, false),
            ("archive/drafts/2021/a.txt", true, true),
            ("x/y/z.html", true, true),
            ("w/x/y/z.html", true, true),
            ("x/yy/z.html", true, false),
        ] {
            assert_eq!((selection.includes(path), selection.excludes(path)), (includes, excludes), "{path}");
        }
        let all = Selection::new(&Select::default());
        assert!(!all.is_strict() && !all.excludes("a") && !all.includes("a"));
        assert!(glob("a[").is_err());
    }
}
