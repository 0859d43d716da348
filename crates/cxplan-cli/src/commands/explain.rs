//! `cxplan explain`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::Code;
use cxplan_engine::core::method::Language;

use crate::args::{Explain, Global};
use crate::table::{Align, Table, printable};
use crate::terminal::{data, note};

pub(super) fn run(explain: &Explain, global: &Global) -> ExitStatus {
    let Some(number) = &explain.code else {
        let about = match global.lang {
            Language::En => "what it is about",
            Language::Fr => "de quoi il s'agit",
        };
        let mut table = Table::new(&[("code", Align::Left), (about, Align::Left)]);
        for code in Code::ALL {
            table.row(vec![code.number().into(), code.title().get(global.lang).into()]);
        }
        return data(table.to_string().as_bytes(), global.lang);
    };
    match Code::from_number(number) {
        Some(code) => data(code.page(global.lang).as_bytes(), global.lang),
        None => {
            note(&printable(&match global.lang {
                Language::En => {
                    format!("error: there is no code `{number}`; `cxplan explain` lists them all")
                }
                Language::Fr => {
                    format!("erreur : il n'y a pas de code `{number}` ; `cxplan explain` les énumère")
                }
            }));
            ExitStatus::Error
        }
    }
}
