//! Who goes from which work to which: the hand-overs of a schedule.

use std::collections::BTreeMap;

use super::super::ties::Span;
use super::super::{Link, LinkKind, Problem};

/// Stands for people who have done nothing yet.
const NOBODY: usize = usize::MAX;

/// Links from work to the work that its people do next, and for each activity the dawn by which its people leave the team.
///
/// Work takes its people from what it is linked to, where they are free; then those who have done nothing yet; then those who have
/// been free for longest, so that delays find as much time in between as can be. Who leaves a team that shrinks is chosen in the
/// same way. A team with one piece of work hands nothing over.
pub(super) fn handovers(problem: &Problem, planned: &[Span]) -> (Vec<Link>, Vec<u32>) {
    let mut links = Vec::new();
    let mut until = vec![u32::MAX; planned.len()];
    let mut works: Vec<Vec<usize>> = vec![Vec::new(); problem.teams.len()];
    for (activity, work) in problem.activities.iter().enumerate() {
        for load in work.loads.iter().filter(|load| load.micro_fte > 0) {
            works[load.team].push(activity);
        }
    }
    let mut waits: Vec<Vec<usize>> = vec![Vec::new(); planned.len()];
    for link in &problem.links {
        waits[link.to].push(link.from);
    }
    for (team, works) in works.iter().enumerate().filter(|(_, works)| works.len() > 1) {
        let load = |activity: usize| problem.activities[activity].load_on(team);
        // What work takes of people who belong to work that pauses because another team is away.
        let mut borrowed = vec![0; planned.len()];
        let mut starting = works.clone();
        starting.sort_by_key(|activity| planned[*activity].start);
        let mut finishing = works.clone();
        finishing.sort_by_key(|activity| planned[*activity].finish);
        let (mut starting, mut finishing) =
            (starting.into_iter().peekable(), finishing.into_iter().peekable());
        let mut idle = Idle::default();
        let mut size = 0;
        for (day, now) in (0..).zip(problem.teams[team].sizes(problem.days)).filter(|(_, now)| *now > 0) {
            while let Some(done) = finishing.next_if(|activity| planned[*activity].finish < day) {
                idle.add(planned[done].finish + 1, done, load(done) - borrowed[done]);
            }
            if now > size {
                idle.add(0, NOBODY, now - size);
            }
            let (leavers, lacking) = idle.take(size.saturating_sub(now), &[], planned);
            for leaver in leavers {
                until[leaver] = until[leaver].min(day);
            }
            // Those who belong to work that pauses leave when it is over.
            size = now + lacking;
            while let Some(next) = starting.next_if(|activity| planned[*activity].start == day) {
                let (before, lacking) = idle.take(load(next), &waits[next], planned);
                if lacking > 0 {
                    borrowed[next] = lacking;
                    // Both stay where they are, so that one ends before the other goes on.
                    let runs =
                        |other: &usize| (planned[*other].start..=planned[*other].finish).contains(&day);
                    for other in works.iter().copied().filter(runs) {
                        until[other] = planned[other].finish + 1;
                    }
                }
                links.extend(before.into_iter().map(|from| Link {
                    from,
                    to: next,
                    kind: LinkKind::FinishToStart,
                    lag: 0,
                }));
            }
        }
    }
    (links, until)
}

/// People without work: since which dawn, after which work, and how many of them, in micro-FTE.
#[derive(Default)]
struct Idle(BTreeMap<(u32, usize), u64>);

impl Idle {
    fn add(&mut self, since: u32, after: usize, micro_fte: u64) {
        *self.0.entry((since, after)).or_default() += micro_fte;
    }

    /// Takes people, and tells what work they come from, and how many are lacking: first those who come from some of these.
    fn take(&mut self, mut micro_fte: u64, first: &[usize], planned: &[Span]) -> (Vec<usize>, u64) {
        let mut from = Vec::new();
        let linked = first.iter().map(|activity| (planned[*activity].finish + 1, *activity));
        let linked: Vec<_> = linked.filter(|key| self.0.contains_key(key)).collect();
        let mut linked = linked.into_iter();
        while micro_fte > 0 {
            let longest = || self.0.keys().next().copied();
            let Some(key) = linked.next().or_else(longest) else { break };
            let Some(there) = self.0.get_mut(&key) else { continue };
            let taken = micro_fte.min(*there);
            *there -= taken;
            if *there == 0 {
                self.0.remove(&key);
            }
            micro_fte -= taken;
            if key.1 != NOBODY {
                from.push(key.1);
            }
        }
        (from, micro_fte)
    }
}
