//! A look at single draws, for tests.

use super::*;

/// First days, last days and lengths of each activity in a draw, and whether it stands on a fixed day.
pub(in crate::simulate) fn schedule(model: &Model, draw: u32) -> Option<Vec<(u32, u32, u32, bool)>> {
    let (ziggurat, tracer) = (Ziggurat::new(), Tracer::new(&model.generator, &model.list));
    let mut worker = Worker::new(model, &tracer, &ziggurat);
    worker.schedule(draw).ok()?;
    let made = &worker.generator;
    let row = |activity: usize| {
        let (start, finish) = (made.starts()[activity], made.finishes()[activity]);
        (start, finish, made.length(activity), made.is_pinned(activity))
    };
    Some((0..made.starts().len()).map(row).collect())
}
