//! The comments of new plans: what a key means is said by the field table, in the language of the plan.
//!
//! A template marks a line with `#?`; [`fill`] puts the key's line of help there. What the table says and what new plans
//! say can then never drift apart.

use crate::fields::{Field, Kind, Table};
use crate::language::ROOT;
use crate::method::Language;

/// What stands at the end of a line whose key is to be explained.
const MARKER: &str = "#?";

/// Where a comment beside its key ends at the latest; a longer one stands in lines of its own above the key.
const WIDTH: usize = 110;

/// A template's text with every marker replaced by the help of its key, or of the table whose header it follows. The key
/// may itself be commented out. A marker on something that the language does not know stays as it is.
pub fn fill(text: &str, language: Language) -> String {
    let mut filled = String::with_capacity(text.len() * 2);
    let mut table = Some(&ROOT);
    for line in text.lines() {
        // `# key = value` is a key that a plan may want; the comments of the template itself have no marker.
        let code = line.trim_start();
        let code = code.strip_prefix("# ").unwrap_or(code);
        let help = if let Some(path) = header(code) {
            let (outer, name) = path.rsplit_once('.').unwrap_or(("", path));
            let field = enter(outer).and_then(|table| find(table, name));
            table = field.and_then(inner);
            field
        } else {
            code.split_once('=').and_then(|(key, _)| find(table?, key.trim()))
        };
        match (line.trim_end().strip_suffix(MARKER), help) {
            (Some(kept), Some(field)) => explain(&mut filled, kept.trim_end(), &help_of(field, language)),
            _ => filled.push_str(line),
        }
        filled.push('\n');
    }
    filled
}

/// The path in a table's header: `calendar.freeze` of `[[calendar.freeze]]`.
fn header(code: &str) -> Option<&str> {
    let code = code.strip_prefix('[')?;
    let (path, rest) = code.strip_prefix('[').unwrap_or(code).split_once(']')?;
    // A sentence may begin with a header's name.
    let rest = rest.trim_start_matches(']').trim_start();
    (rest.is_empty() || rest.starts_with('#')).then(|| path.trim())
}

/// The table at a path from the root.
fn enter(path: &str) -> Option<&'static Table> {
    path.split('.').filter(|key| !key.is_empty()).try_fold(&ROOT, |table, key| inner(find(table, key)?))
}

fn find(table: &'static Table, key: &str) -> Option<&'static Field> {
    table.fields.iter().find(|field| field.key == key)
}

fn inner(field: &'static Field) -> Option<&'static Table> {
    match &field.kind {
        Kind::Table(table) => Some(table.get()),
        Kind::Tables(table) => Some(table),
        _ => None,
    }
}

/// The help of a key, with the words that it may hold and what its number counts where the help does not say so.
fn help_of(field: &Field, language: Language) -> String {
    let mut help = field.doc.get(language).to_owned();
    let words: &[_] = match &field.kind {
        Kind::Word(words) | Kind::List(Kind::Word(words)) => words,
        _ => &[],
    };
    if words.iter().any(|word| !help.contains(word.as_ref())) {
        help = format!("{help} ({})", words.join(", "));
    }
    let Some(unit) = field.unit.as_ref().map(|unit| unit.get(language)) else { return help };
    let said = unit.rsplit(' ').next().is_some_and(|word| help.to_lowercase().contains(word));
    if said { help } else { format!("{help} ({unit})") }
}

/// Writes a line with its help: behind it where there is room, else above it.
fn explain(filled: &mut String, line: &str, help: &str) {
    let beside = format!("{line}  # {help}");
    if beside.chars().count() <= WIDTH {
        filled.push_str(&beside);
        return;
    }
    let mut row = String::from("#");
    for word in help.split(' ') {
        if row.chars().count() + 1 + word.chars().count() > WIDTH {
            filled.push_str(&row);
            filled.push('\n');
            row = String::from("#");
        }
        row.push(' ');
        row.push_str(word);
    }
    filled.push_str(&row);
    filled.push('\n');
    filled.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_become_the_help_of_the_field_table() {
        let text = "\
schema = 1  #?
[calendar]  #?
[[calendar.freeze]]
from = 2027-11-15  #?
[plan]
# company = \"Ours\" #?
status = \"draft\"  #?
[[initiative]]
steps = [  #?
  { title = \"Build\", effort = \"2w\" },
]
[[initiative.steps]]
effort = \"2w\"  #?
";
        let filled = "\
schema = 1  # Version of the plan language
[calendar]  # Working days, holidays and freezes
[[calendar.freeze]]
from = 2027-11-15  # First day
[plan]
# company = \"Ours\"  # Whose plan it is
status = \"draft\"  # How far the plan is (draft, review, approved, closed)
[[initiative]]
steps = [  # The work, step by step
  { title = \"Build\", effort = \"2w\" },
]
[[initiative.steps]]
effort = \"2w\"  # Person-time
";
        assert_eq!(fill(text, Language::En), filled);
        assert!(fill(text, Language::Fr).starts_with("schema = 1  # Version du langage des plans\n"));
    }

    #[test]
    fn a_long_comment_stands_above_its_key() {
        let line = format!("[plan]\ntitle = \"{}\"", "x".repeat(100));
        let filled = fill(&format!("{line}  #?\n"), Language::En);
        assert_eq!(filled, format!("[plan]\n# Title of the documents\n{}\n", &line[7..]));
        let words = fill("[[evidence]]\nkind = \"survey\"  #?\n", Language::En);
        assert!(
            words.lines().count() > 2 && words.lines().all(|line| line.chars().count() <= WIDTH),
            "{words}"
        );
    }

    #[test]
    fn a_marker_that_the_language_does_not_know_stays() {
        for text in
            ["titel = 1  #?\n", "[plan]\ntitel = 1  #?\n", "[scoring.rice]\nscale = 1  #?\n", "[plam]  #?\n"]
        {
            assert_eq!(fill(text, Language::En), text);
        }
    }

    /// Keys of the language that a plan does not use, as `table.key`.
    fn unused(table: &'static Table, path: &str, plans: &[&toml::Table]) -> Vec<String> {
        let mut keys = Vec::new();
        for field in table.fields.iter() {
            let path = format!("{path}{}", field.key);
            let values: Vec<&toml::Value> =
                plans.iter().filter_map(|plan| plan.get(field.key.as_ref())).collect();
            if values.is_empty() {
                keys.push(path);
                continue;
            }
            let tables: Vec<&toml::Table> = values
                .iter()
                .flat_map(|value| value.as_array().map_or(std::slice::from_ref(*value), Vec::as_slice))
                .filter_map(toml::Value::as_table)
                .collect();
            if let Some(inner) = inner(field) {
                keys.extend(unused(inner, &format!("{path}."), &tables));
            }
        }
        keys
    }

    #[test]
    fn the_complete_template_shows_the_whole_language() {
        for text in [
            include_str!("../../../templates/init/complete/en/plan.toml"),
            include_str!("../../../templates/init/complete/fr/plan.toml"),
        ] {
            let plan: toml::Table = toml::from_str(text).unwrap();
            let mut unused = unused(&ROOT, "", &[&plan]);
            // Several files, which the template names in a comment.
            unused.retain(|key| !["include", "portfolio"].contains(&key.as_str()));
            // An [[actual]] is written like a baseline, which is there in every form.
            unused.retain(|key| !key.starts_with("actual."));
            // Where two keys say the same, one of them is in a comment.
            let in_comment = |key: &str| {
                let key = key.rsplit_once('.').map_or(key, |(_, key)| key);
                text.contains(&format!("\n# {key} = "))
            };
            unused.retain(|key| !in_comment(key));
            assert!(unused.is_empty(), "{unused:?}");
        }
    }
}
