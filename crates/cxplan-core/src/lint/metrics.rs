//! Metrics: measured as their authors meant them, with targets that can be seen to be reached.

use super::Rules;
use crate::diag::{Code, Diagnostic};
use crate::method::Role;
use crate::metric::{answers_needed, smallest_change};
use crate::model::{Metric, Target};
use crate::phrase;
use crate::phrase::Phrase;

/// Fewer answers are too few for a verdict on a target.
const FEWEST: u64 = 30;

impl Rules<'_> {
    pub(super) fn metrics(&mut self) {
        for metric in &self.plan.metrics {
            self.share_above_all(metric);
            self.scales(metric);
            self.detectable(metric);
            self.term(&metric.name, metric.places.name);
        }
        self.segments_above_all();
        self.satisfaction();
        self.unmoved();
        self.impact();
        self.ambiguous();
    }

    /// Retention above 100 % counts new customers among those who were kept.
    fn share_above_all(&mut self, metric: &Metric) {
        if !metric.percent || metric.kind != "rate" {
            return;
        }
        let baseline = metric.baseline.map(|baseline| (baseline.value, metric.places.baseline));
        let targets = metric.targets.iter().map(|target| (target.value, target.span));
        let Some((value, span)) = baseline.into_iter().chain(targets).find(|(value, _)| *value > 100.0)
        else {
            return;
        };
        let id = &metric.id;
        self.warn(
            Code::ShareAboveAll,
            span,
            phrase!("`{id}` of {value} % is more than all", "`{id}` de {value} % dépasse le tout"; value = Phrase::number(value, 2)),
            Phrase::fixed("above 100 %", "au-dessus de 100 %"),
            Phrase::fixed(
                "correct the value; retention leaves new customers out: give `start`, `end` and `new`, and cxplan computes it",
                "corrigez la valeur ; la rétention laisse de côté les nouveaux clients : donnez `start`, `end` et `new`, et cxplan la calcule",
            ),
        );
    }

    /// Segments whose shares add up to more than all customers, by more than rounding to whole per cents explains.
    fn segments_above_all(&mut self) {
        let shares: Vec<_> = self.plan.segments.iter().filter_map(|segment| segment.share).collect();
        let sum: f64 = shares.iter().map(|share| share.value).sum();
        let rounding = 0.005 * shares.len() as f64;
        let Some(last) = shares.last().filter(|_| sum > 1.0 + rounding + 1e-9) else { return };
        self.warn(
            Code::ShareAboveAll,
            last.span,
            phrase!(
                "the segments are {sum} % of all customers together",
                "les segments font ensemble {sum} % de tous les clients";
                sum = Phrase::number(sum * 100.0, 1)
            ),
            Phrase::fixed("above 100 % with this one", "au-dessus de 100 % avec celui-ci"),
            Phrase::fixed(
                "correct the shares; where a customer belongs to several segments, write `level = { CXP1014 = \"allow\" }` under [lints]",
                "corrigez les parts ; si un client appartient à plusieurs segments, écrivez `level = { CXP1014 = \"allow\" }` sous [lints]",
            ),
        );
    }

    fn scales(&mut self, metric: &Metric) {
        let id = &metric.id;
        if let Some([low, high]) = metric.scale.filter(|scale| metric.kind == "nps" && *scale != [0.0, 10.0])
        {
            let (low, high) = (Phrase::number(low, 2), Phrase::number(high, 2));
            self.warn(
                Code::NpsScale,
                metric.places.scale,
                phrase!(
                    "`{id}` is asked from {low} to {high}; a Net Promoter Score is asked from 0 to 10",
                    "`{id}` se demande de {low} à {high} ; un Net Promoter Score se demande de 0 à 10";
                    low = low, high = high
                ),
                Phrase::fixed("not comparable with others", "pas comparable aux autres"),
                Phrase::fixed(
                    "ask from 0 to 10 from now on and start a new series; or write `level = { CXP1015 = \"allow\" }` under [lints] and compare with nobody",
                    "demandez désormais de 0 à 10 et commencez une nouvelle série ; ou écrivez `level = { CXP1015 = \"allow\" }` sous [lints] et ne vous comparez à personne",
                ),
            );
        }
        if metric.kind == "ces" {
            let (right, version) = match metric.version.as_deref() {
                Some("1.0") => ("lower", "1.0"),
                Some(_) => ("higher", "2.0"),
                None => return,
            };
            let mieux = if right == "higher" { "plus haut" } else { "plus bas" };
            if (right == "higher") != metric.higher_is_better {
                self.warn(
                    Code::CesDirection,
                    metric.places.direction,
                    phrase!(
                        "`{id}` asks version {version} of the effort question, in which {right} is better",
                        "`{id}` pose la version {version} de la question d'effort, où {mieux} est mieux"
                    ),
                    Phrase::fixed("read the wrong way round", "lu à l'envers"),
                    phrase!(
                        "write `direction = \"{right}\"`, or the `version` of the question that you ask: 1.0 asks for effort, 2.0 for ease",
                        "écrivez `direction = \"{right}\"`, ou la `version` de la question posée : 1.0 demande l'effort, 2.0 la facilité"
                    ),
                );
            }
        }
    }

    /// Whether a second survey of the same size can tell the target from the baseline: the change must exceed z √(2σ²/n).
    fn detectable(&mut self, metric: &Metric) {
        let Some((baseline, (n, variance))) = metric.baseline.zip(metric.survey()) else { return };
        if n < FEWEST {
            return self.too_few(metric, n, variance);
        }
        let Some(smallest) = smallest_change(variance, n) else { return };
        let change = |target: &Target| (target.value - baseline.value).abs();
        let hidden: Vec<&Target> = metric
            .targets
            .iter()
            .filter(|target| change(target) > 0.0 && change(target) < smallest)
            .collect();
        let (Some(first), Some(last)) = (hidden.first(), hidden.last()) else { return };
        let id = &metric.id;
        let needed = answers_needed(variance, change(last));
        let mut diagnostic = Diagnostic::new(
            Code::Undetectable,
            phrase!(
                "with {n} answers a change of `{id}` below {seen} cannot be told from chance",
                "avec {n} réponses, une évolution de `{id}` en dessous de {seen} ne se distingue pas du hasard";
                seen = Phrase::number(smallest, 2)
            ),
        )
        .at(first.span, Phrase::fixed("too small a change to be seen", "évolution trop petite pour être vue"))
        .help(phrase!(
            "ask about {needed} people each time to see a change of {delta}, or judge this target by another sign as well",
            "interrogez environ {needed} personnes chaque fois pour voir une évolution de {delta}, ou jugez cette cible aussi par un autre signe";
            delta = Phrase::number(change(last), 2)
        ));
        for target in &hidden[1..] {
            diagnostic = diagnostic.also(target.span, Phrase::fixed("this one too", "celle-ci aussi"));
        }
        self.diagnostics.push(diagnostic);
    }

    /// The test takes means of answers for normal, which those of a handful are not.
    fn too_few(&mut self, metric: &Metric, n: u64, variance: f64) {
        let Some(target) = metric.targets.last() else { return };
        let change = metric.baseline.map_or(0.0, |baseline| (target.value - baseline.value).abs());
        let needed =
            if change > 0.0 { answers_needed(variance, change).max(FEWEST as f64) } else { FEWEST as f64 };
        let id = &metric.id;
        self.warn(
            Code::Undetectable,
            target.span,
            if n == 1 {
                phrase!(
                    "with a single answer nothing can be said of `{id}`",
                    "avec une seule réponse, rien ne peut se dire de `{id}`"
                )
            } else {
                phrase!(
                    "{n} answers are too few to say whether `{id}` reaches a target",
                    "{n} réponses ne suffisent pas à dire si `{id}` atteint une cible"
                )
            },
            Phrase::fixed("no verdict on this one", "pas de verdict sur celle-ci"),
            phrase!(
                "ask about {needed} people each time, or judge this target by another sign",
                "interrogez environ {needed} personnes chaque fois, ou jugez cette cible par un autre signe"
            ),
        );
    }

    /// Satisfaction that is counted in two ways cannot be compared.
    fn satisfaction(&mut self) {
        fn method(metric: &Metric) -> &str {
            metric.method.as_deref().unwrap_or("top-2-box")
        }
        let mut scores = self.plan.metrics.iter().filter(|metric| metric.kind == "csat");
        let Some(first) = scores.next() else { return };
        let Some(other) = scores.find(|metric| method(metric) != method(first)) else { return };
        let (id, one, two, known) = (&other.id, method(other), method(first), &first.id);
        self.diagnostics.push(
            Diagnostic::new(
                Code::CsatMixed,
                phrase!(
                    "`{id}` counts satisfaction as {one}, `{known}` as {two}",
                    "`{id}` compte la satisfaction en {one}, `{known}` en {two}"
                ),
            )
            .at(other.places.method, phrase!("{one}", "{one}"))
            .also(first.places.method, phrase!("{two}", "{two}"))
            .help(Phrase::fixed(
                "count both in the same way; or write `level = { CXP1017 = \"allow\" }` under [lints] and never set them side by side",
                "comptez les deux de la même façon ; ou écrivez `level = { CXP1017 = \"allow\" }` sous [lints] et ne les comparez jamais",
            )),
        );
    }

    /// A target that nothing in the plan works on is a wish.
    fn unmoved(&mut self) {
        if self.plan.initiatives.iter().all(|initiative| initiative.effects.is_empty()) {
            return;
        }
        let moved: Vec<usize> = self
            .undertaken()
            .flat_map(|initiative| &initiative.effects)
            .map(|effect| effect.metric.index())
            .collect();
        for (id, metric) in self.plan.metrics.entries() {
            let Some(target) = metric.targets.first().filter(|_| !moved.contains(&id.index())) else {
                continue;
            };
            let name = &metric.id;
            self.diagnostics.push(
                Diagnostic::new(
                    Code::MetricUnmoved,
                    phrase!("no initiative moves `{name}`", "aucune initiative ne fait bouger `{name}`"),
                )
                .at(metric.span, Phrase::fixed("has targets", "a des cibles"))
                .also(target.span, Phrase::fixed("who will reach this?", "qui atteindra ceci ?"))
                .help(phrase!(
                    "add {{ metric = \"{name}\", change = [low, likely, high] }} to the `effects` of an initiative, or drop the targets",
                    "ajoutez {{ metric = \"{name}\", change = [bas, probable, haut] }} aux `effects` d'une initiative, ou retirez les cibles"
                )),
            );
        }
    }

    /// One score weighs one goal: impact on two metrics at once is two questions in one number.
    fn impact(&mut self) {
        let Some(scoring) = self.plan.methods.first() else { return };
        let with_targets: Vec<&Metric> =
            self.plan.metrics.iter().filter(|metric| !metric.targets.is_empty()).collect();
        let weighs = scoring.method.spec().input_with(Role::Impact).is_some();
        let ([first, second, ..], true, None) = (&with_targets[..], weighs, scoring.impact_metric) else {
            return;
        };
        let (id, count, example) = (scoring.method.id(), with_targets.len(), &first.id);
        let message = phrase!(
            "the impact of `{id}` may speak of any of {count} metrics",
            "l'impact de `{id}` peut parler de n'importe lequel de {count} indicateurs"
        );
        self.diagnostics.push(
            Diagnostic::new(Code::ImpactUnclear, message)
                .at(first.span, Phrase::fixed("impact on this one?", "impact sur celui-ci ?"))
                .also(second.span, Phrase::fixed("or on this one?", "ou sur celui-ci ?"))
                .help(phrase!(
                    "name the one it speaks of under [scoring.{id}], such as `impact_metric = \"{example}\"`; for two goals score twice",
                    "nommez celui dont il parle sous [scoring.{id}], comme `impact_metric = \"{example}\"` ; pour deux buts, notez deux fois"
                )),
        );
    }

    /// "+22 %" of a figure that is itself in per cent may be relative or in points.
    fn ambiguous(&mut self) {
        let plan = self.plan;
        if plan.metrics.iter().all(|metric| !metric.percent) {
            return;
        }
        let goals = plan.goals.iter().map(|goal| &goal.statement);
        let vision = plan.vision.iter().filter_map(|vision| vision.statement.as_ref());
        let success = self.planned().filter_map(|initiative| initiative.success.as_ref());
        let texts = goals.chain(vision).chain(success);
        for text in texts.filter(|text| is_ambiguous(&text.value)) {
            let shown: String = text.value.chars().take(60).collect();
            self.warn(
                Code::AmbiguousChange,
                text.span,
                phrase!(
                    "a change in per cent that can be read in two ways: \"{shown}\"",
                    "une évolution en pour cent qui se lit de deux façons : \"{shown}\""
                ),
                Phrase::fixed("of the value, or in points?", "de la valeur, ou en points ?"),
                Phrase::fixed(
                    "write \"+3 points\", \"+22 % relative\", or both ends: \"from 61 % to 64 %\"",
                    "écrivez \"+3 points\", \"+22 % en relatif\", ou les deux bouts : \"de 61 % à 64 %\"",
                ),
            );
        }
    }

    /// Terms that went wrong in translation, and that readers will not find elsewhere.
    fn term(&mut self, name: &str, span: crate::source::Span) {
        let words = name.split(|c: char| !c.is_alphanumeric());
        let wrong = [("SATC", "CSAT"), ("ICP", "KPI")];
        let found = words.filter_map(|word| wrong.iter().find(|(term, _)| *term == word)).next();
        let Some((term, right)) = found else { return };
        self.warn(
            Code::Term,
            span,
            phrase!(
                "\"{term}\" is called {right} everywhere else",
                "\"{term}\" s'appelle {right} partout ailleurs"
            ),
            phrase!("{right} is meant", "on veut dire {right}"),
            phrase!("write {right}", "écrivez {right}"),
        );
    }
}

/// Whether a text tells a change in per cent without saying of what.
fn is_ambiguous(text: &str) -> bool {
    const CLEAR: [&str; 11] = [
        "point",
        "points",
        "pt",
        "pts",
        "pp",
        "relative",
        "relatively",
        "relatif",
        "relatifs",
        "relatives",
        "relativement",
    ];
    const VALUES: [[&str; 2]; 3] = [["up", "to"], ["at", "least"], ["au", "moins"]];
    const CHANGES: [&str; 19] = [
        "increas", "rais", "improv", "grow", "boost", "lift", "reduc", "cut", "decreas", "lower", "drop",
        "augment", "amélior", "accro", "hauss", "rédui", "baiss", "diminu", "gagn",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let pairs = || words.windows(2).map(|pair| [pair[0], pair[1]]);
    // "from 61 % to 64 %": both ends are there.
    let end = |name: &str| {
        pairs().position(|[word, next]| word == name && next.starts_with(|c: char| c.is_ascii_digit()))
    };
    let both = |from: &str, to: &str| end(from).zip(end(to)).is_some_and(|(from, to)| from < to);
    if words.iter().any(|word| CLEAR.contains(word))
        || pairs().any(|pair| VALUES.contains(&pair))
        || both("from", "to")
        || both("de", "à")
    {
        return false;
    }
    let changes = words.iter().any(|word| CHANGES.iter().any(|change| word.starts_with(change)));
    let chars: Vec<char> = lower.chars().collect();
    let space = |c: &char| c.is_whitespace();
    for (position, _) in chars.iter().enumerate().filter(|(_, c)| **c == '%') {
        let before = chars[..position]
            .iter()
            .rposition(|c| !(space(c) || c.is_ascii_digit() || matches!(c, '.' | ',')));
        let has_digits = chars[before.map_or(0, |at| at + 1)..position].iter().any(char::is_ascii_digit);
        // The hyphen of "80-90 %" is no sign.
        let signed = before.is_some_and(|at| {
            let left = chars[..at].iter().rfind(|c| !space(c));
            matches!(chars[at], '+' | '-' | '−') && !left.is_some_and(char::is_ascii_digit)
        });
        let head: String = chars[..before.map_or(0, |at| at + 1)].iter().collect();
        let word = head.rsplit(|c: char| !c.is_alphanumeric()).next();
        let by = changes && matches!(word, Some("by" | "de"));
        let after: String = chars[position + 1..].iter().skip_while(|c| space(c)).take(8).collect();
        let compared = ["more", "less", "fewer", "de plus", "de moins", "higher", "lower"];
        if has_digits && (signed || by || compared.iter().any(|word| after.starts_with(word))) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_ambiguous;

    #[test]
    fn a_change_in_per_cent_is_told_from_a_value() {
        for text in [
            "+22 % retention",
            "Retention: −5%",
            "22 % more customers stay",
            "5 % de plus de fidélité",
            "+22 % satisfaction at every touchpoint",
            "+22 % de fidélité dans la relation client",
            "Increase retention by 22 %",
            "Augmenter de 22 % la fidélité",
            "+22 % satisfaction from customers abroad",
            "Nombre de clients à 12 mois : +5 %",
        ] {
            assert!(is_ambiguous(text), "{text}");
        }
        for text in [
            "+3 points",
            "+22 % relative to today",
            "from 61 % to 64 %",
            "de 61 % à 64 %",
            "64 % of customers stay",
            "answers within 24 h in 90 % of cases",
            "answered in 80-90 % of cases",
            "entre 80 - 90 % des demandes",
            "used by 22 % of customers",
            "un taux de 22 %",
            "Raise retention by 3 pts, to 64 %",
            "faire passer la fidélité de 61 à 64 %",
            "%",
            "+ many",
        ] {
            assert!(!is_ambiguous(text), "{text}");
        }
    }
}
