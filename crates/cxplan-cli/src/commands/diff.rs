//! What changed between two states of a plan.

use std::path::{Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::diff::{Diff, Gate, NoGate};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::read::{closest, did_you_mean};
use cxplan_engine::host::Host;
use cxplan_engine::render::changes;
use cxplan_engine::{ExitStatus, Settings, Snapshot, Stood};

use super::{fail, folder, host, settings};
use crate::args::{DiffArgs, DiffFormat, Global};
use crate::table::{Align, Table, printable};
use crate::terminal::{data, note};

pub(super) fn run(args: &DiffArgs, global: &Global) -> ExitStatus {
    match compared(args, global) {
        Ok(status) => status,
        Err(finding) => fail(finding, global),
    }
}

fn compared(args: &DiffArgs, global: &Global) -> Result<ExitStatus, Diagnostic> {
    let gates: Vec<Gate> = args.fail_if.iter().map(|text| gate(text)).collect::<Result<_, _>>()?;
    let (host, settings) = (host(global)?, settings(&args.input(), global));
    let settings = Settings { today: None, ..settings };
    let head = args.head.as_deref();
    let sides = Sides { host: &host, settings: &settings, global, head };
    let after = sides.state(head, &args.what_if)?;
    let before = sides.state(Some(&args.base), &[])?;
    let diff = cxplan_engine::differences(&before, &args.base, &after)?;
    let language = args.language.unwrap_or(global.lang);
    let out = match args.format {
        DiffFormat::Text => text(&diff, language),
        DiffFormat::Markdown => changes::markdown(&diff, language),
        DiffFormat::Json => match serde_json::to_string_pretty(&diff) {
            Ok(json) => json + "\n",
            Err(error) => return Err(Diagnostic::new(Code::Baseline, Phrase::same(error.to_string()))),
        },
    };
    let written = data(out.as_bytes(), global.lang);
    let differs = args.exit_code && !diff.is_empty();
    let mut status = if differs { ExitStatus::Failure } else { ExitStatus::Success };
    for gate in &gates {
        if let Some(found) = gate.met(&diff) {
            note(&printable(&stopped(gate, found).shown(global.lang)));
            status = ExitStatus::Failure;
        }
    }
    Ok(written.max(status))
}

/// Where states come from.
struct Sides<'a> {
    host: &'a Host,
    settings: &'a Settings,
    global: &'a Global,
    /// The second state as it was named.
    head: Option<&'a str>,
}

impl Sides<'_> {
    /// The state of a file, a folder, a report in JSON or a revision; without a name that of the nearest plan.
    fn state(&self, named: Option<&str>, changes: &[String]) -> Result<Stood, Diagnostic> {
        let state =
            |path: &Path, name: &str| cxplan_engine::state(path, name, self.host, self.settings, changes);
        let Some(named) = named else {
            let plan = self.plan()?;
            return state(&plan, &super::shown(&plan, None));
        };
        let path = folder(self.global).join(named);
        if path.exists() {
            return state(&path, named);
        }
        let snapshot = Snapshot::of(&self.plan()?, named)?;
        state(&snapshot.plan(), named)
    }

    /// The plan whose revisions are meant: the second state where it is one, else the nearest.
    fn plan(&self) -> Result<PathBuf, Diagnostic> {
        let start = folder(self.global);
        let is_plan = |head: &&Path| {
            let path = start.join(head);
            path.is_dir() || (path.is_file() && path.extension().is_some_and(|end| end == "toml"))
        };
        cxplan_engine::find(self.head.map(Path::new).filter(is_plan), &start)
    }
}

fn text(diff: &Diff, language: Language) -> String {
    let mut out = String::new();
    for phrase in changes::verdict(diff) {
        out.push_str(&printable(&phrase.shown(language)));
        out.push('\n');
    }
    let rows = changes::rows(diff);
    let mut table = String::new();
    if !rows.is_empty() {
        let names = match language {
            Language::En => ["", "initiative", "before", "after", "days", "why"],
            Language::Fr => ["", "initiative", "avant", "après", "jours", "pourquoi"],
        };
        let aligned = [Align::Left, Align::Left, Align::Left, Align::Left, Align::Right, Align::Left];
        let columns: Vec<_> = names.into_iter().zip(aligned).collect();
        let mut rendered = Table::new(&columns);
        let date =
            |date: Option<jiff::civil::Date>| date.map_or_else(|| "–".to_owned(), |date| date.to_string());
        for row in rows {
            rendered.row(vec![
                row.what.get(language).to_owned(),
                row.id.to_owned(),
                date(row.before),
                date(row.after),
                row.days.map_or_else(|| "–".to_owned(), |days| format!("{days:+}")),
                row.why.shown(language),
            ]);
        }
        table = format!("\n{rendered}");
    }
    let mut rest = String::new();
    for phrase in changes::lines(diff) {
        rest.push_str(&printable(&phrase.shown(language)));
        rest.push('\n');
    }
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{out}{table}{gap}{rest}")
}

/// Reads a condition of `--fail-if`.
fn gate(text: &str) -> Result<Gate, Diagnostic> {
    Gate::read(text).map_err(|reason| {
        let figures = Gate::figures().collect::<Vec<_>>().join(", ");
        let form = phrase!(
            "write a figure, > or >=, and a number, such as \"end_days > 5\" or \"cost_increase > 10%\"; figures: {figures}",
            "écrivez une grandeur, > ou >=, et un nombre, comme « end_days > 5 » ou « cost_increase > 10% » ; grandeurs : {figures}"
        );
        let (message, help) = match reason {
            NoGate::Form => {
                (phrase!("`{text}` is no condition", "`{text}` n'est pas une condition"), form)
            }
            NoGate::Unknown(name) => (
                phrase!("no figure is called `{name}`", "aucune grandeur ne s'appelle `{name}`"),
                closest(&name, Gate::figures()).map_or(form, |close| did_you_mean(close.word)),
            ),
        };
        Diagnostic::new(Code::Argument, message).help(help)
    })
}

fn stopped(gate: &Gate, found: f64) -> Phrase {
    let text = Phrase::same(&gate.text);
    let found = if gate.is_share() {
        let percent = Phrase::number(found * 100.0, 1);
        phrase!("{percent}%", "{percent} %"; percent = percent)
    } else {
        Phrase::number(found, 1)
    };
    phrase!(
        "error: the change is stopped by {text}: it is {found}",
        "erreur : le changement est arrêté par {text} : c'est {found}";
        text = text, found = found
    )
}
