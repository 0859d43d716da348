//! The order of work where scores are ranks.

use super::Item;

/// The order of the scores, with what is needed right before the first that needs it. Each group is an item and what it
/// pulled before it.
pub(super) fn sequence(items: &[Item<'_>], by_score: &[usize]) -> Vec<Vec<usize>> {
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    // Filling in the order of the scores leaves each list best first.
    let mut unlocks = vec![Vec::new(); items.len()];
    for (item, need) in
        items.iter().enumerate().flat_map(|(item, row)| row.needs.iter().map(move |need| (item, *need)))
    {
        unlocks[need].push(item);
    }
    for &need in by_score {
        for &item in &unlocks[need] {
            needs[item].push(need);
        }
    }
    let mut entered = vec![false; items.len()];
    by_score
        .iter()
        .map(|&last| {
            // Depth first without recursion, for chains may be as long as the plan: (item, needs looked at).
            let mut group = Vec::new();
            let mut path = Vec::new();
            if !std::mem::replace(&mut entered[last], true) {
                path.push((last, 0));
            }
            while let Some((item, looked_at)) = path.last_mut() {
                match needs[*item].get(*looked_at) {
                    Some(&need) => {
                        *looked_at += 1;
                        if !std::mem::replace(&mut entered[need], true) {
                            path.push((need, 0));
                        }
                    }
                    None => {
                        group.push(*item);
                        path.pop();
                    }
                }
            }
            group
        })
        .filter(|group| !group.is_empty())
        .collect()
}
