//! The work: teams and their time, initiatives and their steps, milestones.

use super::*;

table!(/// `[[team]]`
    TEAM, "team", "People who do the work", "Ceux qui font le travail", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("capacity", Kind::Number(0.001, PEOPLE), "People at work on this plan at a time; the sum of the members unless given",
        "Personnes qui travaillent en même temps à ce plan ; à défaut la somme des membres").unit("full-time equivalents", "équivalents temps plein"),
    field("members", Kind::Tables(&MEMBER), "The people, where names matter", "Les personnes, quand les noms comptent"),
    field("leave", Kind::Tables(&LEAVE), "When people are away", "Quand des personnes sont absentes"),
    field("changes", Kind::Tables(&CAPACITY_CHANGE), "When the team grows or shrinks, beside its `capacity`", "Quand l'équipe grandit ou rétrécit, à côté de sa `capacity`"),
    field("calendar", Kind::Ref(Target::WorkCalendar), "Days on which the team works; those of [calendar] unless given", "Jours où l'équipe travaille ; à défaut ceux de [calendar]"),
    field("cost_per_person_month", Kind::Number(0.0, MONEY), "Cost of a person-month", "Coût d'un mois-personne").unit("the plan's currency", "la devise du plan"),
]);

table!(/// `team.members`
    MEMBER, "team.members", "A person of the team", "Une personne de l'équipe", [
    field("name", Kind::Text, "Name or role", "Nom ou rôle").required(),
    field("share", Kind::Share(0.001, 1.0), "Part of full time for this plan", "Part d'un plein temps pour ce plan").or("1"),
    field("from", Kind::Date, "First day in the team", "Premier jour dans l'équipe"),
    field("to", Kind::Date, "Last day in the team", "Dernier jour dans l'équipe"),
]);

table!(/// `team.leave`
    LEAVE, "team.leave", "Days on which people are away", "Des jours d'absence", [
    field("from", Kind::Date, "First day", "Premier jour").required(),
    field("to", Kind::Date, "Last day", "Dernier jour").required(),
    field("who", Kind::Text, "The member who is away; the whole team unless `who` or `people` is given", "Le membre absent ; toute l'équipe si ni `who` ni `people` n'est indiqué"),
    field("people", Kind::Number(0.001, PEOPLE), "How many people are away", "Combien de personnes sont absentes").unit("full-time equivalents", "équivalents temps plein"),
    field("why", Kind::Text, "Why", "Pourquoi"),
]);

table!(/// `team.changes`
    CAPACITY_CHANGE, "team.changes", "A new size of the team", "Une nouvelle taille de l'équipe", [
    field("from", Kind::Date, "First day of it", "Premier jour").required(),
    field("capacity", Kind::Number(0.0, PEOPLE), "People at work on this plan from then on", "Personnes qui travaillent à ce plan dès lors").unit("full-time equivalents", "équivalents temps plein").required(),
]);

table!(/// `[[tool]]`
    TOOL, "tool", "Something the work needs", "Quelque chose dont le travail a besoin", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("annual_cost", Kind::Number(0.0, MONEY), "Cost for a year", "Coût pour une année").unit("the plan's currency", "la devise du plan"),
]);

table!(/// `[budget]`
    BUDGET, "budget", "What may be spent", "Ce qui peut être dépensé", [
    field("amount", Kind::Number(0.0, MONEY), "Amount", "Montant").unit("the plan's currency", "la devise du plan").required(),
    field("covers", Kind::Text, "What it covers", "Ce qu'il couvre"),
]);

table!(/// `[[initiative]]`
    INITIATIVE, "initiative", "Something to be done for customers", "Quelque chose à faire pour les clients", Some(MethodSlot::Inputs), [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("title", Kind::Text, "Title", "Titre").required(),
    field("status", words!["proposed", "planned", "active", "done", "paused", "rejected"], "How far it is", "Où elle en est").or("\"planned\""),
    field("decision", Kind::Text, "Why it has that status", "Pourquoi elle a ce statut"),
    field("decided", Kind::Date, "When that was decided", "Quand cela a été décidé"),
    field("kind", words!["add", "improve", "remove"], "Whether it adds, improves or removes something in the journey", "Si elle ajoute (add), améliore (improve) ou retire (remove) quelque chose du parcours"),
    field("stage", Kind::Ref(Target::Stage), "Stage of the journey; a free label where the plan lists no stages", "Étape du parcours ; un libellé libre si le plan ne liste pas d'étapes"),
    field("touchpoints", Kind::List(&TOUCHPOINT_REF), "Touchpoints that it changes", "Points de contact qu'elle change"),
    field("segments", Kind::List(&SEGMENT_REF), "Segments that it is for", "Segments auxquels elle s'adresse"),
    field("goal", Kind::Ref(Target::Goal), "Goal that it serves", "Objectif qu'elle sert"),
    field("guidelines", Kind::List(&GUIDELINE_REF), "Principles that it was checked against", "Principes auxquels elle a été confrontée"),
    field("owner", Kind::Text, "Who answers for it", "Qui en répond"),
    field("problem", Kind::Text, "What customers meet today", "Ce que les clients rencontrent aujourd'hui"),
    field("impact_short", Kind::Text, "Effect in the first weeks", "Effet dans les premières semaines"),
    field("impact_long", Kind::Text, "Effect in the long run", "Effet à long terme"),
    field("lenses", Kind::List(&LENS), "What it makes better: useful, easy, enjoyable", "Ce qu'elle améliore : utile (useful), pratique (easy), agréable (enjoyable)"),
    field("pillars", Kind::List(&PILLAR), "Which of the six pillars of experience it strengthens", "Lesquels des six piliers de l'expérience elle renforce"),
    field("urgent", Kind::Flag, "Whether customers suffer now", "Si les clients en souffrent maintenant").or("false"),
    field("enabler", Kind::Flag, "Whether its worth lies in what it makes possible", "Si elle vaut par ce qu'elle rend possible").or("false"),
    field("success", Kind::Text, "How the team will know that it worked", "À quoi l'équipe verra que cela a marché"),
    field("qualitative", TEXTS, "Signs that no number shows", "Signes qu'aucun chiffre ne montre"),
    field("depends_on", Kind::List(&DEPENDENCY), "Initiatives or steps that it waits for", "Initiatives ou étapes qu'elle attend"),
    field("effects", Kind::Tables(&EFFECT), "What it changes in the metrics", "Ce qu'elle change dans les indicateurs"),
    field("not_before", Kind::Date, "First day on which it may start", "Premier jour où elle peut commencer"),
    field("deadline", Kind::Date, "Day by which it shall be done", "Jour où elle devrait être finie"),
    field("must_finish_by", Kind::Date, "Day by which it has to be done, whatever it costs", "Jour où elle doit être finie, quoi qu'il en coûte"),
    field("timing", words!["early", "late"], "Whether it is done as early as can be, or as late as its deadlines and what waits for it allow; without either, by the end of the plan",
        "Si elle est faite au plus tôt (early), ou aussi tard que ses échéances et ce qui l'attend le permettent (late) ; sans rien de tel, à la fin du plan"),
    field("steps", Kind::Tables(&STEP), "The work, step by step", "Le travail, étape par étape"),
    field("team", Kind::Ref(Target::Team), "Who does the work, where there are no steps", "Qui fait le travail, s'il n'y a pas d'étapes"),
    field("effort", Kind::Duration, "Person-time, where there are no steps", "Temps-personne, s'il n'y a pas d'étapes"),
    field("duration", DURATION_RANGE, "Working time from start to finish, where there are no steps; one value, or low, likely and high", "Temps ouvré du début à la fin, s'il n'y a pas d'étapes ; une valeur, ou bas, probable et haut"),
    field("people", Kind::Number(0.001, PEOPLE), "People at a time, where there are no steps", "Personnes à la fois, s'il n'y a pas d'étapes"),
    field("with", Kind::Tables(&WHOLE_SHARE), "Other teams that take part, where there are no steps, all at the same time", "Autres équipes qui y participent, s'il n'y a pas d'étapes, toutes en même temps"),
    field("tools", Kind::List(&TOOL_REF), "Tools needed, where there are no steps", "Outils nécessaires, s'il n'y a pas d'étapes"),
    field("fixed", Kind::Date, "Day on which it has to start, where there are no steps", "Jour où elle doit commencer, s'il n'y a pas d'étapes"),
    field("started", Kind::Date, "When it started, where there are no steps", "Quand elle a commencé, s'il n'y a pas d'étapes"),
    field("finished", Kind::Date, "When it was finished", "Quand elle a été finie"),
    field("progress", Kind::Share(0.0, 1.0), "Part of the work that is done, where there are no steps", "Part du travail qui est faite, s'il n'y a pas d'étapes"),
    field("remaining", Kind::Duration, "Working time that is left, where there are no steps; it counts more than `progress`", "Temps ouvré qui reste, s'il n'y a pas d'étapes ; il prime sur `progress`"),
    field("remaining_effort", Kind::Duration, "Person-time that is left, where there are no steps, instead of `remaining`", "Temps-personne qui reste, s'il n'y a pas d'étapes, au lieu de `remaining`"),
]);

table!(/// `initiative.with`
    WHOLE_SHARE, "initiative.with", "A team that takes part in the work of another; it goes on where all of them work", "Une équipe qui participe au travail d'une autre ; il avance les jours où toutes travaillent", [
    field("team", Kind::Ref(Target::Team), "Which team", "Quelle équipe").required(),
    field("effort", Kind::Duration, "Its person-time, instead of `people`", "Son temps-personne, au lieu de `people`"),
    field("people", Kind::Number(0.001, PEOPLE), "How many of its people are there all the time", "Combien de ses personnes sont là tout le temps").or("1"),
]);

static PILLAR: Kind =
    words!["personalisation", "integrity", "expectations", "resolution", "time-and-effort", "empathy"];

const DURATION_RANGE: Kind = Kind::Either(&DURATION, &DURATIONS);
static DURATIONS: Kind = Kind::Triple(&DURATION);

static DEPENDENCY: Kind = Kind::Either(&WORK_REF, &LINK_KIND);
static WORK_REF: Kind = Kind::Ref(Target::Work);
static LINK_KIND: Kind = inner(&LINK);

table!(/// `initiative.depends_on`
    LINK, "initiative.depends_on", "What is waited for, and how", "Ce qui est attendu, et comment", [
    field("on", Kind::Ref(Target::Work), "Initiative or step that is waited for", "Initiative ou étape attendue").required(),
    field("type", LINK_TYPE, "Which ends are tied: fs finish-to-start, ss start-to-start, ff finish-to-finish, sf start-to-finish",
        "Ce qui est lié : fs fin-début, ss début-début, ff fin-fin, sf début-fin").or("\"fs\""),
    field("lag", Kind::Lag, "Working time in between; negative: a lead", "Temps ouvré entre les deux ; négatif : une avance").or("\"0d\""),
]);

const LINK_TYPE: Kind = words!["fs", "ss", "ff", "sf"];

table!(/// `initiative.effects`
    EFFECT, "initiative.effects", "A change of a metric", "Une évolution d'un indicateur", [
    field("metric", Kind::Ref(Target::Metric), "Metric", "Indicateur").required(),
    field("change", Kind::Numbers { names: Cow::Borrowed(&[Cow::Borrowed("low"), Cow::Borrowed("likely"), Cow::Borrowed("high")]), min: f64::NEG_INFINITY, max: f64::INFINITY },
        "Change when it is in full, in the metric's unit", "Évolution une fois l'effet complet, dans l'unité de l'indicateur").required(),
    field("ramp", Kind::Duration, "Time from delivery until it is in full; at once unless given", "Temps de la livraison à l'effet complet ; tout de suite à défaut"),
]);

table!(/// `initiative.steps`
    STEP, "initiative.steps", "A piece of work", "Une étape du travail", [
    field("id", Kind::Id, "Id in the initiative; its number unless given", "Identifiant dans l'initiative ; à défaut son numéro"),
    field("title", Kind::Text, "What is done", "Ce qui est fait").required(),
    field("deliverable", Kind::Text, "What there is at the end", "Ce qu'il y a à la fin"),
    field("team", Kind::Ref(Target::Team), "Who does it; nobody is loaded unless given", "Qui la fait ; à défaut personne n'est occupé"),
    field("effort", Kind::Duration, "Person-time", "Temps-personne"),
    field("duration", DURATION_RANGE, "Working time from start to finish: one value, or low, likely and high; effort by people unless given", "Temps ouvré du début à la fin : une valeur, ou bas, probable et haut ; à défaut l'effort divisé par les personnes"),
    field("people", Kind::Number(0.001, PEOPLE), "People at a time, where there is no duration", "Personnes à la fois, s'il n'y a pas de durée").or("1"),
    field("with", Kind::Tables(&SHARE), "Other teams that take part, all at the same time", "Autres équipes qui y participent, toutes en même temps"),
    field("after", Kind::List(&PREDECESSOR), "Steps that come first", "Étapes qui passent avant"),
    field("tools", Kind::List(&TOOL_REF), "Tools needed", "Outils nécessaires"),
    field("not_before", Kind::Date, "First day on which it may start", "Premier jour où elle peut commencer"),
    field("deadline", Kind::Date, "Day by which it shall be done", "Jour où elle devrait être finie"),
    field("must_finish_by", Kind::Date, "Day by which it has to be done, whatever it costs", "Jour où elle doit être finie, quoi qu'il en coûte"),
    field("fixed", Kind::Date, "Day on which it has to start", "Jour où elle doit commencer"),
    field("started", Kind::Date, "When it started", "Quand elle a commencé"),
    field("finished", Kind::Date, "When it was finished", "Quand elle a été finie"),
    field("progress", Kind::Share(0.0, 1.0), "Part of the work that is done", "Part du travail qui est faite"),
    field("remaining", Kind::Duration, "Working time that is left; it counts more than `progress`", "Temps ouvré qui reste ; il prime sur `progress`"),
    field("remaining_effort", Kind::Duration, "Person-time that is left, instead of `remaining`", "Temps-personne qui reste, au lieu de `remaining`"),
]);

table!(/// `initiative.steps.with`
    SHARE, "initiative.steps.with", "A team that takes part in the work of another; it goes on where all of them work", "Une équipe qui participe au travail d'une autre ; il avance les jours où toutes travaillent", [
    field("team", Kind::Ref(Target::Team), "Which team", "Quelle équipe").required(),
    field("effort", Kind::Duration, "Its person-time, instead of `people`", "Son temps-personne, au lieu de `people`"),
    field("people", Kind::Number(0.001, PEOPLE), "How many of its people are there all the time", "Combien de ses personnes sont là tout le temps").or("1"),
]);

static PREDECESSOR: Kind = Kind::Either(&STEP_REF, &STEP_LINK_KIND);
static STEP_REF: Kind = Kind::Ref(Target::Step);
static STEP_LINK_KIND: Kind = inner(&STEP_LINK);

table!(/// `initiative.steps.after`
    STEP_LINK, "initiative.steps.after", "What is waited for, and how", "Ce qui est attendu, et comment", [
    field("on", Kind::Ref(Target::Step), "Step that is waited for", "Étape attendue").required(),
    field("type", LINK_TYPE, "Which ends are tied: fs finish-to-start, ss start-to-start, ff finish-to-finish, sf start-to-finish",
        "Ce qui est lié : fs fin-début, ss début-début, ff fin-fin, sf début-fin").or("\"fs\""),
    field("lag", Kind::Lag, "Working time in between; negative: a lead", "Temps ouvré entre les deux ; négatif : une avance").or("\"0d\""),
]);

table!(/// `[[milestone]]`
    MILESTONE, "milestone", "A moment that the plan works towards", "Un moment vers lequel le plan avance", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("title", Kind::Text, "What is reached", "Ce qui est atteint").required(),
    field("after", Kind::List(&WORK_REF), "Initiatives and steps that it waits for", "Initiatives et étapes qu'il attend"),
    field("date", Kind::Date, "Its day, where it depends on nothing in the plan", "Son jour, s'il ne dépend de rien dans le plan"),
    field("deadline", Kind::Date, "Day by which it shall be reached", "Jour où il devrait être atteint"),
    field("must_finish_by", Kind::Date, "Day by which it has to be reached, whatever it costs", "Jour où il doit être atteint, quoi qu'il en coûte"),
]);
