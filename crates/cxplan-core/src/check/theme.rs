//! The look of the documents: values that a style sheet can hold, and colours that can be told apart.

use crate::diag::{Code, Diagnostic};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::{Datum, Record};
use crate::source::{Span, Spanned};
use crate::theme::{Colour, TEXT, Theme, Tone, is_font};

use super::Lower;

/// The colours of a tone, in the order of their check.
const KEYS: [&str; 4] = ["paper", "ink", "accent", "alarm"];

/// The most fonts that stand for each other.
const MOST_FONTS: usize = 10;

/// A colour that the plan states, none where it is silent.
type Stated = [Option<Spanned<Colour>>; 4];

impl Lower<'_> {
    /// `[theme]`; where the plan has none, nothing is said of the look.
    pub(super) fn theme(&mut self, root: &Record<'_>) -> Theme {
        let Some(theme) = root.record("theme") else { return Theme::default() };
        let by_day = self.colours(theme);
        let by_night = theme.record("dark").map_or([None; 4], |dark| self.colours(dark));
        let says = |stated: &Stated| stated.iter().any(Option::is_some);
        let light = says(&by_day).then(|| tone(Tone::LIGHT, by_day));
        let dark = (says(&by_day) || says(&by_night)).then(|| {
            let mut dark = tone(Tone::DARK, by_night);
            // What the plan says of the day alone is lightened for the night until it can be read there.
            let grounds = dark.grounds();
            let night = |day: usize| {
                by_day[day]
                    .filter(|_| by_night[day].is_none())
                    .and_then(|day| day.value.readable_on(&grounds))
            };
            dark.accent = night(2).unwrap_or(dark.accent);
            dark.alarm = night(3).unwrap_or(dark.alarm);
            dark
        });
        if let Some(light) = &light {
            self.check_contrast("theme", light, by_day);
        }
        if let Some(dark) = dark.as_ref().filter(|_| says(&by_night)) {
            self.check_contrast("theme.dark", dark, by_night);
        }
        Theme {
            light,
            dark,
            fonts: self.fonts(theme, "fonts"),
            heading_fonts: self.fonts(theme, "heading_fonts"),
            logo: theme.text("logo").map(|value| Spanned { value, span: theme.span_of("logo") }),
        }
    }

    fn colours(&mut self, record: &Record<'_>) -> Stated {
        KEYS.map(|key| {
            let (text, span) = (record.text(key)?, record.span_of(key));
            let value = Colour::parse(&text);
            if value.is_none() {
                self.unusable(
                    span,
                    phrase!("`{key}` is no colour: {text}", "`{key}` n'est pas une couleur : {text}"),
                    Phrase::fixed(
                        "write it in hexadecimal, such as \"#0b5563\"",
                        "écrivez-la en hexadécimal, par exemple \"#0b5563\"",
                    ),
                );
            }
            value.map(|value| Spanned { value, span })
        })
    }

    fn fonts(&mut self, theme: &Record<'_>, key: &str) -> Vec<String> {
        let text = |datum: &Datum<'_>| Some(Spanned { value: datum.as_text()?.to_owned(), span: datum.span });
        let fonts: Vec<Spanned<String>> = theme.list(key).iter().filter_map(text).collect();
        for font in &fonts {
            if !is_font(&font.value) {
                let name = &font.value;
                self.unusable(
                    font.span,
                    phrase!("this is no name of a font: {name}", "ceci n'est pas un nom de police : {name}"),
                    Phrase::fixed(
                        "write the name alone, such as \"Source Serif 4\": letters, digits, spaces, hyphens",
                        "n'écrivez que le nom, par exemple \"Source Serif 4\" : lettres, chiffres, espaces, tirets",
                    ),
                );
            }
        }
        if fonts.len() > MOST_FONTS {
            self.unusable(
                theme.span_of(key),
                phrase!("`{key}` has more than {MOST_FONTS} fonts", "`{key}` a plus de {MOST_FONTS} polices"),
                Phrase::fixed(
                    "keep those that readers may have",
                    "gardez celles que les lecteurs peuvent avoir",
                ),
            );
        }
        fonts.into_iter().map(|font| font.value).filter(|font| is_font(font)).take(MOST_FONTS).collect()
    }

    fn unusable(&mut self, span: Span, message: Phrase, help: Phrase) {
        let label = Phrase::fixed("cannot be used", "inutilisable");
        self.push(Diagnostic::new(Code::Theme, message).at(span, label).help(help));
    }

    /// Tells of text that cannot be read: ink, accent and alarm on the paper and on the panels.
    fn check_contrast(&mut self, table: &str, tone: &Tone, stated: Stated) {
        let [paper, ..] = stated;
        let texts = [tone.ink, tone.accent, tone.alarm];
        for ((key, colour), own) in KEYS[1..].iter().zip(texts).zip(&stated[1..]) {
            let Some(span) = own.or(paper).map(|stated| stated.span) else { continue };
            let grounds = tone.grounds();
            let ground = if colour.contrast(grounds[1]) < colour.contrast(grounds[0]) { 1 } else { 0 };
            let ratio = colour.contrast(grounds[ground]);
            if ratio >= TEXT {
                continue;
            }
            // Rounded down: 4.499 is not 4.5.
            let ratio = format!("{:.2}", libm::floor(ratio * 100.0) / 100.0);
            let french_ratio = ratio.replace('.', ",");
            let (on, sur) = match ground {
                0 => ("the paper", "le papier"),
                _ => ("a panel", "un encadré"),
            };
            let ground = grounds[ground];
            let message = phrase!(
                "in [{table}], `{key}` {colour} on {on} {ground} has a contrast of {ratio}:1, and text needs 4.5:1",
                "dans [{table}], `{key}` {colour} sur {sur} {ground} a un contraste de {french_ratio}:1, et un texte demande 4,5:1"
            );
            let help = match colour.readable_on(&grounds) {
                Some(better) => phrase!(
                    "write {key} = \"{better}\", the nearest that can be read, or change the paper",
                    "écrivez {key} = \"{better}\", la plus proche qui se lit, ou changez le papier"
                ),
                None => Phrase::fixed(
                    "choose a lighter or a darker paper",
                    "choisissez un papier plus clair ou plus sombre",
                ),
            };
            let label = phrase!("{ratio}:1", "{french_ratio}:1");
            self.push(Diagnostic::new(Code::Contrast, message).at(span, label).help(help));
        }
    }
}

/// A tone with what the plan states over it.
fn tone(mut tone: Tone, stated: Stated) -> Tone {
    let slots = [&mut tone.paper, &mut tone.ink, &mut tone.accent, &mut tone.alarm];
    for (slot, stated) in slots.into_iter().zip(stated) {
        if let Some(stated) = stated {
            *slot = stated.value;
        }
    }
    tone
}
