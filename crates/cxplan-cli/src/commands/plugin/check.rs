//! `cxplan plugin check`

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Description;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::host::{Limits, Plugin, Trial, digest, trial};
use cxplan_engine::{Builtin, ExitStatus, builtin_methods, run_diagnostic};

use super::super::fail;
use crate::args::Global;

/// Who is told what is wrong with a plugin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Author,
    User,
}

/// Lets a plugin stand its trial.
pub(super) fn sound(plugin: &Plugin, reader: Reader, global: &Global) -> Result<Trial, ExitStatus> {
    let trial = trial(plugin).map_err(|error| {
        let found = run_diagnostic(&error, &plugin.method, None, None);
        fail(if reader == Reader::Author { found.help(error.advice()) } else { found }, global)
    })?;
    let broken = |message: Phrase, help: Phrase| {
        let (id, version) = (plugin.method.id(), &plugin.method.spec().version);
        let sha256 = plugin.method.sha256.get(..12).unwrap_or_default();
        let message = phrase!(
            "`{id}` {version} (sha256 {sha256}): {message}",
            "`{id}` {version} (sha256 {sha256}) : {message}";
            message = message
        );
        Err(fail(Diagnostic::new(Code::BrokenContract, message).help(help), global))
    };
    let is_builtin =
        |(id, bytes): &Builtin| *id == plugin.method.id() && digest(bytes) != plugin.method.sha256;
    if builtin_methods().iter().any(is_builtin) {
        return broken(
            Phrase::fixed("a built-in method has this id", "une méthode fournie a cet identifiant"),
            Phrase::fixed(
                "give the method an id of its own, so that plans mean one method by it",
                "donnez à la méthode un identifiant à elle, pour que les plans désignent une seule méthode",
            ),
        );
    }
    if let Some(row) = trial.depends_on_order {
        return broken(
            phrase!(
                "the score of row {row} changes when the rows come in another order",
                "le score de la ligne {row} change quand les lignes viennent dans un autre ordre"
            ),
            Phrase::fixed(
                "score each row by its own values, or by the set of all rows",
                "notez chaque ligne par ses propres valeurs, ou par l'ensemble des lignes",
            ),
        );
    }
    if let Some(row) = trial.remembers {
        return broken(
            phrase!(
                "the score of row {row} changes when the same instance is asked again",
                "le score de la ligne {row} change quand la même instance est interrogée de nouveau"
            ),
            Phrase::fixed(
                "keep nothing between calls: no counters, no caches that change an answer",
                "ne gardez rien entre les appels : ni compteur, ni cache qui change une réponse",
            ),
        );
    }
    Ok(trial)
}

/// What a sound plugin needs and costs.
pub(super) fn report(
    plugin: &Plugin,
    bytes: u64,
    limits: &Limits,
    global: &Global,
) -> Result<String, ExitStatus> {
    let trial = sound(plugin, Reader::Author, global)?;
    let Description { id, version, inputs, params, .. } = plugin.method.spec();
    let (exports, sha256) = (plugin.exports().join(", "), &plugin.method.sha256);
    let (scored, rows, fuel) = (trial.scored, trial.rows, trial.usage.fuel);
    let memory = trial.usage.memory_bytes / 1024;
    let listed = |inputs: &[cxplan_engine::core::method::Input]| {
        let keys: Vec<&str> = inputs.iter().map(|input| input.key.as_str()).collect();
        if keys.is_empty() { Phrase::fixed("none", "aucun") } else { Phrase::same(keys.join(", ")) }
    };
    let of_fuel = share(fuel as f64, limits.fuel_for(rows) as f64);
    let of_memory = share(trial.usage.memory_bytes as f64, limits.memory_bytes as f64);
    let of_size = share(bytes as f64, limits.file_bytes as f64);
    let size = bytes.div_ceil(1024);
    let tried = match rows {
        0 => Phrase::fixed(
            "none: the plan says what it reads; try it with `cxplan plugin test`",
            "aucun : le plan dit ce qu'il lit ; essayez-le avec `cxplan plugin test`",
        ),
        _ => phrase!(
            "{scored} of {rows} made-up rows scored, the same in any order and when asked again",
            "{scored} lignes inventées sur {rows} notées, de même dans tout ordre et à la deuxième demande"
        ),
    };
    let verdict = phrase!(
        "{id} {version} is a sound plugin.\n\n\
         exports      {exports}\n\
         imports      nothing\n\
         size         {size} KiB, {of_size} of what a plugin may have\n\
         reads        {inputs}\n\
         parameters   {params}\n\
         trial        {tried}\n\
         fuel         {fuel} for the trial, {of_fuel} of what it may use\n\
         memory       {memory} KiB, {of_memory} of what it may use\n\
         sha256       {sha256}\n",
        "{id} {version} est un plugin en règle.\n\n\
         exporte      {exports}\n\
         importe      rien\n\
         taille       {size} Kio, {of_size} de ce qu'un plugin peut avoir\n\
         lit          {inputs}\n\
         paramètres   {params}\n\
         essai        {tried}\n\
         carburant    {fuel} pour l'essai, {of_fuel} de ce qu'il peut employer\n\
         mémoire      {memory} Kio, {of_memory} de ce qu'il peut employer\n\
         sha256       {sha256}\n";
        tried = tried, inputs = listed(inputs), params = listed(params), of_fuel = of_fuel, of_memory = of_memory, of_size = of_size
    );
    Ok(verdict.get(global.lang).to_owned())
}

/// A part of a limit, in percent.
fn share(used: f64, limit: f64) -> Phrase {
    let percent = 100.0 * used / limit;
    if percent < 0.1 {
        return Phrase::fixed("under 0.1 %", "moins de 0,1 %");
    }
    let number = Phrase::number(percent, 1);
    phrase!("{number} %", "{number} %"; number = number)
}
