//! How busy each team is, month by month.

use serde::Serialize;

use super::Scene;

/// Months that a table can hold beside the names.
const MONTHS: usize = 24;

/// The section of team load.
#[derive(Serialize)]
pub(crate) struct Load {
    months: Vec<Month>,
    teams: Vec<Team>,
    left_out: Option<String>,
}

/// Head of a column.
#[derive(Serialize)]
struct Month {
    short: &'static str,
    long: String,
    year: Option<i32>,
}

/// A team.
#[derive(Serialize)]
struct Team {
    name: String,
    facts: String,
    cells: Vec<Cell>,
}

/// A month of a team.
#[derive(Serialize)]
struct Cell {
    class: String,
    text: String,
}

impl Load {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let locale = scene.locale;
        let report = scene.report;
        let busy = report.teams.iter().filter(|team| team.load.iter().any(|load| *load > 0.0));
        let teams: Vec<_> = busy.collect();
        let total = teams.iter().map(|team| team.load.len()).max()?;
        let shown = total.min(MONTHS);
        let months = (0..shown as i32).map(|n| {
            let (year, month) = scene.axis.month(n);
            Month {
                short: locale.month(month),
                long: format!("{} {year}", locale.month_name(month)),
                year: (n == 0 || month == 1).then_some(year),
            }
        });
        let months = months.collect();
        let teams = teams
            .into_iter()
            .map(|team| {
                let capacity = locale.number(team.capacity, 1);
                let mut facts = vec![
                    locale.fill("load.capacity", &[("n", &capacity)]),
                    scene.effort(team.effort_person_months),
                ];
                facts.extend(team.cost.map(|cost| scene.money(cost)));
                let cell = |load: &f64| Cell {
                    // Six steps of colour; the last one is for a team without room.
                    class: format!(
                        "h{}",
                        if *load > 0.9 { 6 } else { (load * 6.0).ceil().clamp(0.0, 5.0) as u8 }
                    ),
                    text: if *load > 0.0 { locale.integer(load * 100.0) } else { "·".to_owned() },
                };
                Team {
                    name: team.name.clone(),
                    facts: facts.join(" · "),
                    cells: team.load.iter().take(shown).map(cell).collect(),
                }
            })
            .collect();
        let left_out = (shown < total).then(|| locale.count("load.left-out", total - shown, &[]));
        Some(Self { months, teams, left_out })
    }
}
