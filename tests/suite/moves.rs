//! Timelines held against earlier ones.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::slippage::Dates;
use cxplan_engine::render::{Format, Templates, render};

use super::{root, run_file};

#[test]
fn the_json_of_a_report_says_all_that_is_compared() {
    for example in ["furniture-retailer", "banque-regionale"] {
        let (project, run) = run_file(&root().join("examples").join(example).join("plan.toml"));
        let (doubts, _) = run.doubts();
        let Some(report) = cxplan_engine::report(&project, &run, &doubts, Language::En) else {
            panic!("{example}: {:#?}", run.diagnostics)
        };
        let json = render(&report, &Templates::builtin(), Format::Json).unwrap().bytes;
        let (read, made) = (Dates::read(&json), Dates::of(&report));
        assert_eq!(read.as_ref(), Ok(&made), "{example}");
        let moved = cxplan_engine::since(&made, "itself", &made, run.plan.as_ref().unwrap()).unwrap();
        assert!(moved.is_empty() && moved.unchanged > 0, "{moved:?}");
    }
}
