//! The look of the documents in a few colours, and whether they can be told apart.
//!
//! A plan names four colours for each of the two modes of a page; everything else that a page needs is mixed from them, so
//! that what is readable in four colours stays readable in all. Luminance and contrast are those of WCAG 2.2 ("relative
//! luminance" and "contrast ratio", <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).

use std::fmt;

use crate::source::Spanned;

/// Contrast that text needs (WCAG 2.2, 1.4.3).
pub const TEXT: f64 = 4.5;

/// Contrast that shapes need (WCAG 2.2, 1.4.11).
pub const GRAPHICS: f64 = 3.0;

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red, green and blue, each from 0 to 255.
    pub channels: [u8; 3],
}

impl Colour {
    const fn of(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self { channels: [red, green, blue] }
    }

    /// A colour in hexadecimal: `#0b5563`, or `#fff` for `#ffffff`. None for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        // A sign would pass for a digit otherwise.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            3 => {
                let channels = [8, 4, 0].map(|shift| ((number >> shift & 15) * 17) as u8);
                Some(Self { channels })
            }
            6 => Some(Self::of(number)),
            _ => None,
        }
    }

    /// Relative luminance, from 0 for black to 1 for white.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.channels.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { libm::pow((share + 0.055) / 1.055, 2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast ratio of two colours, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// This colour with so many per cent of another in it, from 0 to 100.
    #[must_use]
    pub fn mix(self, other: Self, percent: u32) -> Self {
        let mut channels = self.channels;
        for (own, new) in channels.iter_mut().zip(other.channels) {
            // Rounded to the nearest; the sum is at most 255.
            *own = ((u32::from(*own) * (100 - percent) + u32::from(new) * percent + 50) / 100) as u8;
        }
        Self { channels }
    }

    /// This colour with as much of another in it as it bears, at most so many per cent, while it keeps a contrast to all of
    /// these; itself where it has none to begin with.
    fn toward(self, other: Self, most: u32, needed: f64, against: &[Self]) -> Self {
        let holds = |colour: &Self| against.iter().all(|other| colour.contrast(*other) >= needed);
        (0..=most).rev().map(|percent| self.mix(other, percent)).find(holds).unwrap_or(self)
    }

    /// The colour nearest to this one, on the way to black or white, that text can have on all of these. None where there is
    /// none.
    pub fn readable_on(self, grounds: &[Self]) -> Option<Self> {
        let holds = |colour: &Self| grounds.iter().all(|ground| colour.contrast(*ground) >= TEXT);
        let ways = |percent| [Self::BLACK, Self::WHITE].map(|end| self.mix(end, percent));
        (0..=100).flat_map(ways).find(holds)
    }

    const BLACK: Self = Self::of(0);
    const WHITE: Self = Self::of(0xff_ff_ff);
}

/// As style sheets write it: `#0b5563`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.channels;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The four colours that decide one mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// Bars, forecasts, what is done.
    pub accent: Colour,
    /// What everything lies on.
    pub paper: Colour,
    /// Text.
    pub ink: Colour,
    /// What decides the end, and what is late.
    pub alarm: Colour,
}

impl Tone {
    /// What holds by day where a plan says nothing.
    pub const LIGHT: Self = Self {
        accent: Colour::of(0x0b_55_63),
        paper: Colour::WHITE,
        ink: Colour::of(0x12_18_1b),
        alarm: Colour::of(0xb9_3a_0e),
    };

    /// What holds by night where a plan says nothing.
    pub const DARK: Self = Self {
        accent: Colour::of(0x67_c6_d4),
        paper: Colour::of(0x0e_14_17),
        ink: Colour::of(0xe9_ee_f0),
        alarm: Colour::of(0xff_90_66),
    };

    /// What boxes lie on: the paper with a little ink in it.
    pub fn panel(&self) -> Colour {
        self.paper.toward(self.ink, 4, TEXT, &[self.ink])
    }

    /// What text lies on.
    pub fn grounds(&self) -> [Colour; 2] {
        [self.paper, self.panel()]
    }

    /// All colours of a page, mixed from the four. Where these can be read on paper and panel, so can the others.
    pub fn palette(&self) -> Palette {
        let Self { accent, paper, ink, alarm } = *self;
        let grounds = self.grounds();
        let alarm_bar = paper.toward(alarm, 30, GRAPHICS, &[alarm]);
        Palette {
            paper,
            panel: self.panel(),
            ink,
            muted: ink.toward(paper, 32, TEXT, &grounds),
            rule: paper.mix(ink, 20),
            hair: paper.mix(ink, 9),
            accent,
            edge: accent.toward(paper, 30, GRAPHICS, &grounds),
            bar: paper.toward(accent, 30, GRAPHICS, &[accent]),
            alarm,
            alarm_bar,
            link: ink.toward(paper, 60, GRAPHICS, &grounds),
            heat: [8, 16, 24, 32, 40].map(|most| paper.toward(accent, most, TEXT, &[ink])),
            worst: paper.toward(alarm, 30, TEXT, &[ink]),
        }
    }
}

/// All colours of a page in one mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the four of a tone, and what each of the others is for")]
pub struct Palette {
    pub paper: Colour,
    pub panel: Colour,
    pub ink: Colour,
    /// Text of less weight.
    pub muted: Colour,
    /// Lines between sections.
    pub rule: Colour,
    /// Lines between rows.
    pub hair: Colour,
    pub accent: Colour,
    /// Edge of a bar.
    pub edge: Colour,
    /// Filling of a bar, under what is done in the accent.
    pub bar: Colour,
    pub alarm: Colour,
    /// Filling of a bar that decides the end.
    pub alarm_bar: Colour,
    /// Lines from work to what waits for it.
    pub link: Colour,
    /// Grounds of a table's cells, under ink, from little to much.
    pub heat: [Colour; 5],
    /// Ground of the worst cell, under ink.
    pub worst: Colour,
}

/// `[theme]`: what a plan says of the look of its documents. Nothing: they look as the program makes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Colours by day.
    pub light: Option<Tone>,
    /// Colours by night.
    pub dark: Option<Tone>,
    /// Fonts of text, the first that a reader has.
    pub fonts: Vec<String>,
    /// Fonts of headings; those of text where there are none.
    pub heading_fonts: Vec<String>,
    /// Path of the logo from the plan's folder.
    pub logo: Option<Spanned<String>>,
}

/// Whether a text can be the name of a font: letters, digits, spaces, hyphens, no more than 64. A style sheet holds it, so
/// nothing that could end a name there is let in.
pub fn is_font(name: &str) -> bool {
    const MOST: usize = 64;
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-');
    !name.trim().is_empty() && name.chars().count() <= MOST && name.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).expect("a colour")
    }

    #[test]
    fn contrast_has_the_published_numbers() {
        for (one, two, ratio) in [
            // WCAG 2.2: the ends of the scale.
            ("#000", "#fff", "21.00"),
            ("#fff", "#fff", "1.00"),
            // WebAIM, "Contrast and Color Accessibility": the greys on both sides of 4.5 and of 3, and pure hues.
            ("#767676", "#ffffff", "4.54"),
            ("#777777", "#ffffff", "4.48"),
            ("#949494", "#ffffff", "3.03"),
            ("#ff0000", "#ffffff", "4.00"),
            ("#0000ff", "#ffffff", "8.59"),
            ("#00ff00", "#ffffff", "1.37"),
        ] {
            assert_eq!(format!("{:.2}", colour(one).contrast(colour(two))), ratio, "{one} {two}");
            assert_eq!(colour(one).contrast(colour(two)), colour(two).contrast(colour(one)));
        }
        assert_eq!(Colour::BLACK.luminance(), 0.0);
        assert!((Colour::WHITE.luminance() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_colour_is_hexadecimal_and_nothing_else() {
        assert_eq!(colour("#0B5563").to_string(), "#0b5563");
        assert_eq!(colour("#a0f").to_string(), "#aa00ff");
        for text in [
            "",
            "#",
            "red",
            "0b5563",
            "#0b556",
            "#0b55634",
            "#+b5563",
            "#0b5563;",
            "#éé",
            "#0b556 ",
            "rgb(0,0,0)",
        ] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_font_cannot_leave_its_place() {
        for name in ["Inter", "Helvetica Neue", "Source Serif 4", "sans-serif", "Écriture"] {
            assert!(is_font(name), "{name}");
        }
        for name in
            ["", " ", "a\"b", "a'b", "a;b", "a{b", "a}b", "url(x)", "a\\b", "a,b", "a/*", "a<b", "a\nb"]
        {
            assert!(!is_font(name), "{name:?}");
        }
        assert!(!is_font(&"x".repeat(65)));
    }

    fn any_colour() -> impl Strategy<Value = Colour> {
        any::<[u8; 3]>().prop_map(|channels| Colour { channels })
    }

    /// Every pair that a page puts together.
    fn laws(tone: &Tone) {
        let palette = tone.palette();
        let text =
            |colour: Colour, ground: Colour| assert!(colour.contrast(ground) >= TEXT, "{colour} {ground}");
        let shape = |one: Colour, two: Colour| assert!(one.contrast(two) >= GRAPHICS, "{one} {two}");
        for ground in [palette.paper, palette.panel] {
            for colour in [palette.ink, palette.muted, palette.accent, palette.alarm] {
                text(colour, ground);
            }
            for colour in [palette.edge, palette.link, palette.accent, palette.alarm] {
                shape(colour, ground);
            }
        }
        palette.heat.into_iter().chain([palette.worst]).for_each(|ground| text(palette.ink, ground));
        shape(palette.accent, palette.bar);
        shape(palette.alarm, palette.alarm_bar);
    }

    #[test]
    fn the_built_in_tones_keep_the_laws() {
        laws(&Tone::LIGHT);
        laws(&Tone::DARK);
    }

    proptest! {
        #[test]
        fn four_readable_colours_make_a_readable_page(
            paper in any_colour(), ink in any_colour(), accent in any_colour(), alarm in any_colour()
        ) {
            // What cannot be read is moved until it can be: the colours that a plan may have without a finding.
            let Some(ink) = ink.readable_on(&[paper]) else { return Ok(()) };
            let mut tone = Tone { accent, paper, ink, alarm };
            let grounds = tone.grounds();
            for colour in [&mut tone.accent, &mut tone.alarm] {
                let Some(readable) = colour.readable_on(&grounds) else { return Ok(()) };
                *colour = readable;
            }
            laws(&tone);
        }

        #[test]
        fn a_suggestion_can_be_read(colour in any_colour(), paper in any_colour()) {
            if let Some(readable) = colour.readable_on(&[paper]) {
                prop_assert!(readable.contrast(paper) >= TEXT);
                prop_assert_eq!(colour.contrast(paper) >= TEXT, readable == colour);
            }
        }
    }
}
