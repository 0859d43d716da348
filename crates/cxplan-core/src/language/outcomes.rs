//! What the plan is to reach, what came of it, and who looks at it.

use super::*;

table!(/// `[[metric]]`
    METRIC, "metric", "A figure with targets", "Un indicateur et ses cibles", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("kind", words!["nps", "csat", "ces", "rate", "amount", "rating", "count"], "What it measures: recommendation (nps), satisfaction (csat), effort (ces), a share, an amount, a mean rating or a count", "Ce qu'il mesure : recommandation (nps), satisfaction (csat), effort (ces), taux (rate), montant (amount), note moyenne (rating) ou nombre (count)").required(),
    field("direction", words!["higher", "lower"], "Whether higher or lower is better", "S'il vaut mieux plus haut (higher) ou plus bas (lower)").required(),
    field("level", words!["relationship", "journey", "transaction"], "What it judges: the relationship, a journey of days, or one transaction",
        "Ce qu'il juge : la relation (relationship), un parcours de plusieurs jours (journey) ou un échange (transaction)"),
    field("scale", Kind::Numbers { names: Cow::Borrowed(&[Cow::Borrowed("low"), Cow::Borrowed("high")]), min: f64::NEG_INFINITY, max: f64::INFINITY }, "Ends of the answer scale", "Extrémités de l'échelle des réponses"),
    field("method", words!["top-2-box", "binary", "mean"], "How satisfaction is counted: share of the two best answers, share of yes, or mean", "Comment la satisfaction est comptée : part des deux meilleures réponses (top-2-box), part des oui (binary) ou moyenne (mean)"),
    field("version", words!["1.0", "2.0"], "Version of the customer effort question: 1.0 asks for effort, 2.0 for ease", "Version de la question d'effort client : 1.0 demande l'effort, 2.0 la facilité"),
    field("unit", Kind::Text, "Unit of the value, such as \"%\"", "Unité de la valeur, comme \"%\""),
    field("channels", TEXTS, "Channels that it is measured on", "Canaux où il est mesuré"),
    field("baseline", inner(&BASELINE), "Where it stands today", "Où il en est aujourd'hui"),
    field("believed", ANY_NUMBER, "What the company believes it to be; the difference to the baseline is the perception gap",
        "Ce que l'entreprise croit ; la différence avec la valeur de départ est l'écart de perception"),
    field("targets", Kind::Tables(&METRIC_TARGET), "Where it shall be", "Où il doit arriver"),
    field("owner", Kind::Text, "Who answers for it", "Qui en répond"),
]);

/// Declares a table that holds a measurement: its own keys, then the forms that a measurement can have.
macro_rules! measured_table {
    ($(#[doc = $doc:literal])* $static:ident, $name:literal, $en:literal, $fr:literal, [$($field:expr),* $(,)?]) => {
        table!($(#[doc = $doc])* $static, $name, $en, $fr, [
            $($field,)*
            field("value", ANY_NUMBER, "The value itself", "La valeur elle-même"),
            field("n", Kind::Integer(1, COUNT), "Answers behind it", "Réponses dont elle vient"),
            field("sd", Kind::Number(0.0, f64::INFINITY), "Standard deviation of the answers, beside a mean value and its n", "Écart type des réponses, à côté d'une valeur moyenne et de son n"),
            field("promoters", Kind::Integer(0, COUNT), "Answers 9 and 10", "Réponses 9 et 10"),
            field("passives", Kind::Integer(0, COUNT), "Answers 7 and 8", "Réponses 7 et 8"),
            field("detractors", Kind::Integer(0, COUNT), "Answers 0 to 6", "Réponses 0 à 6"),
            field("counts", Kind::List(&COUNT_KIND), "Answers for each point of the scale, lowest first", "Réponses pour chaque point de l'échelle, le plus bas d'abord"),
            field("start", Kind::Integer(0, COUNT), "Customers at the start of the period", "Clients au début de la période"),
            field("end", Kind::Integer(0, COUNT), "Customers at its end", "Clients à la fin"),
            field("new", Kind::Integer(0, COUNT), "Customers won in it", "Clients gagnés pendant"),
            field("part", Kind::Integer(0, COUNT), "How many of the whole: customers who left, visits with an order", "Combien du tout : clients partis, visites avec commande"),
            field("whole", Kind::Integer(0, COUNT), "All that could have: customers at the start, visits", "Tout ce qui aurait pu : clients au début, visites"),
            field("monthly_churn", Kind::Share(0.0, 1.0), "Part of the customers lost each month; makes the share of a year", "Part des clients perdue chaque mois ; fait le taux d'une année"),
            field("margin", ANY_NUMBER, "Margin of a customer in a period, for a lifetime value", "Marge d'un client par période, pour une valeur vie client"),
            field("retention", Kind::Share(0.0, 1.0), "Part of the customers who stay for another period", "Part des clients qui restent une période de plus"),
            field("discount", Kind::Share(0.0, 100.0), "By how much a margin of a period later is worth less", "De combien vaut moins une marge d'une période plus tard"),
            field("first_margin", words!["later", "now"], "Whether the first margin comes after a period or now", "Si la première marge vient après une période (later) ou maintenant (now)").or("\"later\""),
        ]);
    };
}

static COUNT_KIND: Kind = Kind::Integer(0, COUNT);

measured_table!(/// `metric.baseline`
    BASELINE, "metric.baseline", "A measured value: one of value, counts, promoters/passives/detractors, start/end/new, part/whole, monthly_churn, or margin/retention/discount",
    "Une valeur mesurée : value, counts, promoters/passives/detractors, start/end/new, part/whole, monthly_churn ou margin/retention/discount", [
    field("date", Kind::Date, "When it was measured", "Quand elle a été mesurée"),
]);

table!(/// `metric.targets`
    METRIC_TARGET, "metric.targets", "A value to reach by a month: one of value, points or relative",
    "Une valeur à atteindre pour un mois : value, points ou relative", [
    field("months", Kind::Integer(1, MONTHS), "Months from the start of the plan", "Mois depuis le début du plan").unit("months", "mois").required(),
    field("value", ANY_NUMBER, "Value to reach", "Valeur à atteindre"),
    field("points", ANY_NUMBER, "Change in the metric's own unit: 3 makes 61 % into 64 %", "Évolution dans l'unité de l'indicateur : 3 fait passer de 61 % à 64 %"),
    field("relative", Kind::Share(-1.0, 100.0), "Change as a part of the baseline: \"+22%\" makes 61 % into 74.4 %", "Évolution relative à la valeur de départ : \"+22%\" fait passer de 61 % à 74,4 %"),
]);

table!(/// `[[indicator]]`
    INDICATOR, "indicator", "A sign of success that no number shows", "Un signe de succès qu'aucun chiffre ne montre", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("statement", Kind::Text, "What would be seen or heard", "Ce que l'on verrait ou entendrait").required(),
    field("goals", Kind::List(&GOAL_REF), "Goals that it speaks for", "Objectifs dont il témoigne"),
    field("initiatives", Kind::List(&INITIATIVE_REF), "Initiatives that it speaks for", "Initiatives dont il témoigne"),
    field("proxy", Kind::Ref(Target::Metric), "A metric that stands in for it", "Un indicateur chiffré qui en tient lieu"),
    field("observations", Kind::Tables(&OBSERVATION), "What was seen so far", "Ce qui a été vu jusqu'ici"),
]);

table!(/// `indicator.observations`
    OBSERVATION, "indicator.observations", "Something seen or heard", "Quelque chose de vu ou d'entendu", [
    field("date", Kind::Date, "When", "Quand").required(),
    field("note", Kind::Text, "What", "Quoi").required(),
    field("polarity", words!["negative", "positive", "mixed"], "Whether it is good news", "Si c'est une bonne nouvelle"),
]);

table!(/// `[[decision]]`
    DECISION, "decision", "Something decided, or to be decided", "Une décision prise, ou à prendre", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("title", Kind::Text, "What it is about", "Sur quoi elle porte").required(),
    field("date", Kind::Date, "When it was taken; none: it is still open", "Quand elle a été prise ; sans date elle reste à prendre"),
    field("due", Kind::Date, "By when it has to be taken", "Pour quand elle doit être prise"),
    field("reason", Kind::Text, "Why it was taken so, or what hangs on it", "Pourquoi elle a été prise ainsi, ou ce qui en dépend"),
    field("by", Kind::Text, "Who takes it", "Qui la prend"),
    field("initiatives", Kind::List(&INITIATIVE_REF), "Initiatives that it is about", "Initiatives concernées"),
]);

table!(/// `[[review]]`
    REVIEW, "review", "A date at which the plan is looked at again", "Une date à laquelle le plan est revu", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("title", Kind::Text, "Title", "Titre").required(),
    field("kind", words!["kpi", "strategy", "scoring"], "What is reviewed", "Ce qui est revu"),
    field("every", Kind::Duration, "Rhythm, in calendar time; once unless given", "Rythme, en temps calendaire ; une seule fois à défaut"),
    field("first", Kind::Date, "First date", "Première date").required(),
    field("minutes", Kind::Integer(1, 10_000), "Length", "Durée").unit("minutes", "minutes"),
    field("attendees", TEXTS, "Who takes part", "Qui participe"),
    field("agenda", TEXTS, "What is on the table", "Ce qui est à l'ordre du jour"),
]);

table!(/// `[[audience]]`
    AUDIENCE, "audience", "Readers with a document of their own", "Des lecteurs avec leur propre document", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("title", Kind::Text, "Title", "Titre").required(),
    field("languages", Kind::List(&LANGUAGE), "Languages", "Langues"),
    field("sections", Kind::List(&SECTION), "What they want to read", "Ce qu'ils veulent lire"),
]);

static SECTION: Kind = words![
    "vision",
    "targets",
    "targets-forecast",
    "top-initiatives",
    "budget-roi",
    "risks",
    "reviews",
    "timeline",
    "steps",
    "dependencies",
    "capacity",
    "tools",
    "journey",
    "changes-by-stage",
    "dates",
    "follow-up"
];

measured_table!(/// `[[actual]]`
    ACTUAL, "actual", "A value measured since", "Une valeur mesurée depuis", [
    field("metric", Kind::Ref(Target::Metric), "Metric", "Indicateur").required(),
    field("date", Kind::Date, "When it was measured", "Quand elle a été mesurée").required(),
]);

table!(/// `[[delivered]]`
    DELIVERED, "delivered", "An initiative delivered since", "Une initiative livrée depuis", [
    field("initiative", Kind::Ref(Target::Initiative), "Initiative", "Initiative").required(),
    field("date", Kind::Date, "When it was delivered", "Quand elle a été livrée").required(),
    field("effort", Kind::Duration, "Person-time that it took", "Temps-personne qu'elle a pris"),
    field("effects", Kind::Tables(&DELIVERED_EFFECT), "What it changed", "Ce qu'elle a changé"),
]);

table!(/// `delivered.effects`
    DELIVERED_EFFECT, "delivered.effects", "A change that was measured", "Une évolution mesurée", [
    field("metric", Kind::Ref(Target::Metric), "Metric", "Indicateur").required(),
    field("change", ANY_NUMBER, "Change, in the metric's unit", "Évolution, dans l'unité de l'indicateur").required(),
]);
