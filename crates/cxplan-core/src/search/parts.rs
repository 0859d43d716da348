//! What fits beside what in a team, as sums that are never more than a whole.

use super::gcd;
use crate::schedule::Problem;

/// Loads as parts of a team's room by rules, of which each says: what is under way together is never more than a whole.
///
/// The first rule is what a load takes of the most that loads add up to. Others round (dual feasible functions; Fekete and Schepers,
/// Mathematical Programming 91, 2001): to halves, thirds and so on, by which of works that each take more than half of a team there is one
/// at a time; and small loads to nothing, by which what leaves no room for any other fills the team.
pub(super) struct Parts {
    /// The loads that activities put on the team, ascending.
    pub(super) loads: Vec<u64>,
    /// For each day which of its sizes the team has; none where it does not work.
    pub(super) sizes: Vec<Option<usize>>,
    /// For each size and each load the part that it is by each rule; by none where it is larger.
    pub(super) parts: Vec<Vec<Option<Vec<f64>>>>,
    /// Number of rules.
    pub(super) rules: usize,
}

/// Parts to which loads are rounded: halves, and so on.
const ROUNDED: u128 = 4;
/// Most sizes of a team that are told apart when looking for the most that its loads add up to.
const MOST_UNITS: u64 = 1 << 12;
/// Most small loads that are rounded to nothing, one after the other.
const MOST_SMALL: usize = 12;

impl Parts {
    pub(super) fn new(problem: &Problem, team: usize) -> Self {
        let own = problem.activities.iter().flat_map(|activity| &activity.loads);
        let own = own.filter(|load| load.team == team && load.micro_fte > 0);
        let mut all: Vec<u64> = own.map(|load| load.micro_fte).collect();
        all.sort_unstable();
        let room = problem.teams[team].sizes(problem.days);
        let mut sizes: Vec<u64> = room.iter().copied().filter(|size| *size > 0).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let filled = filled(&all, &sizes);
        let mut loads = all;
        loads.dedup();
        let rules: Vec<Rule> = [Rule::Exact]
            .into_iter()
            .chain((1..=ROUNDED).map(Rule::Rounded))
            .chain(loads.iter().take(MOST_SMALL).map(|load| Rule::NothingBelow(*load)))
            .collect();
        let table = |rule: &Rule| -> Vec<Vec<Option<f64>>> {
            let of_size = |size: &u64| loads.iter().map(|load| rule.part(*load, *size)).collect();
            filled.iter().map(of_size).collect()
        };
        let tables = undominated(rules.iter().map(table).collect());
        let by_rule = |size: usize, load: usize| tables.iter().map(|table| table[size][load]).collect();
        Self {
            sizes: room.iter().map(|size| sizes.binary_search(size).ok()).collect(),
            parts: (0..sizes.len())
                .map(|size| (0..loads.len()).map(|load| by_rule(size, load)).collect())
                .collect(),
            rules: if loads.is_empty() { 0 } else { tables.len() },
            loads,
        }
    }

    /// The least part by a rule that a load is of any size.
    pub(super) fn least(&self, load: u64, rule: usize) -> f64 {
        let Ok(load) = self.loads.binary_search(&load) else { return 0.0 };
        let parts = self.parts.iter().filter_map(|parts| Some(parts[load].as_ref()?[rule]));
        parts.min_by(f64::total_cmp).unwrap_or(0.0)
    }
}

enum Rule {
    Exact,
    /// With room for so many and one more, rounded down to one of so many.
    Rounded(u128),
    /// Smaller loads are nothing, and what leaves too little for this one is all.
    NothingBelow(u64),
}

impl Rule {
    /// The part that a load is; none where it is larger than the whole.
    fn part(&self, load: u64, whole: u64) -> Option<f64> {
        if load > whole {
            return None;
        }
        let part = load as f64 / whole as f64;
        let (wide, whole_wide) = (u128::from(load), u128::from(whole));
        Some(match self {
            Self::Rounded(parts) if (parts + 1) * wide % whole_wide > 0 => {
                ((parts + 1) * wide / whole_wide) as f64 / *parts as f64
            }
            // Small is at most half: of what is larger two could stand beside each other by this rule.
            Self::NothingBelow(least) if *least <= whole / 2 && load < *least => 0.0,
            Self::NothingBelow(least) if *least <= whole / 2 && load > whole - least => 1.0,
            _ => part,
        })
    }
}

/// Tables in which no other has at least as large parts everywhere.
fn undominated(tables: Vec<Vec<Vec<Option<f64>>>>) -> Vec<Vec<Vec<Option<f64>>>> {
    let mut kept: Vec<Vec<Vec<Option<f64>>>> = Vec::new();
    for table in tables {
        let covers = |large: &Vec<Vec<Option<f64>>>, small: &Vec<Vec<Option<f64>>>| {
            large.iter().flatten().zip(small.iter().flatten()).all(|(large, small)| large >= small)
        };
        if kept.iter().any(|known| covers(known, &table)) {
            continue;
        }
        kept.retain(|known| !covers(&table, known));
        kept.push(table);
    }
    kept
}

/// For each size the most that some of the loads add up to within it.
fn filled(loads: &[u64], sizes: &[u64]) -> Vec<u64> {
    let unit = loads.iter().fold(0, |unit, load| gcd(unit, *load)).max(1);
    let largest = sizes.last().map_or(0, |size| size / unit);
    let units = largest.min(loads.iter().map(|load| load / unit).sum());
    if units > MOST_UNITS {
        return sizes.to_vec();
    }
    let mut is_sum = vec![false; units as usize + 1];
    is_sum[0] = true;
    for load in loads.iter().map(|load| load / unit).filter(|load| *load <= units) {
        for sum in (load as usize..is_sum.len()).rev() {
            is_sum[sum] |= is_sum[sum - load as usize];
        }
    }
    let most = |size: &u64| {
        let units = (size / unit).min(units) as usize;
        is_sum[..=units].iter().rposition(|is_sum| *is_sum).unwrap_or(0) as u64 * unit
    };
    sizes.iter().map(most).collect()
}
