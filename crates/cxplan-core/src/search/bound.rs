//! How short a schedule can be at best.

use super::instance::{Instance, Ties};

/// Days from the first start to the last finish if every team had room for everything.
pub fn critical_path(instance: &Instance) -> u32 {
    heads(instance).iter().zip(&instance.days).map(|(head, days)| head + days).max().unwrap_or(0)
}

/// A number of days that no schedule is shorter than: the critical path, and the work of each team in all its room.
pub fn lower_bound(instance: &Instance) -> u32 {
    let mut work = vec![0u128; instance.capacity.len()];
    for (loads, days) in instance.loads.iter().zip(&instance.days) {
        loads.iter().for_each(|(team, load)| work[*team] += u128::from(*load) * u128::from(*days));
    }
    let team = |(work, room): (&u128, &u64)| work.div_ceil(u128::from((*room).max(1))) as u32;
    let busiest = work.iter().zip(&instance.capacity).map(team).max().unwrap_or(0);
    critical_path(instance).max(busiest)
}

/// The earliest start of each activity, teams aside.
pub fn heads(instance: &Instance) -> Vec<u32> {
    longest(&instance.before, instance.order.iter())
}

/// Days from the latest finish of each activity to the end, teams aside.
pub fn tails(instance: &Instance) -> Vec<u32> {
    longest(&instance.after, instance.order.iter().rev())
}

fn longest<'o>(ties: &Ties, order: impl Iterator<Item = &'o u32>) -> Vec<u32> {
    let mut found = vec![0u32; ties.len()];
    for activity in order {
        let tied =
            ties[*activity as usize].iter().map(|(other, days)| found[*other as usize].cast_signed() + days);
        found[*activity as usize] = tied.fold(0, i32::max).cast_unsigned();
    }
    found
}
