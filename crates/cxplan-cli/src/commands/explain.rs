//! `cxplan explain`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::Code;

use crate::args::{Explain, Global};
use crate::table::{Align, Table};
use crate::terminal::{data, note};

pub(super) fn run(explain: &Explain, _global: &Global) -> ExitStatus {
    let Some(number) = &explain.code else {
        let mut table = Table::new(&[("code", Align::Left), ("what it is about", Align::Left)]);
        for code in Code::ALL {
            table.row(vec![code.number().into(), code.title().into()]);
        }
        return data(table.to_string().as_bytes());
    };
    match Code::from_number(number) {
        Some(code) => data(code.page().as_bytes()),
        None => {
            note(&format!("error: there is no code `{number}`; `cxplan explain` lists them all"));
            ExitStatus::Error
        }
    }
}
