//! Survey exports: bytes into rows, whatever their encoding and separator, in memory that does not grow with the file.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read};

use csv_core::{ReadRecordResult, ReaderBuilder};
use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::survey::{Reason, Separators, Survey};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A row that is longer is a quotation mark that never closes.
const LONGEST: usize = 1 << 20;
/// More columns than any survey has questions.
const WIDEST: usize = 1 << 14;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Its encoding.
    pub encoding: &'static str,
    /// What stands between columns; none where there is one column.
    pub separator: Option<char>,
    /// Rows that go over several lines.
    pub folded: u64,
}

/// Reads a survey: its header goes to `start`, which finds the columns, and each row to the survey. Rows that do not count are told
/// with the line in which they begin.
///
/// # Errors
///
/// The finding where the file cannot be read, is no table, or its header does not tell the columns.
pub fn read_survey(
    input: impl Read,
    start: impl FnOnce(&[String], Separators) -> Result<Survey, Diagnostic>,
    left_out: &mut dyn FnMut(u64, Reason) -> io::Result<()>,
) -> Result<(Survey, Format), Diagnostic> {
    let mut raw = BufReader::with_capacity(1 << 16, input);
    let first = raw.fill_buf().map_err(|error| unreadable(&error))?;
    let (encoding, mark) =
        Encoding::for_bom(first).map_or((None, 0), |(encoding, mark)| (Some(encoding), mark));
    if first.starts_with(b"PK\x03\x04") || first.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(no_table(Phrase::fixed(
            "this is a workbook, not a text",
            "c'est un classeur, pas un texte",
        )));
    }
    raw.consume(mark);
    let mut source: Box<dyn BufRead + '_> = match encoding {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => {
            Box::new(BufReader::with_capacity(1 << 16, Utf16 { raw, decoder: encoding.new_decoder() }))
        }
        _ => Box::new(raw),
    };
    let mut rows = Rows::new(&mut *source)?;
    let separator = rows.separator;
    let kind = match separator {
        Some(b',') => Separators::Comma,
        Some(b';') => Separators::Semicolon,
        _ => Separators::Other,
    };
    // Any byte is a letter in Windows-1252: what is not UTF-8 is that, a cell at a time.
    let is_utf8 = RefCell::new(true);
    let decode = |bytes: &[u8]| -> String {
        std::str::from_utf8(bytes).map_or_else(
            |_| {
                *is_utf8.borrow_mut() = false;
                WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
            },
            str::to_owned,
        )
    };
    let empty = || {
        Diagnostic::new(Code::NoAnswers, Phrase::fixed("the file is empty", "le fichier est vide")).help(
            Phrase::fixed("export the answers with their header", "exportez les réponses avec leur en-tête"),
        )
    };
    rows.next()?.ok_or_else(empty)?;
    let header: Vec<String> = (0..rows.width()).map(|place| decode(rows.cell(place))).collect();
    let mut survey = start(&header, kind)?;
    let mut folded = 0;
    while let Some(row) = rows.next()? {
        let width = rows.width();
        let reason = if row.is_open || (row.is_folded && width != header.len()) {
            survey.leave_out(row.line, Reason::Quote);
            Some(Reason::Quote)
        } else {
            survey.row(row.line, width, |place| match std::str::from_utf8(rows.cell(place)) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(decode(rows.cell(place))),
            })
        };
        folded += u64::from(row.is_folded);
        if let Some(reason) = reason {
            left_out(row.line, reason).map_err(|error| unwritable(&error))?;
        }
    }
    let name = match encoding {
        Some(encoding) => encoding.name(),
        None if *is_utf8.borrow() => "UTF-8",
        None => "Windows-1252",
    };
    Ok((survey, Format { encoding: name, separator: separator.map(char::from), folded }))
}

/// A row that was read.
#[derive(Clone, Copy)]
struct Row {
    /// The line in which it begins.
    line: u64,
    /// Whether it goes over several lines.
    is_folded: bool,
    /// Whether the file ends inside of a quotation.
    is_open: bool,
}

/// The rows of a text, one at a time.
struct Rows<'r> {
    source: &'r mut dyn BufRead,
    reader: csv_core::Reader,
    separator: Option<u8>,
    cells: Vec<u8>,
    ends: Vec<usize>,
    width: usize,
    /// Line ends before where the reader is.
    lines: u64,
}

impl<'r> Rows<'r> {
    fn new(source: &'r mut dyn BufRead) -> Result<Self, Diagnostic> {
        let head = source.fill_buf().map_err(|error| unreadable(&error))?;
        if head.contains(&0) {
            return Err(no_table(Phrase::fixed("this is no text", "ce n'est pas un texte")));
        }
        let mut lines = 0;
        // Excel's way to tell the separator, on a line of its own.
        let told = head.strip_prefix(b"sep=").and_then(|rest| rest.first().copied());
        let separator = told.or_else(|| separator(head));
        if told.is_some() {
            let mut line = Vec::new();
            (&mut *source).take(16).read_until(b'\n', &mut line).map_err(|error| unreadable(&error))?;
            lines += 1;
        }
        // Where there is one column, nothing separates: a comma may be a decimal one.
        let reader = ReaderBuilder::new().delimiter(separator.unwrap_or(0x1f)).build();
        let (cells, ends) = (vec![0; LONGEST], vec![0; WIDEST]);
        Ok(Self { source, reader, separator, cells, ends, width: 0, lines })
    }

    fn width(&self) -> usize {
        self.width
    }

    fn cell(&self, place: usize) -> &[u8] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.cells[start..self.ends[place]]
    }

    fn next(&mut self) -> Result<Option<Row>, Diagnostic> {
        let (mut filled, mut ended, mut quotes) = (0, 0, 0);
        loop {
            let input = self.source.fill_buf().map_err(|error| unreadable(&error))?;
            let at_end = input.is_empty();
            let (result, read, wrote, cells) =
                self.reader.read_record(input, &mut self.cells[filled..], &mut self.ends[ended..]);
            let taken = &input[..read];
            self.lines += taken.iter().filter(|byte| **byte == b'\n').count() as u64;
            quotes += taken.iter().filter(|byte| **byte == b'"').count();
            let after_a_line = taken.last() == Some(&b'\n');
            self.source.consume(read);
            filled += wrote;
            ended += cells;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    let line = self.lines + 1;
                    return Err(no_table(phrase!(
                        "a row is longer than any answer; it goes on in line {line}",
                        "une ligne est plus longue que toute réponse ; elle continue à la ligne {line}"
                    )));
                }
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => {
                    self.width = ended;
                    let inside = self.cells[..filled].iter().filter(|byte| **byte == b'\n').count() as u64;
                    let last = self.lines + u64::from(!after_a_line);
                    let is_open = at_end && quotes % 2 == 1;
                    return Ok(Some(Row {
                        line: last.saturating_sub(inside).max(1),
                        is_folded: inside > 0,
                        is_open,
                    }));
                }
            }
        }
    }
}

/// What stands most often between the names of the header, outside of quotations.
fn separator(head: &[u8]) -> Option<u8> {
    let mut counts = [(b';', 0), (b'\t', 0), (b',', 0), (b'|', 0)];
    let mut is_quoted = false;
    for byte in head {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            byte => counts.iter_mut().filter(|(mark, _)| mark == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // Of equally many the first: a comma is also a part of sentences.
    let most = counts.iter().map(|(_, count)| *count).max().filter(|most| *most > 0)?;
    counts.iter().find(|(_, count)| *count == most).map(|(mark, _)| *mark)
}

/// UTF-16 read as UTF-8.
struct Utf16<R> {
    raw: R,
    decoder: Decoder,
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let input = self.raw.fill_buf()?;
            let is_last = input.is_empty();
            let (result, read, wrote, _) = self.decoder.decode_to_utf8(input, out, is_last);
            self.raw.consume(read);
            if wrote > 0 || is_last || result == CoderResult::OutputFull {
                return Ok(wrote);
            }
        }
    }
}

fn no_table(message: Phrase) -> Diagnostic {
    Diagnostic::new(Code::Survey, message).help(Phrase::fixed(
        "export the answers as CSV, with quotation marks inside of texts doubled",
        "exportez les réponses en CSV, avec les guillemets doublés à l'intérieur des textes",
    ))
}

fn unreadable(error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::Unreadable,
        phrase!("cannot read the answers: {error}", "impossible de lire les réponses : {error}"),
    )
    .help(Phrase::fixed("name a file that can be read", "nommez un fichier lisible"))
}

fn unwritable(error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::Unwritable,
        phrase!(
            "cannot write the rows that are left out: {error}",
            "impossible d'écrire les lignes écartées : {error}"
        ),
    )
    .help(Phrase::fixed("name another file with `--excluded`", "nommez un autre fichier avec `--excluded`"))
}

#[cfg(test)]
mod tests {
    use cxplan_core::survey::{Question, Tally};

    use super::*;

    /// Counts, rows left out, format.
    type Outcome = (Vec<u64>, Vec<(u64, Reason)>, Format);

    fn nps(bytes: &[u8]) -> Result<Outcome, Code> {
        let mut left_out = Vec::new();
        let (survey, format) = read_survey(
            bytes,
            |header, separators| Survey::new(header, Question::usual("nps"), None, None, separators),
            &mut |line, reason| {
                left_out.push((line, reason));
                Ok(())
            },
        )
        .map_err(|diagnostic| diagnostic.code)?;
        let Tally::Counts(counts) = survey.tally() else { panic!("{survey:?}") };
        assert_eq!(survey.rows(), survey.tally().n() + left_out.len() as u64, "nothing is lost");
        Ok((counts.clone(), left_out, format))
    }

    fn counts(answers: &[usize]) -> Vec<u64> {
        let mut counts = vec![0; 11];
        answers.iter().for_each(|answer| counts[*answer] += 1);
        counts
    }

    #[test]
    fn encodings_and_separators_are_found() {
        let text = "Réponse;NPS;Prénom\r\n1;9;Zoé\r\n2;10;\"Ann; Lee\"\r\n";
        let utf16 = |little: bool| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(|unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let marked = ["\u{feff}", text].concat().into_bytes();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (marked, "UTF-8"),
            (latin, "Windows-1252"),
            (utf16(true), "UTF-16LE"),
            (utf16(false), "UTF-16BE"),
        ] {
            let format = Format { encoding, separator: Some(';'), folded: 0 };
            assert_eq!(nps(&bytes), Ok((counts(&[9, 10]), vec![], format)), "{encoding}");
        }
        for (text, separator) in [
            ("a,nps\n1,9\n", Some(',')),
            ("a\tnps\n1\t9\n", Some('\t')),
            ("\"a, b; c; d\",nps\n1,9\n", Some(',')),
            ("sep=|\na|nps\n1|9\n", Some('|')),
            ("nps\r9\r", None),
            ("nps\n\"9,0\"\n", None),
        ] {
            let found = nps(text.as_bytes()).unwrap();
            assert_eq!((found.0, found.2.separator), (counts(&[9]), separator), "{text}");
        }
    }

    #[test]
    fn every_row_counts_or_has_a_reason() {
        let text = "nps,comment\n9,fine\n\n=1+1,x\n8\n7,a,b\n11,\n,\n10,\"two\nlines\"\n7.5,\n6,\"she said \"\"no\"\"\"\n";
        let (found, left_out, format) = nps(text.as_bytes()).unwrap();
        assert_eq!(found, counts(&[9, 10, 6]));
        assert_eq!(
            left_out,
            [
                (4, Reason::Formula),
                (5, Reason::Columns),
                (6, Reason::Columns),
                (7, Reason::OffScale),
                (8, Reason::Empty),
                (11, Reason::NotWhole),
            ]
        );
        assert_eq!(format.folded, 1);
    }

    #[test]
    fn a_quotation_that_does_not_close_is_told() {
        let (found, left_out, _) = nps(b"nps,comment\n9,\"fine\n8,bad\n7,so\n").unwrap();
        assert_eq!((found, left_out), (counts(&[]), vec![(2, Reason::Quote)]));
        let (found, left_out, _) = nps(b"nps,comment\n\"9,fine\n8,bad\",x,y\n7,so\n").unwrap();
        assert_eq!((found, left_out), (counts(&[7]), vec![(2, Reason::Quote)]));
        let mut long = b"nps,comment\n9,\"".to_vec();
        long.resize(3 << 20, b'x');
        assert_eq!(nps(&long).unwrap_err(), Code::Survey);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, code) in [
            (&b""[..], Code::NoAnswers),
            (b"\n\n", Code::NoAnswers),
            (b"PK\x03\x04rest", Code::Survey),
            (b"n\0p\0s\0", Code::Survey),
            (b"who,why\n1,2\n", Code::Survey),
        ] {
            assert_eq!(nps(bytes).unwrap_err(), code, "{bytes:?}");
        }
        let (found, left_out, _) = nps(b"nps\n").unwrap();
        assert_eq!((found, left_out.len()), (counts(&[]), 0));
    }
}
