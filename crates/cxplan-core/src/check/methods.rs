//! Which methods score, and with which parameters.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::inputs;
use crate::method::{Input, Language, Method};
use crate::model::Scoring;
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::{closest, did_you_mean, suggest};
use crate::record::Record;
use crate::source::Span;

use super::{Lower, Options};

/// The method that decides, then those to compare with.
///
/// The method that decides is the caller's, else `scoring.primary`, else `rice` where every initiative has its inputs,
/// else the only method with inputs. Methods to compare with are `scoring.compare`, else every other method with inputs.
pub(super) fn select(
    root: &Record<'_>,
    methods: &[Method],
    options: &Options,
    lower: &mut Lower<'_>,
) -> Vec<Scoring> {
    let scoring = root.record("scoring");
    let initiatives = root.records("initiative");
    let present: BTreeSet<&str> = initiatives
        .iter()
        .flat_map(|initiative| initiative.methods.iter().map(|(id, _)| id.value.as_str()))
        .collect();
    let everywhere = |id: &str| {
        !initiatives.is_empty()
            && initiatives
                .iter()
                .all(|initiative| initiative.methods.iter().any(|(method, _)| method.value == id))
    };
    let named: Option<(String, Option<Span>)> = options.method.clone().map(|id| (id, None)).or_else(|| {
        scoring.and_then(|scoring| Some((scoring.text("primary")?, Some(scoring.span_of("primary")))))
    });
    // What could not be read was reported.
    let lost = root.lost("scoring") || scoring.is_some_and(|scoring| scoring.lost("primary"));
    let decides = match (named, present.len()) {
        (Some(named), _) => Some(named),
        (None, _) if lost => {
            lower.undecided = true;
            None
        }
        (None, _) if everywhere("rice") => Some(("rice".to_owned(), None)),
        (None, 1) => present.iter().next().map(|id| (id.to_string(), None)),
        (None, 0) => {
            // What could not be read was reported: initiatives, or their inputs.
            let lost = initiatives.iter().any(|initiative| !initiative.lost_methods().is_empty());
            if !initiatives.is_empty() && !lost && !lower.broken {
                lower.push(
                    Diagnostic::new(
                        Code::NoMethod,
                        Phrase::fixed(
                            "no initiative has the inputs of a method",
                            "aucune initiative n'a les données d'une méthode",
                        ),
                    )
                    .help(Phrase::fixed(
                        "add them to each, such as `rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }`",
                        "ajoutez-les à chacune, comme `rice = { reach = 2000, impact = 1, confidence = 0.8, effort = 4 }`",
                    )),
                );
            }
            lower.undecided = true;
            None
        }
        (None, _) => {
            let list = present.iter().copied().collect::<Vec<_>>().join(", ");
            let first = present.iter().next().copied().unwrap_or("rice");
            lower.push(
                Diagnostic::new(
                    Code::NoMethod,
                    phrase!(
                        "several methods have inputs ({list}), and none decides",
                        "plusieurs méthodes ont des données ({list}), et aucune ne décide"
                    ),
                )
                .help(phrase!(
                    "write `[scoring]` with `primary = \"{first}\"`",
                    "écrivez `[scoring]` avec `primary = \"{first}\"`"
                )),
            );
            lower.undecided = true;
            None
        }
    };
    let mut wanted: Vec<(String, Option<Span>)> = decides.into_iter().collect();
    if let Some(compare) = &options.compare {
        wanted.extend(compare.iter().map(|id| (id.clone(), None)));
    } else if let Some(scoring) = scoring.filter(|scoring| scoring.has("compare")) {
        wanted.extend(
            scoring
                .list("compare")
                .iter()
                .filter_map(|datum| Some((datum.as_text()?.to_owned(), Some(datum.span)))),
        );
    } else {
        wanted.extend(present.iter().map(|id| (id.to_string(), None)));
    }
    // Where the first is not there, nothing else may take its place.
    let first = wanted.first().map(|(id, _)| id.clone());
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut selected: Vec<Scoring> = Vec::new();
    for (id, span) in wanted {
        if !seen.insert(id.clone()) {
            continue;
        }
        let settings = scoring.and_then(|scoring| {
            scoring.methods.iter().find(|(key, _)| key.value == id).map(|(_, record)| record)
        });
        let lost =
            root.lost("scoring") || scoring.is_some_and(|scoring| scoring.lost_methods().contains(&id));
        let mut open = methods.iter().chain(&options.undeclared);
        if let (None, false, Some(method)) = (settings, lost, open.find(|method| method.id() == id)) {
            lower.report_no_params(method, span);
        }
        match methods.iter().find(|method| method.id() == id) {
            Some(method) => {
                let mut chosen = with_params(method, settings, span);
                chosen.faulty |= lost;
                chosen.impact_metric =
                    settings.and_then(|settings| lower.reference(settings, "impact_metric"));
                selected.push(chosen);
            }
            None => {
                let undeclared = options.undeclared.iter().any(|method| method.id() == id);
                if undeclared || options.unavailable.contains(&id) {
                    continue;
                }
                // What the plan does not name the caller does.
                let code = if span.is_some() { Code::NoMethod } else { Code::Argument };
                let known = methods.iter().map(Method::id).chain(options.known.iter().map(String::as_str));
                let diagnostic = Diagnostic::new(
                    code,
                    phrase!("there is no method `{id}`", "il n'y a pas de méthode `{id}`"),
                )
                .at_any(span, Phrase::fixed("not known", "inconnue"));
                lower.push(match (closest(&id, known), span) {
                    (Some(close), Some(span)) => suggest(diagnostic, close, span, close.word),
                    (Some(close), None) => diagnostic.help(did_you_mean(close.word)),
                    (None, _) => diagnostic.help(phrase!(
                        "use a built-in method (see `cxplan plugin list`), or name its plugin: [scoring.{id}] plugin = \"FILE.wasm\"",
                        "prenez une méthode fournie (voir `cxplan plugin list`), ou nommez son plugin : [scoring.{id}] plugin = \"FICHIER.wasm\""
                    )),
                });
            }
        }
    }
    // Inputs of a method mean nothing before it has its parameters: nobody would miss what they are worth.
    for method in methods.iter().chain(&options.undeclared).filter(|method| !seen.contains(method.id())) {
        let id = method.id();
        let is_set = |scoring: &Record<'_>| {
            scoring.lost_methods().iter().any(|lost| lost == id)
                || scoring.methods.iter().any(|(key, _)| key.value == id)
        };
        let given = |initiative: &&Record<'_>| initiative.lost_methods().iter().any(|lost| lost == id);
        let asks = initiatives.iter().find(given);
        if let Some(asks) = asks.filter(|_| method.is_open() && !root.lost("scoring"))
            && !scoring.is_some_and(is_set)
        {
            lower.report_no_params(method, Some(asks.span_of("id")));
        }
    }
    lower.undecided |= selected.first().map(|scoring| scoring.method.id()) != first.as_deref();
    selected
}

impl Lower<'_> {
    /// Tells which parameters a method cannot do without, where the plan says nothing of it.
    fn report_no_params(&mut self, method: &Method, span: Option<Span>) {
        let (id, french) = (method.id(), method.description(Language::Fr));
        for (param, french) in
            method.spec().params.iter().zip(&french.params).filter(|(param, _)| param.is_needed())
        {
            let key = &param.key;
            let help = Phrase::new(param.help.trim_end_matches('.'), french.help.trim_end_matches('.'));
            let diagnostic = Diagnostic::new(
                Code::MissingKey,
                phrase!("the method `{id}` needs `{key}`", "la méthode `{id}` a besoin de `{key}`"),
            )
            .help(phrase!(
                "add [scoring.{id}] with `{key}`: {help}",
                "ajoutez [scoring.{id}] avec `{key}` : {help}";
                help = help
            ));
            self.push(diagnostic.at_any(span, Phrase::fixed("asked for here", "demandée ici")));
        }
    }
}

fn with_params(method: &Method, settings: Option<&Record<'_>>, span: Option<Span>) -> Scoring {
    let params = &method.spec().params;
    Scoring {
        params: inputs::values(params, settings),
        param_spans: params.iter().map(|param| settings?.get(&param.key).map(|datum| datum.span)).collect(),
        span: settings.map(|settings| settings.span).or(span),
        confidence_needs_evidence: settings
            .and_then(|settings| settings.flag("confidence_needs_evidence"))
            .unwrap_or(false),
        impact_metric: None,
        faulty: match settings {
            Some(settings) => settings.strange || !settings.is_whole(),
            None => params.iter().any(Input::is_needed),
        },
        method: method.clone(),
    }
}
