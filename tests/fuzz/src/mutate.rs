//! Mutations that know the language: half of the time a plan is changed line by line, with keys, words, ids and values that
//! the field tables declare. Bytes alone rarely make a plan that is sound enough to be scheduled.

use std::sync::LazyLock;

use cxplan_core::fields::{Kind, MapKey, Table};
use cxplan_core::inputs::MethodTables;
use cxplan_core::language::ROOT;
use libfuzzer_sys::fuzzer_mutate;

use crate::{FILE, PLAN, methods};

/// Changes the bytes in place and gives their new number, as libFuzzer asks of a mutator.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(seed.into());
    let Ok(text) = std::str::from_utf8(&data[..size]) else { return fuzzer_mutate(data, size, max_size) };
    if random.one_in(2) {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for _ in 0..=random.below(4) {
        change(&mut lines, &mut random);
    }
    let changed = lines.join("\n");
    if changed.len() > max_size {
        return fuzzer_mutate(data, size, max_size);
    }
    data[..changed.len()].copy_from_slice(changed.as_bytes());
    changed.len()
}

fn change(lines: &mut Vec<String>, random: &mut Random) {
    let at = random.below(lines.len());
    let count = (1 + random.below(8)).min(lines.len() - at);
    match random.below(8) {
        0 if lines.len() > count => drop(lines.drain(at..at + count)),
        1 => {
            let block = lines[at..at + count].to_vec();
            let to = random.below(lines.len() + 1);
            lines.splice(to..to, block);
        }
        2 => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        3 => {
            let ids = ids(lines);
            let table = table_at(lines, at);
            if let Some((key, _)) = lines[at].split_once('=') {
                let key = key.trim();
                let field = table.and_then(|table| table.fields.iter().find(|field| field.key == key));
                let value = match field {
                    Some(field) => value(&field.kind, &ids, random, 3),
                    None => value(
                        random.pick(&[Kind::Text, Kind::Date, Kind::Duration, Kind::Flag]),
                        &ids,
                        random,
                        3,
                    ),
                };
                lines[at] = format!("{key} = {value}");
            }
        }
        4 => {
            let (path, many, table) = random.pick(&TABLES);
            let header = if *many { format!("[[{path}]]") } else { format!("[{path}]") };
            let text = new_table(&header, table, &ids(lines), random);
            lines.extend(text);
        }
        5 => {
            // References, mostly: one quoted word in the place of another.
            let words: Vec<String> =
                lines.iter().filter_map(|line| quoted(line)).map(str::to_owned).collect();
            if let (Some(old), false) = (quoted(&lines[at]).map(str::to_owned), words.is_empty()) {
                lines[at] = {
                    let word: &String = random.pick(&words);
                    lines[at].replacen(&old, word, 1)
                };
            }
        }
        6 if random.one_in(4) => lines[at].insert(0, if random.one_in(2) { FILE } else { PLAN }),
        _ => {
            if let Some(table) = table_at(lines, at).filter(|table| !table.fields.is_empty()) {
                let field = random.pick(&table.fields);
                let value = value(&field.kind, &ids(lines), random, 3);
                lines.insert(at + 1, format!("{} = {value}", field.key));
            }
        }
    }
}

/// A table with its required keys and some others.
fn new_table(header: &str, table: &Table, ids: &[String], random: &mut Random) -> Vec<String> {
    let mut lines = vec![header.to_owned()];
    for field in table.fields.iter() {
        if field.required || random.one_in(4) {
            lines.push(format!("{} = {}", field.key, value(&field.kind, ids, random, 2)));
        }
    }
    lines
}

/// A value of a kind, mostly a right one; `depth` is how many tables may still stand inside each other.
fn value(kind: &Kind, ids: &[String], random: &mut Random, depth: usize) -> String {
    if random.one_in(20) {
        return (*random.pick(&[
            "0",
            "-1",
            "\"\"",
            "[]",
            "{}",
            "\"80%\"",
            "1e308",
            "nan",
            "'''\n'''",
            "\"0,5\"",
            "9999-12-31",
        ]))
        .to_owned();
    }
    match kind {
        Kind::Text => random.pick(&["\"T\"", "\"É\"", "\"\\u202e\"", "\"a <b> & c\""]).to_string(),
        Kind::Path => random.pick(&["\"a.toml\"", "\"*.toml\"", "\"../a\"", "\"a/b\""]).to_string(),
        Kind::Id => format!("\"{}\"", random.pick(&["a", "b", "c", "d", "e", "a-b", "É b"])),
        Kind::Flag => random.one_in(2).to_string(),
        Kind::Integer(min, max) => match random.below(6) {
            0 => min.to_string(),
            1 => max.to_string(),
            2 => max.saturating_add(1).to_string(),
            small => small.to_string(),
        },
        Kind::Number(min, max) | Kind::Share(min, max) => match random.below(8) {
            0 if min.is_finite() => min.to_string(),
            1 if max.is_finite() => max.to_string(),
            2 => "1e-9".to_owned(),
            small => (small as f64 / 4.0).to_string(),
        },
        Kind::Date => date(random),
        Kind::Duration => random
            .pick(&[
                "\"1d\"",
                "\"0.001d\"",
                "\"0d\"",
                "\"0.5d\"",
                "\"3d\"",
                "\"2w\"",
                "\"1.5mo\"",
                "\"10000mo\"",
                "\"5\"",
            ])
            .to_string(),
        Kind::Lag => random
            .pick(&["\"1d\"", "\"0d\"", "\"-1d\"", "\"-0.5d\"", "\"-10000mo\"", "\"10000mo\"", "\"2w\""])
            .to_string(),
        Kind::Word(words) if !words.is_empty() => {
            let word = random.pick(words);
            let word = if random.one_in(12) { &word[1..] } else { word };
            format!("\"{word}\"")
        }
        Kind::Ref(_) if !ids.is_empty() => match random.below(6) {
            0 => format!("\"{}.{}\"", random.pick(ids), random.pick(ids)),
            1 => format!("\"{}.1\"", random.pick(ids)),
            _ => format!("\"{}\"", random.pick(ids)),
        },
        Kind::Word(_) | Kind::Ref(_) => "\"a\"".to_owned(),
        Kind::List(inner) => list(inner, random.below(4), ids, random, depth),
        Kind::Triple(inner) => list(inner, 3, ids, random, depth),
        Kind::Estimate(inner) if random.one_in(4) => list(inner, 2 + random.below(2), ids, random, depth),
        Kind::Estimate(inner) => value(inner, ids, random, depth),
        Kind::Either(one, other) => value(if random.one_in(2) { one } else { other }, ids, random, depth),
        Kind::Numbers { names, min, max } => list(&Kind::Number(*min, *max), names.len(), ids, random, depth),
        Kind::Table(table) => inline(table.get(), ids, random, depth),
        Kind::Tables(table) => {
            let tables: Vec<String> =
                (0..random.below(3)).map(|_| inline(table, ids, random, depth)).collect();
            format!("[{}]", tables.join(", "))
        }
        Kind::Map(keys, inner) => {
            let key = match keys {
                MapKey::Ref(_) if !ids.is_empty() => random.pick(ids).clone(),
                MapKey::Words(words) if !words.is_empty() => random.pick(words).clone(),
                MapKey::Codes => random.pick(&["CXP0311", "CXP0604", "CXP1007", "CXP101"]).to_string(),
                MapKey::Names => random.pick(&["a", "b_c", "d-e", "É"]).to_string(),
                MapKey::Ref(_) | MapKey::Words(_) => "a".to_owned(),
            };
            format!("{{ {key} = {} }}", value(inner.get(), ids, random, depth))
        }
    }
}

fn list(kind: &Kind, count: usize, ids: &[String], random: &mut Random, depth: usize) -> String {
    let entries: Vec<String> = (0..count).map(|_| value(kind, ids, random, depth)).collect();
    format!("[{}]", entries.join(", "))
}

fn inline(table: &Table, ids: &[String], random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return "{}".to_owned();
    }
    let mut entries = Vec::new();
    for field in table.fields.iter() {
        if field.required || random.one_in(4) {
            entries.push(format!("{} = {}", field.key, value(&field.kind, ids, random, depth - 1)));
        }
    }
    format!("{{ {} }}", entries.join(", "))
}

/// A day near the start of most plans, sometimes at the ends of time.
fn date(random: &mut Random) -> String {
    match random.below(12) {
        0 => random.pick(&["0001-01-01", "9999-12-31", "0000-01-01", "1970-01-01", "2027-02-29"]).to_string(),
        year => format!("{}-{:02}-{:02}", 2025 + year % 4, 1 + random.below(12), 1 + random.below(28)),
    }
}

/// Every table of the language with its path, and whether there may be many of it.
static TABLES: LazyLock<Vec<(String, bool, &'static Table)>> = LazyLock::new(|| {
    let mut tables = vec![(String::new(), false, &ROOT)];
    let mut next = 0;
    while let Some((path, _, table)) = tables.get(next).cloned() {
        let inner = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        for field in table.fields.iter() {
            match &field.kind {
                Kind::Tables(table) => tables.push((inner(&field.key), true, table)),
                Kind::Table(table) => tables.push((inner(&field.key), false, table.get())),
                _ => {}
            }
        }
        if let Some(slot) = table.methods {
            tables.extend(METHODS.tables(slot).map(|(id, table)| (inner(id), false, table)));
        }
        next += 1;
    }
    // The root has no header.
    tables.remove(0);
    tables
});

static METHODS: LazyLock<MethodTables> = LazyLock::new(|| MethodTables::new(methods(), &[], &[], &[]));

/// The table that a line stands in, by the header above.
fn table_at(lines: &[String], at: usize) -> Option<&'static Table> {
    let header = lines[..=at].iter().rev().find(|line| line.starts_with(['[', FILE, PLAN]));
    let Some(path) = header.and_then(|line| line.strip_prefix('[')) else { return Some(&ROOT) };
    let path = path.trim_start_matches('[').split(']').next()?;
    TABLES.iter().find(|(known, ..)| known == path).map(|(.., table)| *table)
}

/// The first text in quotes on a line.
fn quoted(line: &str) -> Option<&str> {
    line.split('"').nth(1).filter(|word| !word.is_empty())
}

/// The ids of a plan.
fn ids(lines: &[String]) -> Vec<String> {
    lines
        .iter()
        .filter(|line| line.starts_with("id"))
        .filter_map(|line| quoted(line))
        .map(str::to_owned)
        .collect()
}

/// Steele, Lea and Flood's generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
