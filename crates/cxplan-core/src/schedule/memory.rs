//! What earlier searches for room have shown.

/// Facts of the form "work of this load and length cannot start in this range". Room only ever shrinks while a schedule is
/// made, so a fact stays true, and it holds for everything that is as large or larger. Without them, work that may start
/// on the first day would look through the whole schedule again and again.
#[derive(Default)]
pub(super) struct Memory {
    /// At most one fact a class, so a few hundred at most and a few dozen as a rule.
    facts: Vec<Fact>,
}

struct Fact {
    /// Classes of load and length.
    class: (u32, u32),
    load: u64,
    length: u32,
    from: u32,
    to: u32,
}

impl Memory {
    /// A start that nothing at or after `from` and before it will beat.
    pub(super) fn skip(&self, from: u32, length: u32, load: u64) -> u32 {
        // One round: a later fact may make an earlier one apply, but that is rarely worth a second look.
        self.facts.iter().fold(from, |from, fact| {
            let applies = fact.load <= load && fact.length <= length && (fact.from..fact.to).contains(&from);
            if applies { fact.to } else { from }
        })
    }

    /// Notes that no start in `from..to` will do.
    pub(super) fn note(&mut self, from: u32, to: u32, length: u32, load: u64) {
        if from >= to {
            return;
        }
        let fact = Fact { class: (class(load), class(length.into())), load, length, from, to };
        match self.facts.iter_mut().find(|known| known.class == fact.class) {
            // The wider one says more.
            Some(known) if known.to - known.from >= to - from => {}
            Some(known) => *known = fact,
            None => self.facts.push(fact),
        }
    }
}

/// Half octaves: 1, 2, 3, 4–5, 6–7, 8–11, 12–15 … Finer classes forget less but take longer to look through; among one,
/// two and four an octave, two was the fastest.
fn class(value: u64) -> u32 {
    let value = value.max(1);
    let octave = value.ilog2();
    2 * octave + u32::from(octave > 0 && value & (1 << (octave - 1)) != 0)
}
