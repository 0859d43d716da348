use proptest::prelude::*;

use super::super::tests::cases;
use super::*;

proptest! {
    #[test]
    fn lists_by_chance_hold_everything_and_keep_the_order_wherever_it_is_moved(
        case in cases(30, 9, 4),
        seed in any::<u64>(),
        is_late in any::<bool>(),
    ) {
        let instance = case.instance();
        let side = if is_late { Side::Late } else { Side::Early };
        let mut search = Search::new(&instance, &Settings { schedules: 10, seed });
        search.sample(side);
        for _ in 0..20 {
            let mut places = vec![None; instance.len()];
            for (place, activity) in search.list.iter().enumerate() {
                places[*activity as usize] = Some(place);
            }
            prop_assert!(search.list.len() == instance.len() && places.iter().all(Option::is_some));
            for (own, behind) in search.ties(side).0.iter().enumerate() {
                prop_assert!(behind.iter().all(|(other, _)| places[*other as usize] < places[own]));
            }
            search.shift(side);
        }
    }
}

proptest! {
    #[test]
    fn thinned_populations_have_so_many_members_each_once(
        days in prop::collection::vec(0..20u32, 1..30),
        size in 1..10usize,
        seed in any::<u64>(),
    ) {
        let mut stream = Stream::new(seed, 0, "thin");
        let member = |(position, days): (usize, &u32)| Member { starts: vec![position as u32], cost: (*days, 0) };
        let mut population = Population(days.iter().enumerate().map(member).collect());
        population.thin(size, &mut stream);
        prop_assert_eq!(population.0.len(), size.min(days.len()));
        let mut places: Vec<u32> = population.0.iter().map(|member| member.starts[0]).collect();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), population.0.len());
    }
}
