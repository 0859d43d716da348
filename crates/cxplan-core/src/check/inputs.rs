//! What methods read of an initiative: inputs, the evidence behind them, and the work that they speak of.

use crate::diag::{Code, Diagnostic};
use crate::fields::Target;
use crate::ids::Id;
use crate::inputs::{self, BY_PERSONA, BY_SEGMENT, EVIDENCE, MAX_EFFORT};
use crate::method::{Description, Input, InputKind, Method, Role, Value};
use crate::model::{CalendarRules, Group, Inputs, Scoring, Step};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::{self, Record};
use crate::source::Span;

use super::Lower;

/// How far given effort may lie from the sum of the steps, as a part of the sum.
const EFFORT_TOLERANCE: f64 = 0.1;

/// The work of an initiative, as methods read it.
pub(super) struct Work<'a> {
    pub(super) steps: &'a [Step],
    /// Person-time of all steps, in thousandths of a working day.
    pub(super) effort: u64,
    /// Whether an error has kept some of the effort from being known.
    pub(super) lost: bool,
}

impl Lower<'_> {
    pub(super) fn inputs(
        &mut self,
        record: &Record<'_>,
        scoring: &Scoring,
        work: &Work<'_>,
        calendar: &CalendarRules,
    ) -> Inputs {
        let Work { steps, effort, lost } = *work;
        let description = scoring.method.spec();
        let mut values = inputs::values(&description.inputs, Some(record));
        let whole = description.inputs.iter().all(|input| record.is_whole_at(&input.key));
        let mut faulty = scoring.faulty || record.strange || !whole;
        if let Some(position) = description.input_with(Role::Effort) {
            let months = effort as f64 / f64::from(calendar.days_per_month * 1000);
            let written = record.has(&description.inputs[position].key);
            match values[position] {
                Value::Number(given) if given > MAX_EFFORT => {
                    faulty = true;
                    let key = &description.inputs[position].key;
                    self.push(
                        Diagnostic::new(
                            Code::OutOfRange,
                            phrase!(
                                "`{key}` must be at most {MAX_EFFORT} person-months",
                                "`{key}` doit être d'au plus {MAX_EFFORT} mois-personnes"
                            ),
                        )
                        .at(
                            record.span_of(key),
                            Phrase::fixed("longer than any plan", "plus long qu'aucun plan"),
                        )
                        .help(Phrase::fixed(
                            "write person-months: one is the work of one person in a month",
                            "écrivez des mois-personnes : un est le travail d'une personne en un mois",
                        )),
                    );
                }
                // Of work that is not known in full there is nothing to compare.
                Value::Number(_) if written && (lost || steps.iter().any(|step| step.unknown)) => {}
                Value::Number(given) if written => {
                    self.compare_effort(record, &description.inputs[position].key, given, months, steps);
                }
                _ => {
                    faulty |= lost;
                    if effort > 0 {
                        let input = &description.inputs[position];
                        faulty |= !self.check_derived_effort(record, input, months, scoring, steps);
                        values[position] = Value::Number(months);
                    }
                }
            }
        }
        let evidence: Vec<Vec<Id<crate::model::Evidence>>> = description
            .inputs
            .iter()
            .map(|input| {
                let datum = record
                    .map(EVIDENCE)
                    .iter()
                    .find(|(key, _)| key.value == input.key)
                    .map(|(_, datum)| datum);
                let Some(record::Value::List(list)) = datum.map(|datum| &datum.value) else {
                    return Vec::new();
                };
                list.iter().filter_map(|entry| self.names.get(Target::Evidence, entry.as_text()?)).collect()
            })
            .collect();
        self.check_counts(record, description);
        let by_group = self.by_group(record, description, &values);
        Inputs {
            spans: description
                .inputs
                .iter()
                .map(|input| record.get(&input.key).map(|datum| datum.span))
                .collect(),
            ranges: description
                .inputs
                .iter()
                .map(|input| match input.kind {
                    InputKind::Number | InputKind::Share => inputs::range(record.get(&input.key)?),
                    _ => None,
                })
                .collect(),
            span: record.span,
            values,
            evidence,
            by_group,
            cap: None,
            faulty,
        }
    }

    /// What the record says of single segments and personas. What it leaves out of one is that of all customers, but for counts:
    /// those of all are nobody's own, so that a method that needs one has to be given it.
    fn by_group(
        &mut self,
        record: &Record<'_>,
        description: &Description,
        whole: &[Value],
    ) -> Vec<(Group, Vec<Value>)> {
        let segments = parts(record, BY_SEGMENT)
            .map(|(key, part)| (key, part, self.names.get(Target::Segment, key).map(Group::Segment)));
        let personas = parts(record, BY_PERSONA)
            .map(|(key, part)| (key, part, self.names.get(Target::Persona, key).map(Group::Persona)));
        let all: Vec<_> = segments.chain(personas).collect();
        let mut groups = Vec::new();
        for (name, part, group) in all {
            let mut values = inputs::values(&description.inputs, Some(part));
            for ((input, value), whole) in description.inputs.iter().zip(&mut values).zip(whole) {
                if part.has(&input.key) || part.lost(&input.key) {
                    continue;
                }
                if !is_count(input) && !matches!(input.kind, InputKind::Numbers(_)) {
                    value.clone_from(whole);
                } else if input.required {
                    self.report_no_count(name, part, &input.key);
                }
            }
            groups.extend(group.map(|group| (group, values)));
        }
        groups
    }

    fn report_no_count(&mut self, group: &str, part: &Record<'_>, key: &str) {
        self.push(
            Diagnostic::new(
                Code::MissingKey,
                phrase!("`{group}` has no `{key}` of its own", "`{group}` n'a pas de `{key}` à lui"),
            )
            .at(part.span, Phrase::fixed("a count is missing", "il manque un compte"))
            .help(phrase!(
                "give `{key}` for `{group}`, or leave `{group}` out: a count of all customers says nothing of some",
                "donnez `{key}` pour `{group}`, ou retirez `{group}` : un compte de tous les clients ne dit rien de \
                 quelques-uns"
            )),
        );
    }

    /// Counts by segment add up to the count of all, or stay below it where not every segment is given. A persona has no more
    /// than all together; personas may overlap, so that their sums say nothing.
    fn check_counts(&mut self, record: &Record<'_>, description: &Description) {
        let segments: Vec<&Record<'_>> = parts(record, BY_SEGMENT).map(|(_, part)| part).collect();
        let counts = description.inputs.iter().filter(|input| is_count(input));
        for Input { key, required, .. } in counts {
            let Some(total) = record.integer(key) else { continue };
            // A count that must be given and is left out is told as that.
            let left_out = *required && !segments.iter().all(|part| part.has(key));
            let all = segments.len() == self.names.count(Target::Segment) && !left_out;
            let contradicts = |message: Phrase, place: (Span, Phrase), help: Phrase| {
                Diagnostic::new(Code::Measurement, message)
                    .at(place.0, place.1)
                    .also(record.span_of(key), phrase!("{total} here", "{total} ici"))
                    .help(help)
            };
            let sum: i64 = segments.iter().filter_map(|part| part.integer(key)).fold(0, i64::saturating_add);
            if !segments.is_empty() && (sum > total || (all && sum < total)) {
                self.push(contradicts(
                    phrase!(
                        "the segments' `{key}` add up to {sum}, not to {total}",
                        "les `{key}` des segments font {sum}, et non {total}"
                    ),
                    (record.span_of(BY_SEGMENT), phrase!("{sum} in all", "{sum} en tout")),
                    Phrase::fixed(
                        "correct one of them: every answer belongs to one segment",
                        "corrigez l'un des deux : chaque réponse appartient à un segment",
                    ),
                ));
            }
            for (persona, part) in parts(record, BY_PERSONA) {
                let Some(count) = part.integer(key).filter(|count| *count > total) else { continue };
                self.push(contradicts(
                    phrase!(
                        "the `{key}` of `{persona}` is {count}, of {total} in all",
                        "le `{key}` de `{persona}` est {count}, sur {total} en tout"
                    ),
                    (part.span_of(key), phrase!("{count} here", "{count} ici")),
                    Phrase::fixed(
                        "correct one of them: a persona is some of the customers",
                        "corrigez l'un des deux : un persona est une partie des clients",
                    ),
                ));
            }
        }
    }

    /// Whether effort that comes from the work is what the input may be, as written effort must be: methods count on that. Tells
    /// where it is not.
    fn check_derived_effort(
        &mut self,
        record: &Record<'_>,
        input: &Input,
        months: f64,
        scoring: &Scoring,
        steps: &[Step],
    ) -> bool {
        let (key, (low, high)) = (&input.key, input.ends());
        let wanted = if months < low {
            phrase!("at least {low}", "d'au moins {low}")
        } else if months > high {
            phrase!("at most {high}", "d'au plus {high}")
        } else if input.kind == InputKind::Integer && months.fract() != 0.0 {
            Phrase::fixed("a whole number", "un nombre entier")
        } else {
            return true;
        };
        let work = match steps.len() {
            1 => Phrase::fixed("the work comes", "le travail donne"),
            count => phrase!("the {count} steps come", "les {count} étapes donnent"),
        };
        let id = scoring.method.id();
        let help = match scoring.method.is_open() {
            true => phrase!(
                "correct the effort of the work, or what [scoring.{id}] says that `{key}` may be",
                "corrigez l'effort du travail, ou ce que [scoring.{id}] permet à `{key}`"
            ),
            false => Phrase::fixed(
                "correct the effort of the work, or set another method",
                "corrigez l'effort du travail, ou choisissez une autre méthode",
            ),
        };
        let finding = Diagnostic::new(
            Code::OutOfRange,
            phrase!(
                "{work} to {sum}, and `{key}` must be {wanted}",
                "{work} {sum}, et `{key}` doit être {wanted}";
                // So many decimals that no work is rounded to what would be allowed.
                work = work, sum = person_months(months, 6), wanted = wanted
            ),
        )
        .at(
            record.span,
            phrase!(
                "says no `{key}`, which then is the sum of the work",
                "ne dit pas `{key}`, qui est alors la somme du travail"
            ),
        )
        .help(help);
        self.push(steps.iter().filter(|step| step.effort_in_all() > 0).fold(finding, |finding, step| {
            finding.also(step.span, Phrase::fixed("this work", "ce travail"))
        }));
        false
    }

    fn compare_effort(&mut self, record: &Record<'_>, key: &str, given: f64, months: f64, steps: &[Step]) {
        if months > 0.0 && (given - months).abs() > EFFORT_TOLERANCE * months {
            let count = steps.len();
            let (work, of_work) = match count {
                1 => (Phrase::fixed("the work", "le travail"), Phrase::fixed("of the work", "du travail")),
                _ => (
                    phrase!("the {count} steps", "les {count} étapes"),
                    phrase!("of the {count} steps", "des {count} étapes"),
                ),
            };
            self.push(
                Diagnostic::new(
                    Code::EffortMismatch,
                    phrase!(
                        "the effort of {given} is not that {of_work}",
                        "l'effort de {given} n'est pas celui {of_work}";
                        given = person_months(given, if given < 0.01 { 9 } else { 3 }), of_work = of_work
                    ),
                )
                .at(
                    record.span_of(key),
                    phrase!("{work}: {sum}", "{work} : {sum}"; work = work, sum = person_months(months, 3)),
                )
                .help(Phrase::fixed(
                    "correct one of them, or leave this key out: it is then the sum of the steps",
                    "corrigez l'un des deux, ou retirez cette clé : elle est alors la somme des étapes",
                )),
            );
        }
    }

    pub(super) fn report_no_inputs(
        &mut self,
        id: &str,
        span: crate::source::Span,
        description: &Description,
    ) {
        let keys = description.inputs.iter().filter(|input| input.required);
        let keys: Vec<String> = keys.map(|input| format!("{} = …", input.key)).collect();
        let required = if keys.is_empty() { "…".to_owned() } else { keys.join(", ") };
        let method = &description.id;
        self.push(
            Diagnostic::new(
                Code::NoInputs,
                phrase!(
                    "`{id}` has no inputs for `{method}`, which decides the order",
                    "`{id}` n'a pas de données pour `{method}`, qui décide de l'ordre"
                ),
            )
            .at(span, Phrase::fixed("cannot be scored", "ne peut être notée"))
            .help(phrase!(
                "add `{method} = {{ {required} }}` (see `cxplan plugin info {method}`), or set another `scoring.primary`",
                "ajoutez `{method} = {{ {required} }}` (voir `cxplan plugin info {method}`), ou choisissez une autre méthode dans `scoring.primary`"
            )),
        );
    }
}

/// Whether an input counts people or events. Whole person-months do not.
fn is_count(input: &Input) -> bool {
    input.kind == InputKind::Integer && input.role != Some(Role::Effort)
}

/// "1.5 person-months", to so many decimals.
fn person_months(months: f64, decimals: usize) -> Phrase {
    let unit = match months {
        1.0 => Phrase::fixed("person-month", "mois-personne"),
        // French counts in the plural from two.
        _ if months < 2.0 => Phrase::fixed("person-months", "mois-personne"),
        _ => Phrase::fixed("person-months", "mois-personnes"),
    };
    phrase!("{months} {unit}", "{months} {unit}"; months = Phrase::number(months, decimals), unit = unit)
}

/// What a record says under this key for single segments or personas.
fn parts<'r, 'd>(
    record: &'r Record<'d>,
    key: &'static str,
) -> impl Iterator<Item = (&'r str, &'r Record<'d>)> + use<'r, 'd> {
    record.map(key).iter().filter_map(|(name, datum)| match &datum.value {
        record::Value::Record(part) => Some((name.value.as_str(), &**part)),
        _ => None,
    })
}

/// Person-time that the inputs of a method give, in thousandths of a working day: of the first that has them.
pub(super) fn given_effort(
    record: &Record<'_>,
    methods: &[&Method],
    calendar: &CalendarRules,
) -> Option<u64> {
    methods.iter().find_map(|method| {
        let description = method.spec();
        let input = &description.inputs[description.input_with(Role::Effort)?];
        let (_, given) = record.methods.iter().find(|(key, _)| key.value == description.id)?;
        let datum = given.get(&input.key)?;
        let likely = inputs::range(datum).map(|[_, likely, _]| likely).or_else(|| datum.as_number());
        let months = likely.filter(|months| *months > 0.0 && *months <= MAX_EFFORT)?;
        Some((months * f64::from(calendar.days_per_month) * 1000.0).round().max(1.0) as u64)
    })
}

/// Whether a method's inputs hold effort that could not be used: it could not be read, or the method will refuse it.
pub(super) fn effort_is_lost(record: &Record<'_>, methods: &[&Method]) -> bool {
    !record.lost_methods().is_empty()
        || methods.iter().any(|method| {
            let description = method.spec();
            let Some(input) =
                description.input_with(Role::Effort).map(|position| &description.inputs[position])
            else {
                return false;
            };
            let given = record.methods.iter().find(|(key, _)| key.value == description.id);
            given.is_some_and(|(_, given)| given.lost(&input.key) || given.has(&input.key))
        })
}
