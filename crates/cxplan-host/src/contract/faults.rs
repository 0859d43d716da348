//! Checks of what a plugin finds wrong with the parameters of a plan.

use cxplan_core::method::{Description, Entry, Input, InputKind, Value};
use cxplan_core::phrase::Phrase;

use super::answer::position;
use super::{ITEMS, SENTENCE, Verdict, at_most, line, words};
use crate::world::wit::Fault;

/// What is wrong with a plugin that refuses parameters in one language alone.
pub(crate) const fn other_verdict() -> Phrase {
    Phrase::fixed(
        "it accepts the parameters in one language and refuses them in another",
        "il accepte les paramètres dans une langue et les refuse dans une autre",
    )
}

/// Checks faults in two languages against the parameters that they speak of.
pub(crate) fn faults(
    english: &[Fault],
    french: &[Fault],
    description: &Description,
    params: &[Value],
) -> Verdict {
    let list = Phrase::fixed("the list of faults", "la liste des défauts");
    at_most(&list, english.len(), ITEMS)?;
    let places = |faults: &[Fault]| -> Vec<_> {
        faults.iter().map(|fault| (fault.param, fault.entry, fault.column, fault.part)).collect()
    };
    if english.is_empty() || places(english) != places(french) {
        return Err(Phrase::fixed(
            "its faults are none, or others in another language",
            "ses défauts sont absents, ou différents dans une autre langue",
        ));
    }
    for fault in english.iter().chain(french) {
        place(fault, &description.params, params)?;
        words(&Phrase::fixed("the message of a fault", "le message d'un défaut"), &fault.message, SENTENCE)?;
        if let Some(help) = &fault.help {
            line(&Phrase::fixed("the help of a fault", "l'aide d'un défaut"), help, SENTENCE)?;
        }
    }
    Ok(())
}

fn place(fault: &Fault, declared: &[Input], params: &[Value]) -> Verdict {
    position(
        || Phrase::fixed("the parameter of a fault", "le paramètre d'un défaut"),
        fault.param,
        declared.len(),
    )?;
    let (param, value) = (&declared[fault.param as usize], params.get(fault.param as usize));
    let (entries, columns): (&[Entry], usize) = match (value, &param.kind) {
        (Some(Value::Entries(entries)), InputKind::Entries(columns)) => (entries, columns.len()),
        _ => (&[], 0),
    };
    if let Some(entry) = fault.entry {
        position(|| Phrase::fixed("the entry of a fault", "l'entrée d'un défaut"), entry, entries.len())?;
    }
    if let Some(column) = fault.column {
        position(|| Phrase::fixed("the column of a fault", "la colonne d'un défaut"), column, columns)?;
    }
    let text = match (fault.entry, fault.column) {
        (Some(entry), Some(column)) => entries[entry as usize].cells.get(column as usize),
        (None, _) => value,
        (Some(_), None) => None,
    };
    let Some((start, end)) = fault.part else { return Ok(()) };
    match text {
        Some(Value::Text(text)) if start <= end && text.get(start as usize..end as usize).is_some() => Ok(()),
        _ => Err(Phrase::fixed(
            "the part of a fault is no part of the text",
            "la partie d'un défaut n'est pas une partie du texte",
        )),
    }
}

#[cfg(test)]
mod tests {
    use cxplan_core::method::{Column, ColumnKind, Meaning};

    use super::*;

    /// A method with a formula and a table of criteria, and a plan's parameters for it.
    fn sample() -> (Description, Vec<Value>) {
        let input = |key: &str, kind| Input {
            key: key.into(),
            label: "Label".into(),
            help: String::new(),
            unit: None,
            kind,
            role: None,
            required: true,
            min: None,
            max: None,
            steps: Vec::new(),
            default: None,
        };
        let column = Column {
            key: "label".into(),
            label: "Label".into(),
            help: String::new(),
            kind: ColumnKind::Text,
            required: false,
            min: None,
            max: None,
        };
        let description = Description {
            id: "sample".into(),
            title: "Sample".into(),
            version: "1.0.0".into(),
            summary: String::new(),
            formula: String::new(),
            meaning: Meaning::Benefit,
            inputs: Vec::new(),
            params: vec![
                input("score", InputKind::Text),
                input("criteria", InputKind::Entries(vec![column])),
            ],
            parts: Vec::new(),
            categories: Vec::new(),
            notes: Vec::new(),
        };
        let entry = Entry { key: "ease".into(), cells: vec![Value::Text("Été".into())] };
        (description, vec![Value::Text("reach ÷ 2".into()), Value::Entries(vec![entry])])
    }

    fn fault(param: u32, entry: Option<u32>, column: Option<u32>, part: Option<(u32, u32)>) -> Fault {
        Fault { param, entry, column, part, message: "wrong".into(), help: None }
    }

    fn verdict(english: &[&Fault], french: &[&Fault]) -> Verdict {
        let (description, params) = sample();
        let [english, french] =
            [english, french].map(|faults| faults.iter().copied().cloned().collect::<Vec<_>>());
        faults(&english, &french, &description, &params)
    }

    #[test]
    fn faults_may_point_to_whatever_is_there() {
        for good in [
            fault(0, None, None, None),
            fault(0, None, None, Some((0, 5))),
            fault(0, None, None, Some((10, 10))),
            fault(1, None, None, None),
            fault(1, Some(0), None, None),
            fault(1, Some(0), Some(0), Some((0, 2))),
        ] {
            assert_eq!(verdict(&[&good], &[&good]), Ok(()), "{good:?}");
        }
    }

    #[test]
    fn faults_that_point_nowhere_are_refused() {
        for bad in [
            fault(2, None, None, None),
            fault(0, Some(0), None, None),
            fault(1, Some(1), None, None),
            fault(1, Some(0), Some(1), None),
            fault(1, None, Some(1), None),
            fault(0, None, None, Some((5, 4))),
            fault(0, None, None, Some((0, 99))),
            // In the middle of a character.
            fault(0, None, None, Some((0, 7))),
            fault(1, None, None, Some((0, 1))),
            fault(1, Some(0), None, Some((0, 1))),
        ] {
            assert!(verdict(&[&bad], &[&bad]).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn faults_are_some_and_the_same_in_each_language() {
        let (one, other) = (fault(0, None, None, None), fault(1, None, None, None));
        assert!(verdict(&[], &[]).is_err());
        assert!(verdict(&[&one], &[&other]).is_err());
        assert!(verdict(&[&one], &[&one, &other]).is_err());
        let silent = Fault { message: " ".into(), ..one.clone() };
        assert!(verdict(&[&one], &[&silent]).is_err());
        let escape = Fault { help: Some("\u{1b}[31m".into()), ..one };
        assert!(verdict(&[&escape], &[&escape]).is_err());
    }
}
