//! Writing `[scoring.<id>] plugin = "…"` into the text of a plan, and taking it out again. Everything else stays as it is: a
//! change that would alter anything but this key, as TOML reads it, is not made.

use toml::{Table, Value};

/// The text with the plugin named; none where there is no safe way. A text that names it already comes back as it is; one that
/// names another file is changed only to `replace` it.
pub fn name_plugin(text: &str, id: &str, path: &str, replace: bool) -> Option<String> {
    let before: Table = text.parse().ok()?;
    if let Some(known) = plugin_of(&before, id) {
        return match known == path {
            true => Some(text.to_owned()),
            false => replace.then(|| rename_plugin(text, id, known, path))?,
        };
    }
    let end = line_end(text);
    let line = format!("plugin = {}", Value::String(path.to_owned()));
    let changed = match header(text, id) {
        Some(at) => {
            // The header may be the last line, without an end of its own.
            let gap = if text[..at].ends_with('\n') { "" } else { end };
            format!("{}{gap}{line}{end}{}", &text[..at], &text[at..])
        }
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
            format!("{text}{gap}{end}[scoring.{id}]{end}{line}{end}")
        }
    };
    let mut wanted = before;
    let scoring = wanted.entry("scoring").or_insert_with(|| Value::Table(Table::new())).as_table_mut()?;
    let method = scoring.entry(id).or_insert_with(|| Value::Table(Table::new())).as_table_mut()?;
    method.insert("plugin".to_owned(), Value::String(path.to_owned()));
    same(&changed, &wanted).then_some(changed)
}

/// The text with another path for a plugin that it names.
fn rename_plugin(text: &str, id: &str, known: &str, path: &str) -> Option<String> {
    let (head, section) = text.split_at(header(text, id)?);
    let line = section.split_inclusive('\n').find(|line| is_key(line))?;
    let quoted = [format!("\"{known}\""), format!("'{known}'")].into_iter().find(|old| line.contains(old))?;
    let renamed = line.replacen(&quoted, &Value::String(path.to_owned()).to_string(), 1);
    let changed = format!("{head}{}", section.replacen(line, &renamed, 1));
    let mut wanted: Table = text.parse().ok()?;
    *wanted.get_mut("scoring")?.get_mut(id)?.get_mut("plugin")? = Value::String(path.to_owned());
    same(&changed, &wanted).then_some(changed)
}

/// Whether a line says where the plugin is.
fn is_key(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| key.trim() == "plugin")
}

/// The text without the key, and without the header where nothing else stands under it; none where there is no safe way.
pub fn forget_plugin(text: &str, id: &str) -> Option<String> {
    let mut wanted: Table = text.parse().ok()?;
    let scoring = wanted.get_mut("scoring")?.as_table_mut()?;
    let method = scoring.get_mut(id)?.as_table_mut()?;
    method.remove("plugin")?;
    let is_empty = method.is_empty();
    if is_empty {
        scoring.remove(id);
    }
    let after_header = header(text, id)?;
    let section = &text[after_header..];
    let length = section
        .split_inclusive('\n')
        .scan(0, |at, line| {
            *at += line.len();
            Some((*at - line.len(), line))
        })
        .find(|(_, line)| line.trim_start().starts_with('['))
        .map_or(section.len(), |(at, _)| at);
    let (body, rest) = section.split_at(length);
    let kept: String = body.split_inclusive('\n').filter(|line| !is_key(line)).collect();
    let head = &text[..after_header];
    let changed = if is_empty && kept.trim().is_empty() {
        let start = head.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
        let head = &head[..start];
        // The blank line before the header goes with it, where nothing follows that it would part.
        let end = line_end(text);
        let head = head
            .strip_suffix(&format!("{end}{end}"))
            .filter(|_| rest.is_empty())
            .map(|head| format!("{head}{end}"));
        format!("{}{rest}", head.as_deref().unwrap_or(&text[..start]))
    } else {
        format!("{head}{kept}{rest}")
    };
    let without_table = same(&changed, &wanted);
    // Where a comment keeps the header, an empty table stays.
    let with_table = || {
        let mut wanted = wanted.clone();
        let scoring = wanted.get_mut("scoring").and_then(Value::as_table_mut);
        scoring.is_some_and(|scoring| {
            scoring.entry(id).or_insert_with(|| Value::Table(Table::new()));
            true
        }) && same(&changed, &wanted)
    };
    let without_scoring = || {
        let mut wanted = wanted.clone();
        let empty = wanted.get("scoring").and_then(Value::as_table).is_some_and(Table::is_empty);
        empty && wanted.remove("scoring").is_some() && same(&changed, &wanted)
    };
    (without_table || with_table() || without_scoring()).then_some(changed)
}

/// The path of the plugin that a text names for a method.
fn plugin_of<'t>(table: &'t Table, id: &str) -> Option<&'t str> {
    table.get("scoring")?.get(id)?.get("plugin")?.as_str()
}

fn same(text: &str, wanted: &Table) -> bool {
    text.parse::<Table>().is_ok_and(|table| table == *wanted)
}

/// Where the line after `[scoring.<id>]` begins.
fn header(text: &str, id: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let head = line.split('#').next().unwrap_or_default().trim();
        let inner = head.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let names_it = inner.and_then(|inner| inner.split_once('.')).is_some_and(|(scoring, method)| {
            scoring.trim() == "scoring" && method.trim().trim_matches('"') == id
        });
        if names_it {
            return Some(at);
        }
    }
    None
}

fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "# mine\nschema = 1\n\n[scoring]\nprimary = \"rice\" # for now\n";

    #[test]
    fn a_plugin_is_named_at_the_end_and_forgotten_again() {
        let named = name_plugin(PLAN, "votes", "plugins/votes.wasm", false).unwrap();
        assert_eq!(named, format!("{PLAN}\n[scoring.votes]\nplugin = \"plugins/votes.wasm\"\n"));
        assert_eq!(
            name_plugin(&named, "votes", "plugins/votes.wasm", false).unwrap(),
            named,
            "once is enough"
        );
        assert_eq!(name_plugin(&named, "votes", "other.wasm", false), None, "somebody else's choice");
        let other = name_plugin(&named, "votes", "other.wasm", true).unwrap();
        assert_eq!(other, named.replace("plugins/votes.wasm", "other.wasm"), "asked for");
        assert_eq!(forget_plugin(&named, "votes").unwrap(), PLAN);
    }

    #[test]
    fn a_plugin_is_replaced_under_its_own_header_alone() {
        let plan = "[scoring.other]\nplugin = \"v.wasm\"\n[scoring.votes]\nplugin = 'v.wasm' # ours\n";
        let replaced = name_plugin(plan, "votes", "new.wasm", true).unwrap();
        assert_eq!(replaced, plan.replace("'v.wasm'", "\"new.wasm\""));
        let inline = "[scoring]\nvotes = { plugin = \"v.wasm\" }\n";
        assert_eq!(name_plugin(inline, "votes", "new.wasm", true), None);
    }

    #[test]
    fn a_table_that_is_there_is_used() {
        let plan = "[scoring.votes] # ours\r\nweight = 2\r\n\r\n[plan]\r\ntitle = \"x\"\r\n";
        let named = name_plugin(plan, "votes", "votes.wasm", false).unwrap();
        assert_eq!(
            named,
            "[scoring.votes] # ours\r\nplugin = \"votes.wasm\"\r\nweight = 2\r\n\r\n[plan]\r\ntitle = \"x\"\r\n"
        );
        assert_eq!(forget_plugin(&named, "votes").unwrap(), plan);
        assert_eq!(
            name_plugin("[scoring.votes]", "votes", "v.wasm", false).unwrap(),
            "[scoring.votes]\nplugin = \"v.wasm\"\n"
        );
    }

    #[test]
    fn what_cannot_be_changed_safely_is_left() {
        assert_eq!(name_plugin("scoring = { primary = \"rice\" }\n", "votes", "v.wasm", false), None);
        assert_eq!(name_plugin("not toml", "votes", "v.wasm", false), None);
        assert_eq!(
            name_plugin("x = '''\n[scoring.votes]\n'''\n", "votes", "v.wasm", false),
            None,
            "in a text"
        );
        assert_eq!(forget_plugin("scoring.votes.plugin = \"v.wasm\"\n", "votes"), None);
        assert_eq!(forget_plugin(PLAN, "votes"), None);
    }

    #[test]
    fn a_comment_keeps_the_header() {
        let plan = "[scoring.votes]\n# from Ann\nplugin = \"v.wasm\"\n";
        assert_eq!(forget_plugin(plan, "votes").unwrap(), "[scoring.votes]\n# from Ann\n");
        assert_eq!(forget_plugin("[scoring.votes]\nplugin = \"v.wasm\"\n", "votes").unwrap(), "");
    }
}
