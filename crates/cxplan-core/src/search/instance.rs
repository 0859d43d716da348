//! Work, teams and ties in the numbers that the search counts with.

/// A piece of work that runs without a pause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// Days from start to finish; 0 for a mere event.
    pub days: u32,
    /// Positions of the teams that it needs, each once, and how much of each on every day.
    pub loads: Vec<(usize, u64)>,
}

/// A tie: the second starts so many days after the first starts, or later; before it where the number is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// Position of the activity that is waited for.
    pub from: usize,
    /// Position of the activity that waits.
    pub to: usize,
    /// Least number of days between the two starts.
    pub days: i32,
}

/// Why there is no schedule at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsolvable {
    /// The ties go round in a circle, or point to an activity that is not there.
    Circle,
    /// The activity at this position needs more of a team than there is, or a team that is not there.
    TooMuch(usize),
    /// So much time that days cannot be counted.
    TooLong,
}

impl std::fmt::Display for Unsolvable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Circle => f.write_str("the ties go round in a circle, or point to nothing"),
            Self::TooMuch(activity) => write!(f, "activity {activity} needs more of a team than there is"),
            Self::TooLong => f.write_str("there is more work than days can be counted"),
        }
    }
}

impl std::error::Error for Unsolvable {}

/// Work, teams and ties on an axis on which every day is like the others.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(super) days: Vec<u32>,
    /// For each activity, what it starts after, and how long after.
    pub(super) before: Ties,
    /// The same seen from the end: what finishes after it, and how much later.
    pub(super) after: Ties,
    /// Activities in an order in which nothing stands before what it waits for.
    pub(super) order: Vec<u32>,
    /// What each activity takes of which word of [`Room`].
    pub(super) takes: Vec<Vec<(u32, u64)>>,
    pub(super) room: Room,
    /// Loads and capacities by team, as given.
    pub(super) loads: Vec<Vec<(usize, u64)>>,
    pub(super) capacity: Vec<u64>,
    /// A day on which everything is over, whatever the order.
    pub(super) horizon: usize,
}

/// Other activities and numbers of days, by activity.
pub(super) type Ties = Vec<Vec<(u32, i32)>>;

/// The room of all teams on a day. Several teams share a word, each with a bit to spare on top of its own: it is set, and stays so
/// when something is taken unless that was more than was there.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// A day with nothing to do.
    pub(super) full: Vec<u64>,
    /// The bits to spare.
    pub(super) spare: u64,
}

impl Instance {
    /// Puts a problem into the numbers that the search counts with. Teams are as large as `capacity` says, on every day.
    ///
    /// # Errors
    ///
    /// Where there is no schedule.
    pub fn new(activities: &[Activity], arcs: &[Arc], capacity: &[u64]) -> Result<Self, Unsolvable> {
        let fits = |activity: &Activity| {
            let room = |(team, load): &(usize, u64)| capacity.get(*team).is_some_and(|room| load <= room);
            activity.loads.iter().all(room)
        };
        if let Some(activity) = activities.iter().position(|activity| !fits(activity)) {
            return Err(Unsolvable::TooMuch(activity));
        }
        let days: Vec<u32> = activities.iter().map(|activity| activity.days).collect();
        let lags = arcs.iter().map(|arc| u64::from(arc.days.max(0).unsigned_abs()));
        let horizon = days.iter().map(|days| u64::from(*days)).chain(lags).sum::<u64>();
        if horizon > u64::from(u32::MAX / 4) {
            return Err(Unsolvable::TooLong);
        }
        let mut before: Ties = vec![Vec::new(); days.len()];
        let mut after: Ties = vec![Vec::new(); days.len()];
        for arc in arcs {
            let (Some(own), Some(other)) = (days.get(arc.to), days.get(arc.from)) else {
                return Err(Unsolvable::Circle);
            };
            before[arc.to].push((arc.from as u32, arc.days));
            // Counted from the end, the first finishes so much after the second.
            after[arc.from].push((arc.to as u32, arc.days + own.cast_signed() - other.cast_signed()));
        }
        let order = topological(&before, &after).ok_or(Unsolvable::Circle)?;
        let loads: Vec<Vec<(usize, u64)>> = activities
            .iter()
            .map(|activity| activity.loads.iter().copied().filter(|(_, load)| *load > 0).collect())
            .collect();
        let (room, takes) = pack(&loads, capacity);
        let capacity = capacity.to_vec();
        Ok(Self { days, before, after, order, takes, room, loads, capacity, horizon: horizon as usize + 1 })
    }

    /// A list in which nothing stands before what it waits for.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Days from start to finish, by activity.
    pub fn days(&self) -> &[u32] {
        &self.days
    }

    /// Every tie, by what waits.
    pub fn ties(&self) -> impl Iterator<Item = Arc> + '_ {
        let tie = |to: usize| move |(from, days): &(u32, i32)| Arc { from: *from as usize, to, days: *days };
        self.before.iter().enumerate().flat_map(move |(to, ties)| ties.iter().map(tie(to)))
    }

    /// Teams that each activity needs and how much of each, nothing left out.
    pub fn loads(&self) -> &[Vec<(usize, u64)>] {
        &self.loads
    }

    /// How large each team is.
    pub fn capacity(&self) -> &[u64] {
        &self.capacity
    }

    /// Number of activities.
    pub const fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there is nothing to do.
    pub const fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Whether starts keep every tie and no team has more to do than it can on any day: by code that knows nothing of the search.
    pub fn is_feasible(&self, starts: &[u32]) -> bool {
        let start = |activity: usize| i64::from(starts[activity]);
        let keeps = |(own, ties): (usize, &Vec<(u32, i32)>)| {
            ties.iter().all(|(other, days)| start(own) >= start(*other as usize) + i64::from(*days))
        };
        let end = starts.iter().zip(&self.days).map(|(start, days)| start + days).max().unwrap_or(0);
        let mut load = vec![vec![0u64; end as usize]; self.capacity.len()];
        for ((start, days), loads) in starts.iter().zip(&self.days).zip(&self.loads) {
            for (team, taken) in loads {
                load[*team][*start as usize..(start + days) as usize]
                    .iter_mut()
                    .for_each(|day| *day += taken);
            }
        }
        let within = |(days, room): (&Vec<u64>, &u64)| days.iter().all(|day| day <= room);
        starts.len() == self.len()
            && self.before.iter().enumerate().all(keeps)
            && load.iter().zip(&self.capacity).all(within)
    }
}

/// Activities in an order in which nothing stands before what it waits for; none where there is none.
fn topological(before: &Ties, after: &Ties) -> Option<Vec<u32>> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut order: Vec<u32> =
        (0..waits.len() as u32).filter(|activity| waits[*activity as usize] == 0).collect();
    let mut next = 0;
    while let Some(activity) = order.get(next).copied() {
        next += 1;
        for (later, _) in &after[activity as usize] {
            waits[*later as usize] -= 1;
            if waits[*later as usize] == 0 {
                order.push(*later);
            }
        }
    }
    (order.len() == waits.len()).then_some(order)
}

/// Puts teams side by side into words, in lanes as narrow as their sizes allow.
fn pack(loads: &[Vec<(usize, u64)>], capacity: &[u64]) -> (Room, Vec<Vec<(u32, u64)>>) {
    // What all loads of a team have in common is a unit of its own. What of the capacity is no whole unit is nobody's.
    let mut units = vec![0u64; capacity.len()];
    for (team, load) in loads.iter().flatten() {
        units[*team] = gcd(units[*team], *load);
    }
    let units: Vec<u64> = units.into_iter().map(|unit| unit.max(1)).collect();
    // More than everything at once is never needed.
    let mut sums = vec![0u64; capacity.len()];
    for (team, load) in loads.iter().flatten() {
        sums[*team] = sums[*team].saturating_add(load / units[*team]);
    }
    let sizes: Vec<u64> =
        capacity.iter().zip(&units).zip(&sums).map(|((size, unit), sum)| (size / unit).min(*sum)).collect();
    let largest = sizes.iter().copied().max().unwrap_or(0);
    let width = [16, 32, 64].into_iter().find(|width| largest >> (width - 1) == 0).unwrap_or(64);
    let lanes = 64 / width;
    let spare = (0..lanes).fold(0, |spare, lane| spare | 1u64 << (width * lane + width - 1));
    let place = |team: usize| (team / lanes, width * (team % lanes));
    let mut full = vec![spare; capacity.len().div_ceil(lanes)];
    for (team, size) in sizes.iter().enumerate() {
        let (word, shift) = place(team);
        full[word] |= size << shift;
    }
    let takes = loads.iter().map(|loads| {
        let mut taken: Vec<(u32, u64)> = Vec::new();
        for (team, load) in loads {
            let (word, shift) = place(*team);
            let load = (load / units[*team]) << shift;
            match taken.iter_mut().find(|(known, _)| *known == word as u32) {
                Some((_, sum)) => *sum |= load,
                None => taken.push((word as u32, load)),
            }
        }
        taken
    });
    (Room { full, spare }, takes.collect())
}

/// The largest number that divides both; 0 stands for what every number divides.
pub const fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
