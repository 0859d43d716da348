//! The prices of a team's days.

use std::ops::RangeInclusive;

use super::INERTIA;
use crate::search::parts::Parts;

/// What has a price, by days or starts, and where each goes.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) prices: Vec<f64>,
    pub(super) trend: Vec<f64>,
}

/// A team.
pub(super) struct Crew {
    parts: Parts,
    /// The prices of its days by each rule that says what fits.
    pub(super) rows: Vec<Row>,
    /// For each load sums of prices before each day.
    before: Vec<Vec<f64>>,
}

impl Row {
    pub(super) fn new(entries: usize) -> Self {
        Self { prices: vec![0.0; entries], trend: vec![0.0; entries] }
    }

    /// How far the trend goes; a price of nothing cannot fall.
    pub(super) fn square(&self) -> f64 {
        let open =
            self.prices.iter().zip(&self.trend).filter(|(price, trend)| **price > 0.0 || **trend > 0.0);
        open.map(|(_, trend)| trend * trend).sum()
    }

    pub(super) fn step(&mut self, step: f64) {
        for (price, trend) in self.prices.iter_mut().zip(&mut self.trend) {
            *price += step * *trend;
            if *price <= 0.0 {
                *price = 0.0;
                *trend = trend.max(0.0);
            }
        }
    }
}

impl Crew {
    pub(super) fn new(parts: Parts) -> Self {
        let days = parts.sizes.len();
        let before = vec![vec![0.0; days + 1]; parts.loads.len()];
        Self { rows: vec![Row::new(days); parts.rules], before, parts }
    }

    /// Sums of prices before each day for a load.
    pub(super) fn before(&self, load: u64) -> Option<&[f64]> {
        self.parts.loads.binary_search(&load).ok().map(|load| &*self.before[load])
    }

    /// Adds up prices, for each load and for the room of all days.
    pub(super) fn add_up(&mut self) -> f64 {
        for (load, before) in self.before.iter_mut().enumerate() {
            let mut sum = 0.0;
            for (day, size) in self.parts.sizes.iter().enumerate() {
                if let Some(parts) = size.and_then(|size| self.parts.parts[size][load].as_ref()) {
                    sum += self.rows.iter().zip(parts).map(|(row, part)| row.prices[day] * part).sum::<f64>();
                }
                before[day + 1] = sum;
            }
        }
        self.rows.iter().flat_map(|row| &row.prices).sum()
    }

    /// Lets prices go on as they did, a little less, with all room left.
    pub(super) fn slow_down(&mut self) {
        for row in &mut self.rows {
            for (trend, size) in row.trend.iter_mut().zip(&self.parts.sizes) {
                *trend = *trend * INERTIA - if size.is_some() { 1.0 } else { 0.0 };
            }
        }
    }

    /// Takes room for a load.
    pub(super) fn take(&mut self, load: u64, days: RangeInclusive<usize>) {
        let Ok(load) = self.parts.loads.binary_search(&load) else { return };
        for day in days {
            let Some(parts) = self.parts.sizes[day].and_then(|size| self.parts.parts[size][load].as_ref())
            else {
                continue;
            };
            for (row, part) in self.rows.iter_mut().zip(parts) {
                row.trend[day] += part;
            }
        }
    }
}
