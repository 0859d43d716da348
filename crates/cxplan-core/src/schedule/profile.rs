//! Room over time, as a step function.
//!
//! Only changes are kept, so that the length of an activity costs nothing: `n` activities make at most `2n` steps beside
//! those of the capacity. The steps lie in chunks that know their least and their most room, so that the search jumps
//! over what is full and through what is empty, and an insertion moves a chunk and not the rest of the profile.
//!
//! Cost of one activity: O(CHUNK + steps / CHUNK) where the searched part is full or empty; at worst, when every chunk has
//! room that is too short, O(steps). A segment tree would find each next hole in O(log n) but has no better worst case, for
//! the holes that are too short are as many. What keeps the searched part short is `memory.rs`. Measured on random work of
//! 1 to 50 days for ten teams, all in all: 4 ms for 3,000 activities, 60 to 80 ms for 30,000, 300 ms for 90,000; in a plain
//! sorted list and without memory 3 ms, 130 to 250 ms, and 500 to 1,900 ms.

/// A chunk is cut in two at this number of steps.
const CHUNK: usize = 64;

/// Room left on each shift of a team, in micro-FTE.
pub(super) struct Profile {
    /// In order of time.
    chunks: Vec<Chunk>,
    /// Number of shifts.
    end: u32,
}

/// Consecutive steps, at least one.
struct Chunk {
    steps: Vec<Step>,
    /// Least room of all steps.
    least: u64,
    /// Most room of all steps.
    most: u64,
}

/// The same room from a shift to the next step.
#[derive(Clone, Copy)]
struct Step {
    from: u32,
    room: u64,
}

impl Chunk {
    fn new(steps: Vec<Step>) -> Self {
        let mut chunk = Self { steps, least: 0, most: 0 };
        chunk.measure();
        chunk
    }

    fn from(&self) -> u32 {
        self.steps[0].from
    }

    fn measure(&mut self) {
        self.least = self.steps.iter().map(|step| step.room).min().unwrap_or(0);
        self.most = self.steps.iter().map(|step| step.room).max().unwrap_or(0);
    }
}

impl Profile {
    /// The profile with this room from each of these shifts on (ascending from 0) to the end.
    pub(super) fn new(rooms: impl IntoIterator<Item = (u32, u64)>, end: u32) -> Self {
        let steps: Vec<_> = rooms.into_iter().map(|(from, room)| Step { from, room }).collect();
        let chunks = steps.chunks(CHUNK / 2).map(|steps| Chunk::new(steps.to_vec())).collect();
        Self { chunks, end }
    }

    /// First of the first `length` consecutive shifts from `from` on that all have room for a load.
    pub(super) fn first_room(&self, from: u32, length: u32, load: u64) -> Option<u32> {
        // Everything from `begin` to where the search has come has room.
        let mut begin = from;
        let first = self.chunks.partition_point(|chunk| chunk.from() <= from).checked_sub(1)?;
        let chunk_ends = self.chunks[first + 1..].iter().map(Chunk::from).chain([self.end]);
        for (chunk, chunk_end) in self.chunks[first..].iter().zip(chunk_ends) {
            if chunk.most < load {
                begin = chunk_end;
                continue;
            }
            if chunk.least < load {
                let at = chunk.steps.partition_point(|step| step.from <= from).saturating_sub(1);
                for pair in chunk.steps[at..].windows(2) {
                    let end = pair[1].from;
                    if pair[0].room < load {
                        begin = end;
                    } else if end - begin >= length {
                        return Some(begin);
                    }
                }
                if chunk.steps[chunk.steps.len() - 1].room < load {
                    begin = chunk_end;
                }
            }
            if chunk_end - begin >= length {
                return Some(begin);
            }
        }
        None
    }

    /// Room on a shift; 0 behind the last.
    pub(super) fn room(&self, shift: u32) -> u64 {
        let chunk = self.chunks[..self.chunks.partition_point(|chunk| chunk.from() <= shift)].last();
        let Some(chunk) = chunk.filter(|_| shift < self.end) else { return 0 };
        chunk.steps[chunk.steps.partition_point(|step| step.from <= shift) - 1].room
    }

    /// Takes the load from every shift in `from..to`; all must have room for it.
    pub(super) fn take(&mut self, from: u32, to: u32, load: u64) {
        self.split(from);
        self.split(to);
        let first = self.chunks.partition_point(|chunk| chunk.from() <= from) - 1;
        for chunk in self.chunks[first..].iter_mut().take_while(|chunk| chunk.from() < to) {
            for step in chunk.steps.iter_mut().filter(|step| (from..to).contains(&step.from)) {
                step.room -= load;
            }
            chunk.measure();
        }
    }

    /// Makes a step begin at a shift.
    fn split(&mut self, shift: u32) {
        if shift >= self.end {
            return;
        }
        let position = self.chunks.partition_point(|chunk| chunk.from() <= shift) - 1;
        let steps = &mut self.chunks[position].steps;
        let Err(at) = steps.binary_search_by_key(&shift, |step| step.from) else { return };
        // Not the first position: the chunk begins at or before the shift.
        let room = steps[at - 1].room;
        steps.insert(at, Step { from: shift, room });
        if steps.len() >= CHUNK {
            let tail = steps.split_off(CHUNK / 2);
            self.chunks[position].measure();
            self.chunks.insert(position + 1, Chunk::new(tail));
        }
    }
}
