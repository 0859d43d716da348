//! `cxplan portfolio`

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::ids::Id;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Initiative, Plan};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::portfolio::{Aim, NoPortfolio, Portfolio, Question, Why, portfolio};
use cxplan_engine::core::read::{closest, did_you_mean};
use cxplan_engine::core::timeline::Timeline;
use cxplan_engine::render::frontier;
use cxplan_engine::{ExitStatus, Run};
use jiff::civil::Date;
use serde_json::json;

use super::{Loaded, fail, host, load, settings, unknown_initiative};
use crate::args::{Global, Portfolio as PortfolioArgs, PortfolioFormat};
use crate::table::{Align, Table, printable};
use crate::terminal::{data, note};

/// Initiatives that are named in one reason.
const NAMES: usize = 3;

pub(super) fn run(args: &PortfolioArgs, global: &Global) -> ExitStatus {
    let loaded = match load(&args.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let Run { plan: Some(plan), timeline: Some(timeline), scores: Some(scores), .. } = &loaded.run else {
        return status;
    };
    let question = match question(args, plan) {
        Ok(question) => question,
        Err(finding) => return fail(finding, global),
    };
    let found = match portfolio(plan, &scores[0], timeline, &question) {
        Ok(found) => found,
        Err(reason) => {
            let failure = impossible(&reason, plan);
            note(&printable(&failure.shown(global.lang)));
            return ExitStatus::Failure;
        }
    };
    let ends = ends(&loaded, &found, args, global);
    let language = args.language.unwrap_or(global.lang);
    let told = Told { plan, timeline, found: &found, question: &question, ends, language };
    let out = match args.format {
        PortfolioFormat::Table => told.text(),
        PortfolioFormat::Json => {
            format!("{:#}\n", json!({ "schema": 1, "portfolio": found, "ends": told.ends }))
        }
        PortfolioFormat::Svg => {
            let currency = plan.head.currency.as_deref().unwrap_or_default();
            frontier::svg(&found, currency, language)
        }
    };
    status.max(data(out.as_bytes(), global.lang))
}

/// What the options ask, in terms of the plan.
fn question(args: &PortfolioArgs, plan: &Plan) -> Result<Question, Diagnostic> {
    let ids = |named: &[String]| -> Result<Vec<Id<Initiative>>, Diagnostic> {
        let found = |id: &String| {
            let mut planned = plan.initiatives.entries().filter(|(_, own)| own.status.is_scheduled());
            let found = planned.find(|(_, own)| own.id == *id).map(|(found, _)| found);
            found.ok_or_else(|| unknown_initiative(plan, id))
        };
        named.iter().map(found).collect()
    };
    let aim = match args.maximise.as_str() {
        "score" => Aim::Score,
        "targets" => Aim::Targets,
        metric => match plan.metrics.entries().find(|(_, known)| known.id == metric) {
            Some((id, _)) => Aim::Metric(id),
            None => {
                let names = plan.metrics.iter().map(|metric| metric.id.as_str());
                let close = closest(metric, names.chain(["score", "targets"]));
                let help = close.map_or_else(
                    || {
                        Phrase::fixed(
                            "write score, targets, or the id of a metric of the plan",
                            "écrivez score, targets, ou l'identifiant d'un indicateur du plan",
                        )
                    },
                    |close| did_you_mean(close.word),
                );
                let message =
                    phrase!("nothing here is called `{metric}`", "rien ici ne s'appelle `{metric}`");
                return Err(Diagnostic::new(Code::Argument, message).help(help));
            }
        },
    };
    Ok(Question {
        budget: args.budget.or_else(|| plan.budget.as_ref().map(|budget| budget.amount)),
        aim,
        must: ids(&args.must)?,
        without: ids(&args.without)?,
        nodes: args.looks,
    })
}

fn impossible(reason: &NoPortfolio, plan: &Plan) -> Phrase {
    match reason {
        NoPortfolio::OnlyOrdered => {
            let method = plan.methods[0].method.id();
            phrase!(
                "error: `{method}` only puts initiatives into an order, so that what several are worth together is not known; choose another with --method, or --maximise a metric",
                "erreur : `{method}` ne fait qu'ordonner les initiatives, et ce que plusieurs valent ensemble n'est pas connu ; choisissez-en une autre avec --method, ou --maximise un indicateur"
            )
        }
        NoPortfolio::Contradiction { id, needs } if id == needs => phrase!(
            "error: {id} has to be done and may not be done",
            "erreur : {id} doit être faite et ne peut pas l'être"
        ),
        NoPortfolio::Contradiction { id, needs } => phrase!(
            "error: {id} has to be done and needs {needs}, which may not be done",
            "erreur : {id} doit être faite et a besoin de {needs}, qui ne peut l'être"
        ),
        NoPortfolio::NothingToGain => Phrase::fixed(
            "error: no initiative brings anything of this: there is nothing to maximise",
            "erreur : aucune initiative n'apporte rien de cela : il n'y a rien à maximiser",
        ),
        NoPortfolio::MustsTooDear { cost } => {
            let cost = frontier::money(*cost, plan.head.currency.as_deref().unwrap_or_default());
            phrase!(
                "error: what has to be done costs {cost} with what it needs and its tools, which is more than there is",
                "erreur : ce qui doit être fait coûte {cost} avec ce qu'il lui faut et ses outils, plus qu'il n'y a";
                cost = cost
            )
        }
        NoPortfolio::MustsTooMuch { team } => phrase!(
            "error: what has to be done takes more time of {team} than there is before the horizon",
            "erreur : ce qui doit être fait prend plus de temps de {team} qu'il n'y en a avant l'horizon"
        ),
    }
}

/// The last day of the plan with what is chosen alone; none where that has no timeline.
fn ends(loaded: &Loaded, found: &Portfolio, args: &PortfolioArgs, global: &Global) -> Option<Date> {
    let changes: Vec<String> = found.refused.iter().map(|refused| format!("drop={}", refused.id)).collect();
    if changes.is_empty() {
        return loaded.run.timeline.as_ref()?.last_day();
    }
    let project = loaded.project.with_changes(&changes).ok()?;
    let run = cxplan_engine::run(&project, &host(global).ok()?, &settings(&args.input, global));
    run.timeline?.last_day()
}

struct Told<'a> {
    plan: &'a Plan,
    timeline: &'a Timeline,
    found: &'a Portfolio,
    question: &'a Question,
    ends: Option<Date>,
    language: Language,
}

impl Told<'_> {
    fn say(&self, phrase: &Phrase) -> String {
        printable(&phrase.shown(self.language))
    }

    fn money(&self, value: f64) -> Phrase {
        frontier::money(value, self.plan.head.currency.as_deref().unwrap_or_default())
    }

    /// A part of what everything would be worth.
    fn part(&self, value: f64) -> Phrase {
        let all = self.found.value_of_all;
        let percent = Phrase::number(if all > 0.0 { value / all * 100.0 } else { 0.0 }, 1);
        phrase!("{percent}%", "{percent} %"; percent = percent)
    }

    fn text(&self) -> String {
        let mut out = String::new();
        for line in self.sentences() {
            out.push_str(&self.say(&line));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.table().to_string());
        if !self.found.frontier.is_empty() {
            out.push('\n');
            out.push_str(&self.frontier().to_string());
        }
        out
    }

    fn sentences(&self) -> Vec<Phrase> {
        let found = self.found;
        let (count, all) = (found.chosen.len(), found.chosen.len() + found.refused.len());
        let (part, cost) = (self.part(found.value), self.money(found.cost));
        let aim = match self.question.aim {
            Aim::Score => Phrase::fixed("the value by score", "la valeur selon le score"),
            Aim::Targets => Phrase::fixed(
                "the gaps to the targets that can close",
                "l'écart aux cibles qui peut se combler",
            ),
            Aim::Metric(id) => {
                let name = &self.plan.metrics[id].name;
                phrase!("the change of {name}", "l'évolution de {name}")
            }
        };
        let mut lines = vec![phrase!(
            "{count} of {all} initiatives bring {part} of {aim}, for {cost}.",
            "{count} initiatives sur {all} apportent {part} de {aim}, pour {cost}.";
            count = Phrase::same(count.to_string()), all = Phrase::same(all.to_string()), part = part, aim = aim, cost = cost
        )];
        if let Some(budget) = found.budget {
            let left = self.money((budget - found.cost).max(0.0));
            let budget = self.money(budget);
            lines.push(phrase!(
                "Of a budget of {budget}, {left} is left.",
                "D'un budget de {budget}, il reste {left}.";
                budget = budget, left = left
            ));
        }
        if found.cost_of_tools > 0.0 {
            let (tools, money) = (Phrase::same(found.tools.join(", ")), self.money(found.cost_of_tools));
            lines.push(phrase!(
                "Of this, {money} goes to tools: {tools}.",
                "De cela, {money} vont aux outils : {tools}.";
                money = money, tools = tools
            ));
        }
        if found.spent > 0.0 {
            let spent = self.money(found.spent);
            lines.push(phrase!(
                "Of this, {spent} was spent on what is delivered.",
                "De cela, {spent} ont été dépensés pour ce qui est livré.";
                spent = spent
            ));
        }
        if !found.tools_left_out.is_empty() {
            let tools = Phrase::same(found.tools_left_out.join(", "));
            lines.push(phrase!(
                "Not paid for, as nothing chosen uses it: {tools}.",
                "Non payé, car rien de choisi ne l'emploie : {tools}.";
                tools = tools
            ));
        }
        if found.budget.is_some() && found.cost == 0.0 {
            lines.push(Phrase::fixed(
                "No team has a rate and no tool a cost, so that money limits nothing.",
                "Aucune équipe n'a de tarif et aucun outil de coût : l'argent ne limite rien.",
            ));
        }
        lines.push(if found.best {
            Phrase::fixed(
                "No choice is worth more: this is proven.",
                "Aucun choix ne vaut plus : c'est prouvé.",
            )
        } else {
            let gap = Phrase::number(
                ((found.bound - found.value) / found.bound.max(f64::MIN_POSITIVE) * 100.0).max(0.01),
                2,
            );
            phrase!(
                "At most {gap}% more could come of another choice.",
                "Un autre choix pourrait valoir au plus {gap} % de plus.";
                gap = gap
            )
        });
        if let (Some(end), Some(before)) = (self.ends, self.timeline.last_day()) {
            lines.push(phrase!(
                "The plan then ends on {end}; with everything it ends on {before}.",
                "Le plan finit alors le {end} ; avec tout, il finit le {before}."
            ));
        }
        if let Some(more) = &found.tenth_more {
            let (budget, gain) = (self.money(more.budget), self.part(more.gain));
            let names = |ids: &[String]| Phrase::same(ids.join(", "));
            lines.push(match (more.added.is_empty(), more.dropped.is_empty()) {
                (true, _) => phrase!(
                    "A tenth more, {budget}, buys nothing.",
                    "Un dixième de plus, {budget}, n'achète rien.";
                    budget = budget
                ),
                (false, true) => phrase!(
                    "A tenth more, {budget}, buys {added}: {gain} more.",
                    "Un dixième de plus, {budget}, achète {added} : {gain} de plus.";
                    budget = budget, added = names(&more.added), gain = gain
                ),
                (false, false) => phrase!(
                    "A tenth more, {budget}, buys {added} in place of {dropped}: {gain} more.",
                    "Un dixième de plus, {budget}, achète {added} au lieu de {dropped} : {gain} de plus.";
                    budget = budget, added = names(&more.added), dropped = names(&more.dropped), gain = gain
                ),
            });
        }
        lines
    }

    fn table(&self) -> Table {
        let names = match self.language {
            Language::En => ["do", "initiative", "cost", "worth", "why not"],
            Language::Fr => ["faire", "initiative", "coût", "apport", "pourquoi pas"],
        };
        let aligned = [Align::Left, Align::Left, Align::Right, Align::Right, Align::Left];
        let columns: Vec<_> = names.into_iter().zip(aligned).collect();
        let mut table = Table::new(&columns);
        let yes = Phrase::fixed("yes", "oui");
        let no = Phrase::fixed("no", "non");
        for chosen in &self.found.chosen {
            table.row(vec![
                yes.get(self.language).into(),
                chosen.id.clone(),
                self.money(chosen.cost).get(self.language).to_owned(),
                self.part(chosen.value).get(self.language).to_owned(),
                String::new(),
            ]);
        }
        for refused in &self.found.refused {
            table.row(vec![
                no.get(self.language).into(),
                refused.id.clone(),
                self.money(refused.cost).get(self.language).to_owned(),
                self.part(refused.value).get(self.language).to_owned(),
                self.say(&self.why(&refused.why)),
            ]);
        }
        table
    }

    fn why(&self, why: &Why) -> Phrase {
        match why {
            Why::Excluded => Phrase::fixed("left out as asked", "écartée comme demandé"),
            Why::NeedsExcluded { id } => {
                phrase!("needs {id}, which is left out", "a besoin de {id}, qui est écartée")
            }
            Why::TooDear => Phrase::fixed(
                "too dear with all that it needs and must be done",
                "trop chère avec tout ce qu'il lui faut et ce qui doit être fait",
            ),
            Why::NoRoom { team } => {
                phrase!("{team} has no time for it", "{team} n'a pas le temps pour elle")
            }
            Why::Nothing => Phrase::fixed("brings nothing here", "n'apporte rien ici"),
            Why::Displaces { ids, loss } => {
                let named = ids.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
                let names = match ids.len().saturating_sub(NAMES) {
                    0 => Phrase::same(named),
                    more => phrase!("{named} and {more} more", "{named} et {more} de plus"),
                };
                let loss = self.part(*loss);
                phrase!(
                    "in place of {names}: {loss} less",
                    "au lieu de {names} : {loss} de moins";
                    names = names, loss = loss
                )
            }
        }
    }

    fn frontier(&self) -> Table {
        let names = match self.language {
            Language::En => ["budget", "cost", "initiatives", "worth", ""],
            Language::Fr => ["budget", "coût", "initiatives", "apport", ""],
        };
        let aligned = [Align::Right, Align::Right, Align::Right, Align::Right, Align::Left];
        let columns: Vec<_> = names.into_iter().zip(aligned).collect();
        let mut table = Table::new(&columns);
        for point in &self.found.frontier {
            let all = self.found.value_of_all.max(f64::MIN_POSITIVE);
            let length = (point.value / all * 30.0).clamp(0.0, 30.0) as usize;
            table.row(vec![
                self.money(point.budget).get(self.language).to_owned(),
                self.money(point.cost).get(self.language).to_owned(),
                point.initiatives.to_string(),
                self.part(point.value).get(self.language).to_owned(),
                "█".repeat(length),
            ]);
        }
        table
    }
}
