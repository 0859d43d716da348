//! The pure part of cxplan: text in, report out. No files, no clock, no environment, no printing, no WebAssembly.
//!
//! The flow is one direction, one type a stage:
//!
//! ```text
//! Source -> Document -> Plan -> Scores -> Timeline -> Report
//!  text    parse()     check()  tally()   timeline()   report()
//! ```
//!
//! Each stage is a plain function. Findings go to a [`diag::Diagnostics`] on the side; a stage with errors stops the next.

pub mod assemble;
pub mod calendar;
pub mod cases;
pub mod check;
pub mod compare;
pub mod confidence;
pub mod declare;
pub mod diag;
pub mod diff;
pub mod doubts;
pub mod draw;
pub mod explain;
pub mod fields;
pub mod fix;
pub mod forecast;
pub mod groups;
pub mod ids;
pub mod inputs;
pub mod language;
pub mod learn;
pub mod lint;
pub mod method;
pub mod metric;
pub mod model;
pub mod order;
pub mod outline;
pub mod outlook;
pub mod panel;
pub mod phrase;
pub mod portfolio;
pub mod quantity;
pub mod read;
pub mod readiness;
pub mod record;
pub mod reference;
pub mod report;
pub mod robustness;
pub mod schedule;
pub mod schema;
pub mod scores;
pub mod search;
pub mod simulate;
pub mod slippage;
pub mod source;
pub mod starter;
pub mod survey;
pub mod theme;
pub mod threads;
pub mod timeline;
pub mod verify;
