//! The colours: tokens, and what they are in each theme.

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// Behind everything.
    Background,
    /// Inside this many trust boundaries: their tint on the background, deeper by nesting, up to five.
    Ground(u8),
    /// Text.
    Ink,
    /// Less important text, and the text of what is faded.
    Muted,
    /// The line of a flow.
    Flow,
    /// Thin rules and outlines of chips.
    Hairline,
    /// Lines of what is faded.
    Quiet,
    /// Inside what is faded.
    QuietFill,
    /// Inside an external entity.
    EntityFill,
    /// Around an external entity.
    EntityStroke,
    /// Inside a process.
    ProcessFill,
    /// Around a process.
    ProcessStroke,
    /// Inside a data store.
    StoreFill,
    /// Above and below a data store.
    StoreStroke,
    /// Borders of trust boundaries, their titles, and the marks where flows cross them.
    Boundary,
    /// A critical threat; restricted data.
    Critical,
    /// A high threat; confidential data.
    High,
    /// A medium threat.
    Medium,
    /// A low threat; internal data.
    Low,
    /// The number in a filled marker.
    OnMarker,
    /// Around what a difference adds.
    Added,
    /// Around what it removes.
    Removed,
    /// Around what it changes or moves.
    Altered,
}

/// How many boundaries deep the tint still deepens; further in, text would lose its contrast, so that every second boundary
/// is a little lighter.
const DEEPEST: u8 = 5;

impl Colour {
    /// Every token.
    pub const ALL: [Colour; 27] = [
        Colour::Background,
        Colour::Ground(1),
        Colour::Ground(2),
        Colour::Ground(3),
        Colour::Ground(4),
        Colour::Ground(DEEPEST),
        Colour::Ink,
        Colour::Muted,
        Colour::Flow,
        Colour::Hairline,
        Colour::Quiet,
        Colour::QuietFill,
        Colour::EntityFill,
        Colour::EntityStroke,
        Colour::ProcessFill,
        Colour::ProcessStroke,
        Colour::StoreFill,
        Colour::StoreStroke,
        Colour::Boundary,
        Colour::Critical,
        Colour::High,
        Colour::Medium,
        Colour::Low,
        Colour::OnMarker,
        Colour::Added,
        Colour::Removed,
        Colour::Altered,
    ];

    /// What is behind things inside this many trust boundaries.
    #[must_use]
    pub fn ground(depth: usize) -> Colour {
        match u8::try_from(depth) {
            Ok(0) => Colour::Background,
            Ok(depth @ 1..=DEEPEST) => Colour::Ground(depth),
            _ => Colour::Ground(DEEPEST - u8::from((depth - usize::from(DEEPEST)) % 2 == 1)),
        }
    }

    /// Whether only pictures of a difference use it.
    #[must_use]
    pub fn tells_difference(self) -> bool {
        matches!(self, Colour::Added | Colour::Removed | Colour::Altered)
    }

    /// A short name, for class names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Colour::Ground(depth) => ["bg", "in1", "in2", "in3", "in4", "in5"][usize::from(depth.min(DEEPEST))],
            other => other.row().0,
        }
    }

    /// The name, and the colour by [`Palette`].
    fn row(self) -> (&'static str, [&'static str; 4]) {
        match self {
            Colour::Background | Colour::Ground(_) => ("bg", ["#ffffff", "#10141c", "#ffffff", "#ffffff"]),
            Colour::Ink => ("ink", ["#1d2433", "#e8ecf4", "#000000", "#1d2433"]),
            Colour::Muted => ("muted", ["#5b6475", "#a3adc0", "#4d4d4d", "#5a6373"]),
            Colour::Flow => ("flow", ["#4a5468", "#aab4c8", "#000000", "#4a5468"]),
            Colour::Hairline => ("hair", ["#dfe3ea", "#2b3445", "#767676", "#dfe3ea"]),
            Colour::Quiet => ("quiet", ["#778090", "#7a8498", "#767676", "#778090"]),
            Colour::QuietFill => ("quiet-fill", ["#f5f6f8", "#171c26", "#ffffff", "#f5f6f8"]),
            Colour::EntityFill => ("entity-fill", ["#ffffff", "#1a2130", "#ffffff", "#ffffff"]),
            Colour::EntityStroke => ("entity", ["#1d2433", "#e8ecf4", "#000000", "#1d2433"]),
            Colour::ProcessFill => ("process-fill", ["#eaf1ff", "#16264d", "#ffffff", "#e6f1fa"]),
            Colour::ProcessStroke => ("process", ["#2f5bd0", "#7ea6ff", "#000000", "#0b5fa5"]),
            Colour::StoreFill => ("store-fill", ["#f4f1ea", "#262218", "#ffffff", "#f2f2f2"]),
            Colour::StoreStroke => ("store", ["#7a6a45", "#cbb98a", "#000000", "#5c5c5c"]),
            Colour::Boundary => ("boundary", ["#b4371f", "#ff8a70", "#000000", "#8a4b00"]),
            Colour::Critical => ("critical", ["#a3123a", "#ff5c8a", "#000000", "#5e0035"]),
            Colour::High => ("high", ["#c2500a", "#ff9a4d", "#000000", "#bd4b00"]),
            Colour::Medium => ("medium", ["#8a6a00", "#e2c044", "#000000", "#0070b8"]),
            Colour::Low => ("low", ["#4a5468", "#a3adc0", "#000000", "#6b6b6b"]),
            Colour::OnMarker => ("on-marker", ["#ffffff", "#10141c", "#ffffff", "#ffffff"]),
            Colour::Added => ("added", ["#15753a", "#4ac26b", "#000000", "#0b5fa5"]),
            Colour::Removed => ("removed", ["#c01048", "#ff7b98", "#000000", "#5e0035"]),
            Colour::Altered => ("altered", ["#8a5a00", "#e2c044", "#000000", "#bd4b00"]),
        }
    }
}

/// One set of colours: a column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Palette {
    /// On white.
    Light,
    /// On near-black.
    Dark,
    /// Black and greys on white; shape and weight tell everything.
    Print,
    /// On white, in hues and lightnesses that stay apart without red, green or blue cones.
    Colorblind,
}

impl Palette {
    /// Every palette.
    pub const ALL: [Palette; 4] = [Palette::Light, Palette::Dark, Palette::Print, Palette::Colorblind];

    /// A colour as `#rrggbb`.
    #[must_use]
    pub fn hex(self, colour: Colour) -> String {
        let column = self as usize;
        match colour {
            Colour::Ground(depth) => {
                let (back, tint) = (Colour::Background.row().1[column], Colour::Boundary.row().1[column]);
                tinted(back, tint, 1.0 - (1.0 - self.tint()).powi(i32::from(depth.min(DEEPEST))))
            }
            other => other.row().1[column].to_owned(),
        }
    }

    /// How much of its own colour a trust boundary lays over what is behind it, from 0 to 1.
    fn tint(self) -> f64 {
        match self {
            Palette::Light | Palette::Colorblind => 0.035,
            Palette::Dark => 0.05,
            Palette::Print => 0.0,
        }
    }
}

/// The colour between two.
fn tinted(back: &str, front: &str, share: f64) -> String {
    let channel = |hex: &str, at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap_or(0));
    let mixed = |at: usize| {
        let (back, front) = (channel(back, at), channel(front, at));
        (back + (front - back) * share).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", mixed(1), mixed(3), mixed(5))
}

/// Which palettes a picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Light, and dark where the surroundings are.
    #[default]
    Auto,
    /// Light everywhere.
    Light,
    /// Dark everywhere.
    Dark,
    /// Black and greys on white.
    Print,
    /// Safe for the common colour-vision deficiencies.
    Colorblind,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Theme; 5] = [Theme::Auto, Theme::Light, Theme::Dark, Theme::Print, Theme::Colorblind];

    /// As it is written on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Print => "print",
            Theme::Colorblind => "colorblind",
        }
    }

    /// The theme that is written so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The palette that every viewer shows, also one that knows no style sheets.
    #[must_use]
    pub fn palette(self) -> Palette {
        match self {
            Theme::Auto | Theme::Light => Palette::Light,
            Theme::Dark => Palette::Dark,
            Theme::Print => Palette::Print,
            Theme::Colorblind => Palette::Colorblind,
        }
    }

    /// The palette in dark surroundings, where it is another one.
    #[must_use]
    pub fn dark_palette(self) -> Option<Palette> {
        (self == Theme::Auto).then_some(Palette::Dark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Light = [f64; 3];

    /// The channels of linear light, each from 0 to 1 (IEC 61966-2-1).
    fn linear(hex: &str) -> Light {
        [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits")) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// WCAG 2.2, contrast ratio.
    fn contrast(a: &str, b: &str) -> f64 {
        let luminance = |[r, g, b]: Light| 0.2126 * r + 0.7152 * g + 0.0722 * b;
        let (a, b) = (luminance(linear(a)), luminance(linear(b)));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn a_boundary_is_tinted_otherwise_than_the_one_around_it() {
        for depth in 0..12 {
            assert_ne!(Colour::ground(depth), Colour::ground(depth + 1), "{depth}");
        }
    }

    #[test]
    fn text_and_marks_stand_out_in_every_palette() {
        use Colour::{
            Added, Altered, Background, Boundary, Critical, EntityFill, EntityStroke, Flow, High, Ink, Low, Medium,
            Muted, OnMarker, ProcessFill, ProcessStroke, Quiet, QuietFill, Removed, StoreFill, StoreStroke,
        };
        let severities = [Critical, High, Medium, Low];
        let mut text = vec![(OnMarker, Ink), (OnMarker, Muted)];
        let mut marks = vec![(EntityStroke, Background), (ProcessStroke, Background), (StoreStroke, Background)];
        for fill in [EntityFill, ProcessFill, StoreFill, QuietFill] {
            text.extend([(Ink, fill), (Muted, fill)]);
            marks.extend(severities.map(|severity| (severity, fill)));
        }
        for severity in severities {
            text.extend([(OnMarker, severity), (severity, Background)]);
        }
        for depth in 0..=usize::from(DEEPEST) {
            let ground = Colour::ground(depth);
            text.extend([Ink, Muted, Boundary].map(|front| (front, ground)));
            let differing = [Added, Removed, Altered];
            marks.extend(differing.map(|front| (front, ground)));
            marks.extend([Flow, Quiet, ProcessStroke, EntityStroke, StoreStroke].map(|front| (front, ground)));
        }
        for palette in Palette::ALL {
            for (pairs, least) in [(&text, 4.5), (&marks, 3.0)] {
                for (front, back) in pairs {
                    let ratio = contrast(&palette.hex(*front), &palette.hex(*back));
                    assert!(ratio >= least, "{palette:?}: {front:?} on {back:?}: {ratio:.2}");
                }
            }
        }
    }

    /// Machado, Oliveira and Fernandes (2009), severity 1.0, for linear light.
    const DEFICIENCIES: [(&str, [Light; 3]); 3] = [
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    fn seen(light: Light, matrix: &[Light; 3]) -> Light {
        matrix.map(|row| row.iter().zip(light).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0))
    }

    /// CIE 1976 difference; 2 is just visible side by side.
    fn difference(one: Light, other: Light) -> f64 {
        // Luminance, and the two other stimuli, for each channel; each divided by that of white.
        let stimuli = [[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8728]];
        let lab = |light: Light| {
            let curve = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
            let [x, y, z] = stimuli.map(|row: Light| curve(row.iter().zip(light).map(|(a, b)| a * b).sum()));
            [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
        };
        lab(one).iter().zip(lab(other)).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    }

    #[test]
    fn colorblind_colours_stay_apart_without_a_cone() {
        use Colour::{Boundary, Critical, High, Low, Medium, ProcessStroke};
        let pairs = [
            (Critical, High),
            (Critical, Medium),
            (Critical, Low),
            (High, Medium),
            (High, Low),
            (Medium, Low),
            (Boundary, ProcessStroke),
        ];
        let least = |palette: Palette| {
            let differences = DEFICIENCIES.iter().flat_map(|(name, matrix)| {
                pairs.map(|(a, b)| {
                    let light = |colour| seen(linear(&palette.hex(colour)), matrix);
                    (difference(light(a), light(b)), format!("{palette:?}, {name}: {a:?} and {b:?}"))
                })
            });
            differences.min_by(|a, b| a.0.total_cmp(&b.0)).expect("pairs")
        };
        let (closest, pair) = least(Palette::Colorblind);
        assert!(closest >= 20.0, "{pair}: {closest:.1}");
        assert!(least(Palette::Light).0 < 10.0, "the simulation does not see what the light palette lacks");
    }

    #[test]
    fn print_has_no_hue() {
        for colour in Colour::ALL {
            let hex = Palette::Print.hex(colour);
            assert!(hex[1..3] == hex[3..5] && hex[3..5] == hex[5..7], "{colour:?} {hex}");
        }
    }
}
