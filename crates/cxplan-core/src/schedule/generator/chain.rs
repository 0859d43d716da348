//! What decides the end of a schedule, back to where it all begins.

use super::Generator;

/// Walks back through the schedules that a list leads to.
///
/// From an activity the walk goes to the one that decides its start:
///
/// - where it starts as early as its links allow, the activity at the other end of the link that allows no earlier start; of several
///   the first link;
/// - where its team had no room before, the activity that makes the room by finishing on the last day without; of several the one
///   with the largest load, then the first. Where none finishes then and the team grows, the largest of those that run on that day.
///   Only what got its room before counts: what came later found what was left.
///
/// It ends with what starts on the first day, on its release, on a fixed day, or when the team comes or grows.
#[derive(Clone, Debug)]
pub struct Tracer {
    /// Place of each activity in the list.
    turn: Vec<u32>,
    /// The activities of each team that take room, by their place in the list.
    members: Vec<Vec<u32>>,
}

impl Tracer {
    /// For the schedules of a list.
    pub fn new(generator: &Generator, list: &[u32]) -> Self {
        let mut turn = vec![0; generator.work.len()];
        let mut members = vec![Vec::new(); generator.full.len()];
        for (place, &activity) in (0..).zip(list) {
            turn[activity as usize] = place;
            for (team, _) in generator.loads(activity as usize).iter().filter(|(_, load)| *load > 0) {
                members[*team as usize].push(activity);
            }
        }
        Self { turn, members }
    }

    /// The activity that decides the start of another in the last schedule; none where nothing but the plan and the calendar does.
    /// It got its room before the other, so that a walk ends.
    pub fn before(&self, generator: &Generator, activity: usize) -> Option<usize> {
        if generator.pinned[activity] || generator.starts[activity] == 0 {
            return None;
        }
        let week = generator.week(activity);
        let start = week.on_or_after(i64::from(generator.starts[activity]), generator.days);
        if start > generator.floor(activity) {
            return self.frees(generator, activity, week.days[start as usize - 1]);
        }
        let holds = |tie: &&super::Tie| generator.tied(activity, **tie) == start;
        generator.ties(activity).iter().find(holds).map(|tie| tie.from as usize)
    }

    /// The activity that makes room for another by finishing on a day, which is the last without room.
    fn frees(&self, generator: &Generator, activity: usize, day: u32) -> Option<usize> {
        let loads = generator.loads(activity);
        let earlier = |other: usize| {
            other != activity && (generator.pinned[other] || self.turn[other] < self.turn[activity])
        };
        // What runs on the day for a team, of what got its room before.
        let running = |team: u32| {
            let members = self.members[team as usize].iter().map(|other| *other as usize);
            members.filter(move |&other| {
                let days = generator.starts[other]..=generator.finishes[other];
                days.contains(&day) && generator.week(other).works_on(day) && earlier(other)
            })
        };
        let load_on = |other: usize, team: u32| {
            let loads = generator.loads(other).iter();
            loads.filter(|(of, _)| *of == team).map(|(_, load)| *load).sum::<u64>()
        };
        let room = |team: u32| generator.full[team as usize][day as usize];
        let lacks = |(team, load): &&(u32, u64)| match loads {
            // There is no other that could.
            [_] => true,
            _ => running(*team).map(|other| load_on(other, *team)).sum::<u64>() + load > room(*team),
        };
        if loads.iter().any(|(team, load)| room(*team) < *load) {
            return None;
        }
        let team = loads.iter().find(lacks)?.0;
        let week = &generator.weeks[team as usize + 1];
        let next = week.days.get(week.on_or_after(i64::from(day), generator.days) as usize + 1);
        let ends = |other: usize| {
            let goes_on =
                |next: &u32| *next <= generator.finishes[other] && generator.week(other).works_on(*next);
            !next.is_some_and(goes_on)
        };
        running(team).max_by_key(|&other| (ends(other), load_on(other, team), std::cmp::Reverse(other)))
    }
}
