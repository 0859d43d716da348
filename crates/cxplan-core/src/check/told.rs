//! What the plan tells as done, known or decided: it lies before the day on which it is told.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::model::Head;
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;

use super::Lower;

/// Lists of what has happened, with the key of its day.
const PAST: [(&str, &str); 5] = [
    ("evidence", "date"),
    ("actual", "date"),
    ("delivered", "date"),
    ("decision", "date"),
    ("initiative", "decided"),
];

impl Lower<'_> {
    /// Tells days of what has happened that lie after the plan's own day.
    pub(super) fn check_told(&mut self, root: &Record<'_>, head: &Head) {
        let Some(now) = head.today.max(head.status_date) else { return };
        for (list, key) in PAST {
            root.records(list).iter().for_each(|record| self.check_past(record, key, now));
        }
        let baselines = root.records("metric").iter().filter_map(|metric| metric.record("baseline"));
        baselines.for_each(|record| self.check_past(record, "date", now));
        let observations = root.records("indicator").iter().flat_map(|record| record.records("observations"));
        observations.for_each(|record| self.check_past(record, "date", now));
    }

    fn check_past(&mut self, record: &Record<'_>, key: &str, now: Date) {
        let Some(date) = record.date(key).filter(|date| *date > now) else { return };
        self.push(
            Diagnostic::new(
                Code::NotYet,
                phrase!("`{key}` tells what happened on {date}", "`{key}` dit ce qui a eu lieu le {date}"),
            )
            .at(
                record.span_of(key),
                phrase!("after {now}, the plan's today", "après le {now}, l'aujourd'hui du plan"),
            )
            .help(Phrase::fixed(
                "correct the date, move `plan.today` on, or leave out what is still to come; a decision then has a `due`",
                "corrigez la date, avancez `plan.today`, ou laissez de côté ce qui est à venir ; une décision a alors une échéance, `due`",
            )),
        );
    }
}
