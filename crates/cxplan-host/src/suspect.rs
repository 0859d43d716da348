//! Which row makes a plugin fail.

use cxplan_core::method::Request;

use crate::errors::{Class, RunError};
use crate::limits::Limits;
use crate::plugin::Plugin;

/// Fuel of a trial with fewer rows, besides that for each row. Less than a call may have, because a plugin that does not
/// come to an end uses up the fuel of each trial.
const FUEL: u64 = 100_000_000;
/// Most rows among which the one is sought that keeps a plugin busy without an end.
const MOST_WITHOUT_END: usize = 300;

impl Plugin {
    /// The row that makes the plugin fail, after it failed on this request: the plugin fails in the same way on this row
    /// alone. None where it takes several rows, or where looking for the row would take too long.
    ///
    /// Plugins get all rows at once, so that a failure does not say which one it was. Halves are tried until one row is
    /// left.
    pub fn suspect(&self, request: &Request, error: &RunError) -> Option<usize> {
        let class = error.class();
        let rows = request.rows.len();
        let is_slow = class == Class::OutOfFuel && rows > MOST_WITHOUT_END;
        // Time depends on the machine, and so would the answer.
        if class == Class::Deadline || is_slow {
            return None;
        }
        let limits = Limits { fuel: self.host.limits.fuel.min(FUEL), ..self.host.limits };
        let fails = |first: usize, count: usize| {
            let rows = request.rows[first..first + count].to_vec();
            let half = Request { params: request.params.clone(), rows };
            self.run_within(&limits, &half).is_err_and(|error| error.class() == class)
        };
        if fails(0, 0) {
            return None;
        }
        let (mut first, mut count) = (0, rows);
        while count > 1 {
            let half = count / 2;
            if fails(first, half) {
                count = half;
            } else {
                (first, count) = (first + half, count - half);
            }
        }
        (count == 1 && fails(first, 1)).then_some(first)
    }
}
