//! The style of a theme: its colours and fonts over those of the style sheet, and the logo as part of the page.

use std::fmt::Write as _;

use cxplan_core::theme::{Palette, Theme, Tone};

use crate::html::base64;

/// Names of fonts that a browser has of itself; between quotes they would be those of a file.
const GENERIC: [&str; 8] = [
    "serif",
    "sans-serif",
    "monospace",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-rounded",
    "ui-monospace",
];

/// A logo, as the address of an image that is part of the page. As an image it runs no script and loads nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo(String);

impl Logo {
    /// The logo in a file's bytes. None where they are neither PNG nor SVG.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            "image/png"
        } else if is_svg(std::str::from_utf8(bytes).ok()?) {
            "image/svg+xml"
        } else {
            return None;
        };
        Some(Self(format!("data:{kind};base64,{}", base64(bytes))))
    }

    pub(crate) fn address(&self) -> &str {
        &self.0
    }
}

/// Whether the first element of a text is that of an SVG, behind what may come before it.
fn is_svg(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            // A document type of its own could hold entities; those of drawing programs do not.
            _ if rest.starts_with("<!DOCTYPE") => ">",
            _ => break,
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let element = rest.split('>').next().unwrap_or_default();
    let spaced = element.strip_prefix("<svg").is_some_and(|rest| rest.starts_with(char::is_whitespace));
    spaced
        && ["\"http://www.w3.org/2000/svg\"", "'http://www.w3.org/2000/svg'"]
            .iter()
            .any(|name| element.contains(name))
}

/// The rules of a theme, to stand behind the style sheet; empty where the theme says nothing.
///
/// Colours and names of fonts come checked from the plan, so that nothing here needs an escape.
pub(crate) fn style(theme: &Theme) -> String {
    let mut css = String::new();
    let mut rule = |selector: &str, declarations: &str| {
        _ = write!(css, "\n{selector}{{{declarations}}}");
    };
    if let Some(light) = theme.light {
        let light = variables(&light.palette());
        rule(":root", &light);
        rule("@media print{:root:has(#theme-dark:checked)", &format!("{light}}}"));
    }
    if let Some(dark) = theme.dark {
        // On paper the day holds, whatever the screen shows.
        let dark = variables(&dark.palette());
        rule(
            "@media screen and (prefers-color-scheme:dark){:root:not(:has(#theme-light:checked))",
            &format!("{dark}}}"),
        );
        rule("@media screen{:root:has(#theme-dark:checked)", &format!("{dark}}}"));
    }
    for (selector, fonts) in [("body", &theme.fonts), ("h1,h2,h3", &theme.heading_fonts)] {
        if !fonts.is_empty() {
            rule(selector, &format!("font-family:{}", family(fonts)));
        }
    }
    css
}

/// The colours of the style sheet, by its names for them.
fn variables(palette: &Palette) -> String {
    let Palette {
        paper,
        panel,
        ink,
        muted,
        rule,
        hair,
        accent,
        edge,
        bar,
        alarm,
        alarm_bar,
        link,
        heat,
        worst,
    } = palette;
    let [h1, h2, h3, h4, h5] = heat;
    let veil = |colour: &cxplan_core::theme::Colour, share: &str| {
        let [red, green, blue] = colour.channels;
        format!("rgb({red} {green} {blue}/{share})")
    };
    format!(
        "--paper:{paper};--panel:{panel};--ink:{ink};--muted:{muted};--rule:{rule};--hair:{hair};--brand:{accent};\
         --edge:{edge};--bar:{bar};--crit:{alarm};--crit-bar:{alarm_bar};--late:{alarm};--focus:{accent};--link:{link};\
         --ice:{};--good:{};--h1:{h1};--h2:{h2};--h3:{h3};--h4:{h4};--h5:{h5};--h6:{worst};--heat:{ink}",
        veil(muted, ".09"),
        veil(accent, ".06"),
    )
}

/// Fonts as a style sheet writes them, with one that every browser has at the end.
pub(crate) fn family(fonts: &[String]) -> String {
    let mut names: Vec<String> = fonts
        .iter()
        .map(|font| {
            let name = font.trim();
            let generic = GENERIC.iter().find(|generic| generic.eq_ignore_ascii_case(name));
            generic.map_or_else(|| format!("\"{name}\""), |generic| (*generic).to_owned())
        })
        .collect();
    if names.last().is_none_or(|last| last.starts_with('"')) {
        names.push("sans-serif".to_owned());
    }
    names.join(",")
}

/// The colours of documents that have one mode only: those by day.
pub(crate) fn light(theme: &Theme) -> Palette {
    theme.light.unwrap_or(Tone::LIGHT).palette()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_the_style_sheet_has_one_in_a_theme() {
        let sheet = include_str!("../../../templates/html/style.css");
        let of_sheet = |text: &str| {
            let mut names: Vec<String> = text
                .split(['{', ';', '}'])
                .filter_map(|part| part.trim().split_once(':'))
                .filter(|(name, _)| name.starts_with("--") && *name != "--name")
                .map(|(name, _)| name.to_owned())
                .collect();
            names.sort();
            names
        };
        let root = sheet.split_once(":root{").unwrap().1.split('}').next().unwrap();
        assert_eq!(of_sheet(&variables(&Tone::LIGHT.palette())), of_sheet(root));
    }

    #[test]
    fn a_silent_theme_changes_nothing() {
        assert_eq!(style(&Theme::default()), "");
    }

    #[test]
    fn fonts_are_quoted_and_end_in_one_that_is_there() {
        let fonts = |names: &[&str]| family(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(fonts(&["Source Serif 4", "Georgia"]), "\"Source Serif 4\",\"Georgia\",sans-serif");
        assert_eq!(fonts(&["Inter", "Serif"]), "\"Inter\",serif");
    }

    #[test]
    fn a_logo_is_png_or_svg() {
        let svg = "<?xml version=\"1.0\"?>\n<!-- made -->\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>";
        let logo = Logo::new(svg.as_bytes()).unwrap();
        assert!(logo.address().starts_with("data:image/svg+xml;base64,PD94bWwg"), "{}", logo.address());
        assert!(Logo::new(b"\x89PNG\r\n\x1a\nrest").unwrap().address().starts_with("data:image/png;base64,"));
        for bytes in [
            b"" as &[u8],
            b"GIF89a",
            b"<html><svg xmlns=\"http://www.w3.org/2000/svg\"></svg></html>",
            b"<svg></svg>",
            b"<svgx xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"<!-- <svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"\xff\xfe",
        ] {
            assert_eq!(Logo::new(bytes), None, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
