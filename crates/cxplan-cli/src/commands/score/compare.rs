//! Several methods side by side.

use cxplan_engine::core::compare::{Agreement, Comparison, Disagreement, Row};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;

use super::in_language;
use crate::table::{Align, Table};

pub(super) fn tables(comparison: &Comparison, language: Language) -> String {
    let mut columns = vec![("initiative", Align::Left)];
    columns.extend(comparison.methods.iter().map(|method| (method.as_str(), Align::Right)));
    let mut table = Table::new(&columns);
    for Row { initiative, ranks } in &comparison.rows {
        let ranks = ranks.iter().map(|rank| rank.map_or_else(|| "–".into(), |rank| rank.to_string()));
        table.row(std::iter::once(initiative.clone()).chain(ranks).collect());
    }
    let mut text = table.to_string();
    if !comparison.agreements.is_empty() {
        let head = phrase!(
            "\nAgreement (Kendall's tau-b: 1 the same order, 0 no likeness, -1 the opposite)\n",
            "\nAccord (tau-b de Kendall : 1 même ordre, 0 aucun lien, -1 l'inverse)\n"
        );
        text.push_str(head.get(language));
        let mut table =
            Table::new(&[("", Align::Left), ("tau-b", Align::Right), ("initiatives", Align::Right)]);
        for Agreement { methods: [one, other], initiatives, tau } in &comparison.agreements {
            let tau = tau.map_or_else(|| "–".into(), |tau| in_language(format!("{tau:.2}"), language));
            table.row(vec![format!("{one}, {other}"), tau, initiatives.to_string()]);
        }
        text.push_str(&table.to_string());
    }
    if !comparison.disagreements.is_empty() {
        let head = phrase!(
            "\nWhere they differ most (ranks among what both score)\n",
            "\nOù elles diffèrent le plus (rangs parmi ce que les deux notent)\n"
        );
        text.push_str(head.get(language));
        let mut table = Table::new(&[("initiative", Align::Left), ("", Align::Left), ("", Align::Left)]);
        for Disagreement { initiative, methods: [one, other], ranks: [first, second] } in
            &comparison.disagreements
        {
            table.row(vec![initiative.clone(), format!("{one} {first}"), format!("{other} {second}")]);
        }
        text.push_str(&table.to_string());
    }
    text
}
