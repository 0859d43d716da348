//! What a plugin may use of the machine.

use std::time::Duration;

/// How much a plugin may use. Each call of a plugin (`describe`, `score`) starts with the full amount.
///
/// Fuel, memory, stack and table entries are counted in the plugin itself, so a plugin that runs out does so at the
/// same point on every machine. The deadline alone depends on the machine; it is set far beyond what the fuel allows
/// and is there for the case that a machine is too slow to burn its fuel in reasonable time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest component that is looked at, in bytes.
    pub file_bytes: usize,
    /// Processor time of compiling a component in a process of its own.
    pub compile_time: Duration,
    /// Additional processor time of compiling for each mebibyte of the component.
    pub compile_time_per_mebibyte: Duration,
    /// Memory of a process that compiles, in bytes: all that it asks the system for, used or not.
    pub compile_memory_bytes: usize,
    /// Additional memory of compiling for each byte of the component, in bytes.
    pub compile_memory_per_byte: usize,
    /// Fuel of a call: about one unit a WebAssembly instruction.
    pub fuel: u64,
    /// Additional fuel for each row that is to be scored.
    pub fuel_per_row: u64,
    /// Longest wall-clock time of a call.
    pub deadline: Duration,
    /// Linear memory of a call, in bytes, all memories of the component taken together.
    pub memory_bytes: usize,
    /// Call stack, in bytes.
    pub stack_bytes: usize,
    /// Table entries of a call, all tables of the component taken together.
    pub table_entries: usize,
    /// What an answer may take on the host's side, in bytes.
    pub answer_bytes: usize,
    /// What each scored row may add to the answer, in bytes.
    pub answer_bytes_per_row: usize,
}

impl Limits {
    /// The processor time for compiling a component of this size: in whole seconds, as systems count it.
    pub fn compile_time_for(&self, bytes: usize) -> Duration {
        let mebibytes = bytes as f64 / f64::from(1 << 20);
        let seconds =
            self.compile_time.as_secs_f64() + self.compile_time_per_mebibyte.as_secs_f64() * mebibytes;
        Duration::try_from_secs_f64(seconds.ceil()).unwrap_or(Duration::MAX)
    }

    /// The memory for compiling a component of this size, in bytes.
    pub fn compile_memory_for(&self, bytes: usize) -> usize {
        self.compile_memory_bytes.saturating_add(self.compile_memory_per_byte.saturating_mul(bytes))
    }

    /// The fuel of a call with this many rows.
    pub fn fuel_for(&self, rows: usize) -> u64 {
        self.fuel.saturating_add(self.fuel_per_row.saturating_mul(rows as u64))
    }

    /// The size of an answer to this many rows, in bytes.
    pub fn answer_bytes_for(&self, rows: usize) -> usize {
        self.answer_bytes.saturating_add(self.answer_bytes_per_row.saturating_mul(rows))
    }
}

impl Limits {
    /// Limits for plugins written in any language.
    ///
    /// A plugin in Rust scores a row with about 2,000 units of fuel, one in an interpreted language with about 500,000:
    /// both fit. An endless loop is stopped within two seconds, also one of
    /// the slowest instructions that there are.
    pub const DEFAULT: Self = Self {
        file_bytes: 32 << 20,
        compile_time: Duration::from_secs(1),
        compile_time_per_mebibyte: Duration::from_secs(2),
        compile_memory_bytes: 256 << 20,
        compile_memory_per_byte: 32,
        fuel: 500_000_000,
        fuel_per_row: 1_000_000,
        deadline: Duration::from_secs(30),
        memory_bytes: 64 << 20,
        stack_bytes: 512 << 10,
        table_entries: 100_000,
        answer_bytes: 4 << 20,
        answer_bytes_per_row: 4 << 10,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_grow_with_the_work_and_never_overflow() {
        let limits = Limits::default();
        assert_eq!(limits.fuel_for(0), 500_000_000);
        assert_eq!(limits.fuel_for(10_000), 10_500_000_000);
        assert_eq!(limits.fuel_for(usize::MAX), u64::MAX);
        assert_eq!(limits.answer_bytes_for(usize::MAX), usize::MAX);
        assert_eq!([0, 45_000, 1 << 20].map(|size| limits.compile_time_for(size).as_secs()), [1, 2, 3]);
        assert_eq!(limits.compile_memory_for(1 << 20), 288 << 20);
        assert_eq!(limits.compile_memory_for(usize::MAX), usize::MAX);
    }
}
