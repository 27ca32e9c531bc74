//! `dangjian.toml`: options that need not be typed each time. What is typed wins.

use crate::message::Stop;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// What the file is called where it is not named: it is looked for in the folder one stands in.
pub(crate) const NAME: &str = "dangjian.toml";

/// What `dangjian init` writes.
pub(crate) const SAMPLE: &str = include_str!("dangjian.toml");

/// The sections with the options that each may hold, by their long names.
const SECTIONS: &[(&str, &[&str])] = &[
    ("input", &["published", "text-field", "id-field", "date-field", "title-field", "include", "exclude"]),
    ("limits", &["max-size", "max-depth", "max-ratio", "max-entries"]),
    ("lexicon", &["names", "words"]),
    ("output", &["output", "pretty", "resume", "fail-fast", "threads"]),
    ("messages", &["quiet", "log-format"]),
];
/// Options whose values are paths, which count from the folder of the file.
const PATHS: &[&str] = &["names", "words", "output"];

/// The arguments with those of the configuration file among them, for commands that know them.
pub(crate) fn with_file(arguments: Vec<OsString>, command: &Command) -> Result<Vec<OsString>, Stop> {
    // Wrong usage is said by the parser that comes after.
    let Ok(matches) = command.clone().try_get_matches_from(&arguments) else { return Ok(arguments) };
    let Some((name, given)) = matches.subcommand() else { return Ok(arguments) };
    let Some(sub) = command.find_subcommand(name) else { return Ok(arguments) };
    let reads = sub.get_arguments().any(|a| a.get_long() == Some("text-field"));
    if !reads || given.get_flag("no_config") {
        return Ok(arguments);
    }
    let named = given.get_one::<PathBuf>("config");
    let path = named.cloned().unwrap_or_else(|| PathBuf::from(NAME));
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
            return Ok(arguments);
        }
        Err(error) => return Err(Stop::Usage(format!("{}: {error}", path.display()))),
    };
    let options = options(&text, path.parent().unwrap_or(Path::new("")))
        .map_err(|problem| Stop::Usage(format!("{}: {}", path.display(), problem.trim_end())))?;
    let mut more = Vec::new();
    for (option, values) in options {
        let known = command
            .get_arguments()
            .chain(sub.get_arguments())
            .find(|a| a.get_long() == Some(option.as_str()));
        let Some(argument) = known else { continue };
        if is_typed(given, argument.get_id().as_str()) {
            continue;
        }
        // An option that only makes sense beside another one is left out without it.
        if option == "resume" && given.get_one::<PathBuf>("output").is_none() && !text.contains("output") {
            continue;
        }
        more.extend(values.into_iter().map(|value| OsString::from(format!("--{option}{value}"))));
    }
    let at = arguments.iter().position(|a| a == name).map_or(arguments.len(), |at| at + 1);
    let mut all = arguments;
    all.splice(at..at, more);
    Ok(all)
}

fn is_typed(matches: &ArgMatches, id: &str) -> bool {
    matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// The options of a file; each value as it stands behind the option's name.
fn options(text: &str, folder: &Path) -> Result<Vec<(String, Vec<String>)>, String> {
    let file: Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
    let mut options = Vec::new();
    for (section, content) in file {
        let names = SECTIONS.iter().find(|s| s.0 == section).map(|s| s.1);
        let (Some(names), Value::Table(content)) = (names, content) else {
            let known: Vec<&str> = SECTIONS.iter().map(|s| s.0).collect();
            return Err(format!("[{section}] is not known; sections are {}", known.join(", ")));
        };
        for (name, value) in content {
            if !names.contains(&name.as_str()) {
                return Err(format!("{name} is not known in [{section}], but {}", names.join(", ")));
            }
            let text = |value: Value| match value {
                Value::String(path) if PATHS.contains(&name.as_str()) => {
                    Ok(format!("={}", folder.join(path).display()))
                }
                Value::String(text) => Ok(format!("={text}")),
                Value::Integer(number) => Ok(format!("={number}")),
                Value::Datetime(moment) => Ok(format!("={moment}")),
                other => Err(format!("{name} cannot be a {}", other.type_str())),
            };
            let values = match value {
                Value::Boolean(true) => vec![String::new()],
                Value::Boolean(false) => Vec::new(),
                Value::Array(values) => values.into_iter().map(text).collect::<Result<_, _>>()?,
                one => vec![text(one)?],
            };
            options.push((name, values));
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_sections_and_values() {
        let text = "[input]\ntext-field = '正文'\npublished = 2021-07-01\ninclude = ['*.html', '*.txt']\n\
            [output]\noutput = 'out.jsonl'\npretty = true\nresume = false\nthreads = 2\n";
        let options = options(text, Path::new("x")).unwrap();
        let of = |name: &str| options.iter().find(|o| o.0 == name).unwrap().1.clone();
        assert_eq!(of("text-field"), ["=正文"]);
        assert_eq!(of("published"), ["=2021-07-01"]);
        assert_eq!(of("include"), ["=*.html", "=*.txt"]);
        assert_eq!(of("output"), ["=x/out.jsonl"]);
        assert_eq!(
            (of("pretty"), of("resume"), of("threads")),
            (vec![String::new()], vec![], vec!["=2".into()])
        );
    }

    #[test]
    fn err_unknown() {
        let read = |text: &str| options(text, Path::new("")).unwrap_err();
        assert!(read("[inputs]\n").contains("[inputs] is not known"));
        assert!(read("[input]\ntxt-field = 'a'").contains("txt-field is not known in [input]"));
        assert!(read("[input]\npublished = 1.5").contains("published cannot be a float"));
        assert!(read("[input\n").contains("line 1"));
    }

    /// The sample holds every option, and every line of it that is commented out is sound.
    #[test]
    fn ok_sample() {
        assert!(options(SAMPLE, Path::new("")).unwrap().is_empty());
        let all: String = SAMPLE
            .lines()
            .map(|line| match line.strip_prefix("#") {
                Some(setting) if setting.contains(" = ") && !setting.starts_with(' ') => {
                    format!("{setting}\n")
                }
                _ => format!("{line}\n"),
            })
            .collect();
        let set = options(&all, Path::new("")).unwrap();
        for name in SECTIONS.iter().flat_map(|s| s.1) {
            assert!(set.iter().any(|o| o.0 == *name), "{name}");
        }
    }
}
