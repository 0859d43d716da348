//! `cxplan import`

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::Path;

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::read::{closest, did_you_mean};
use cxplan_engine::core::survey::{Question, Reason, Survey, written};
use cxplan_engine::{ExitStatus, Format, Settings, read_survey};

use super::{fail, folder, load_with};
use crate::args::{Global, ImportFormat, ImportSurvey, Measured};
use crate::table::printable;
use crate::terminal::{data, note};

/// Metrics of these kinds are made of answers.
const KINDS: [&str; 6] = ["nps", "csat", "ces", "rating", "rate", "amount"];

pub(super) fn survey(asked: &ImportSurvey, global: &Global) -> ExitStatus {
    import(asked, global).unwrap_or_else(|status| status)
}

fn import(asked: &ImportSurvey, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let failed = |diagnostic| fail(diagnostic, global);
    let plan = plan(asked, global)?;
    let (question, has_baseline) = question(asked, plan.as_ref()).map_err(failed)?;
    let id = asked.metric.clone().unwrap_or_else(|| question.kind.clone());
    if asked.excluded.as_deref().is_some_and(|list| is_same(list, &asked.file, global)) {
        return Err(failed(
            Diagnostic::new(
                Code::Unwritable,
                Phrase::fixed(
                    "the rows that are left out would overwrite the answers",
                    "les lignes écartées écraseraient les réponses",
                ),
            )
            .help(Phrase::fixed(
                "name another file with `--excluded`",
                "nommez un autre fichier avec `--excluded`",
            )),
        ));
    }
    let mut list = asked
        .excluded
        .as_deref()
        .map(|path| List::new(&folder(global).join(path)))
        .transpose()
        .map_err(failed)?;
    let mut lines: BTreeMap<Reason, Vec<u64>> = BTreeMap::new();
    let input = open(&asked.file, global).map_err(failed)?;
    let (survey, format) = read_survey(
        input,
        |header, separators| {
            Survey::new(header, question, asked.column.as_deref(), plan.as_ref(), separators)
        },
        &mut |line, reason| {
            if asked.format == ImportFormat::Json {
                lines.entry(reason).or_default().push(line);
            }
            list.as_mut().map_or(Ok(()), |list| list.add(line, reason))
        },
    )
    .map_err(failed)?;
    if let Some(list) = list {
        list.end().map_err(failed)?;
    }
    if !global.quiet {
        tell(&survey, &format, asked, global);
    }
    if survey.tally().n() == 0 {
        return Err(failed(
            Diagnostic::new(Code::NoAnswers, Phrase::fixed("no answer counts", "aucune réponse ne compte")).help(
                Phrase::fixed(
                    "see why rows are left out with `--excluded FILE`, and check `--column` and `--scale`",
                    "voyez pourquoi des lignes sont écartées avec `--excluded FICHIER`, et vérifiez `--column` et `--scale`",
                ),
            ),
        ));
    }
    let date = asked.date.or(survey.last_day().0);
    let place = match asked.place {
        Some(Measured::Actual) => written::Place::Actual,
        None if has_baseline => written::Place::Actual,
        _ => written::Place::Baseline,
    };
    let text = match asked.format {
        ImportFormat::Json => {
            let read = [
                ("encoding", format.encoding.into()),
                ("separator", format.separator.map(String::from).into()),
                ("rows_over_several_lines", format.folded.into()),
            ];
            written::json(&survey, &id, date, read, &lines)
        }
        ImportFormat::Toml if place == written::Place::Actual && date.is_none() => {
            return Err(failed(
                Diagnostic::new(
                    Code::Argument,
                    Phrase::fixed(
                        "the answers do not tell when an actual was measured",
                        "les réponses ne disent pas quand la valeur a été mesurée",
                    ),
                )
                .help(Phrase::fixed("add `--date YYYY-MM-DD`", "ajoutez `--date AAAA-MM-JJ`")),
            ));
        }
        ImportFormat::Toml => written::toml(&survey, &id, place, date, global.lang),
    };
    Ok(data(text.as_bytes(), global.lang))
}

/// The plan that was named, or the nearest one where nothing else tells what was asked.
fn plan(asked: &ImportSurvey, global: &Global) -> Result<Option<Plan>, ExitStatus> {
    let is_told =
        asked.kind.is_some() || asked.metric.as_deref().is_some_and(|metric| KINDS.contains(&metric));
    if asked.plan.is_none() && asked.metric.is_none() {
        return Ok(None);
    }
    if asked.plan.is_none() && is_told && cxplan_engine::find(None, &folder(global)).is_err() {
        return Ok(None);
    }
    let settings = Settings { scores_alone: true, ..Settings::default() };
    let loaded = load_with(asked.plan.as_deref(), &settings, global)?;
    if loaded.run.plan.is_none() {
        return Err(loaded.report(global));
    }
    Ok(loaded.run.plan)
}

/// What was asked, and whether the plan has a baseline of it.
fn question(asked: &ImportSurvey, plan: Option<&Plan>) -> Result<(Question, bool), Diagnostic> {
    let id = asked.metric.as_deref();
    let metric = plan.zip(id).and_then(|(plan, id)| plan.metrics.iter().find(|metric| metric.id == id));
    let mut question = match (metric, asked.kind.as_deref(), id) {
        (Some(metric), Some(kind), _) if metric.kind != kind => {
            let (id, known) = (&metric.id, &metric.kind);
            return Err(Diagnostic::new(
                Code::Argument,
                phrase!("`{id}` is of the kind {known}, not {kind}", "`{id}` est du genre {known}, pas {kind}"),
            )
            .help(Phrase::fixed(
                "leave `--kind` out, or name another metric: values of different kinds cannot be compared",
                "retirez `--kind`, ou nommez un autre indicateur : des valeurs de genres différents ne se comparent pas",
            )));
        }
        (Some(metric), ..) => Question::of(metric),
        (None, Some(kind), _) => Question::usual(kind),
        (None, None, Some(kind)) if plan.is_none() => Question::usual(kind),
        (None, None, id) => {
            let id = id.unwrap_or_default();
            let found = Diagnostic::new(
                Code::Argument,
                phrase!(
                    "there is no metric `{id}` in the plan",
                    "il n'y a pas d'indicateur `{id}` dans le plan"
                ),
            );
            let ids = plan.into_iter().flat_map(|plan| plan.metrics.iter().map(|metric| metric.id.as_str()));
            return Err(match closest(id, ids) {
                Some(close) => found.help(did_you_mean(close.word)),
                None => found.help(Phrase::fixed(
                    "name one of the plan, or say what was asked with `--kind`",
                    "nommez-en un du plan, ou dites ce qui était demandé avec `--kind`",
                )),
            });
        }
    };
    if question.kind == "count" {
        return Err(Diagnostic::new(
            Code::Argument,
            Phrase::fixed("answers do not add up to a count", "des réponses ne font pas un nombre"),
        )
        .help(Phrase::fixed("write its `value` into the plan", "écrivez sa `value` dans le plan")));
    }
    if asked.scale.is_some_and(|scale| question.kind == "nps" && scale != [0.0, 10.0]) {
        return Err(Diagnostic::new(
            Code::Argument,
            Phrase::fixed(
                "a Net Promoter Score is asked from 0 to 10",
                "un Net Promoter Score se demande de 0 à 10",
            ),
        )
        .help(Phrase::fixed("import it as `--kind rating`", "importez-le avec `--kind rating`")));
    }
    question.scale = asked.scale.unwrap_or(question.scale);
    if let Some(method) = &asked.method {
        let known = metric.map(|metric| metric.method.as_deref().unwrap_or("top-2-box"));
        if let Some(known) = known.filter(|known| known != method) {
            return Err(Diagnostic::new(
                Code::Argument,
                phrase!(
                    "the plan counts this metric as {known}, not {method}",
                    "le plan compte cet indicateur en {known}, pas {method}"
                ),
            )
            .help(Phrase::fixed("leave `--method` out", "retirez `--method`")));
        }
        question.method = Some(method.clone());
    }
    Ok((question, metric.is_some_and(|metric| metric.baseline.is_some())))
}

fn open(file: &Path, global: &Global) -> Result<Box<dyn Read>, Diagnostic> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let path = folder(global).join(file);
    // A pipe with nobody at the other end would be waited for without end.
    let refused = match std::fs::metadata(&path) {
        Ok(found) if found.is_file() => match File::open(&path) {
            Ok(file) => return Ok(Box::new(file)),
            Err(error) => error.to_string(),
        },
        Ok(_) => match global.lang {
            cxplan_engine::core::method::Language::En => "not a file".to_owned(),
            cxplan_engine::core::method::Language::Fr => "pas un fichier".to_owned(),
        },
        Err(error) => error.to_string(),
    };
    let name = file.display();
    Err(Diagnostic::new(
        Code::Unreadable,
        phrase!("cannot read `{name}`: {refused}", "impossible de lire `{name}` : {refused}"),
    )
    .help(Phrase::fixed(
        "name the file that the survey tool exported",
        "nommez le fichier exporté par l'outil d'enquête",
    )))
}

fn is_same(one: &Path, other: &Path, global: &Global) -> bool {
    let [one, other] = [one, other].map(|path| folder(global).join(path).canonicalize().ok());
    one.is_some() && one == other
}

/// How the file was read, and why which rows are left out.
fn tell(survey: &Survey, format: &Format, asked: &ImportSurvey, global: &Global) {
    let say = |phrase: Phrase| note(&printable(phrase.get(global.lang)));
    let file = asked.file.display();
    let (rows, encoding, n) = (survey.rows(), format.encoding, survey.tally().n());
    let separator = match format.separator {
        Some('\t') => Phrase::fixed("tabs", "tabulations"),
        Some(mark) => Phrase::same(format!("`{mark}`")),
        None => Phrase::fixed("a single column", "une seule colonne"),
    };
    say(phrase!(
        "{file}: rows {rows}, answers that count {n} ({encoding}, {separator})",
        "{file} : lignes {rows}, réponses qui comptent {n} ({encoding}, {separator})";
        separator = separator
    ));
    for (role, name) in survey.used() {
        let role = match *role {
            "answer" => Phrase::fixed("answers", "réponses"),
            "second" => Phrase::fixed("answers without it", "réponses sans"),
            "segment" => Phrase::fixed("segments", "segments"),
            "touchpoint" => Phrase::fixed("touchpoints", "points de contact"),
            "initiative" => Phrase::fixed("initiatives", "initiatives"),
            _ => Phrase::fixed("dates", "dates"),
        };
        say(phrase!("  {role}: column `{name}`", "  {role} : colonne `{name}`"; role = role));
    }
    for (reason, (count, line)) in survey.excluded() {
        let why = reason.phrase();
        say(phrase!(
            "  left out: {count} ({why}; first in line {line})",
            "  écartées : {count} ({why} ; d'abord à la ligne {line})";
            why = why
        ));
    }
    for (of, count) in survey.unknown() {
        let group = match of {
            "touchpoint" => Phrase::fixed("touchpoint", "point de contact"),
            _ => Phrase::fixed("segment", "segment"),
        };
        say(phrase!(
            "  without a {group} that the plan knows, counted in the whole only: {count}",
            "  sans {group} connu du plan, comptées dans le total seulement : {count}";
            group = group
        ));
    }
    if let (_, unreadable @ 1..) = survey.last_day() {
        say(phrase!(
            "  dates that cannot be read, whose answers count: {unreadable}",
            "  dates illisibles, dont les réponses comptent : {unreadable}"
        ));
    }
    if survey.has_two_readings() && asked.date.is_none() {
        say(Phrase::fixed(
            "  the dates may have the day or the month first: add --date",
            "  les dates peuvent commencer par le jour ou par le mois : ajoutez --date",
        ));
    }
    if format.folded > 0 {
        let folded = format.folded;
        say(phrase!(
            "  rows that go over several lines: {folded}",
            "  réponses écrites sur plusieurs lignes : {folded}"
        ));
    }
}

/// The rows that are left out, as they are found.
struct List(BufWriter<File>);

impl List {
    fn new(path: &Path) -> Result<Self, Diagnostic> {
        let list = File::create(path)
            .map(BufWriter::new)
            .and_then(|mut file| writeln!(file, "line,reason").map(|()| file));
        list.map(Self).map_err(|error| unwritable(&error))
    }

    fn add(&mut self, line: u64, reason: Reason) -> io::Result<()> {
        writeln!(self.0, "{line},{}", reason.word())
    }

    fn end(mut self) -> Result<(), Diagnostic> {
        self.0.flush().map_err(|error| unwritable(&error))
    }
}

fn unwritable(error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::Unwritable,
        phrase!(
            "cannot write the rows that are left out: {error}",
            "impossible d'écrire les lignes écartées : {error}"
        ),
    )
    .help(Phrase::fixed("name another file with `--excluded`", "nommez un autre fichier avec `--excluded`"))
}
