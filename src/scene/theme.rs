//! The colours: tokens and what they are in light and dark.

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// Behind everything.
    Background,
    /// Text.
    Ink,
    /// Less important text.
    Muted,
    /// The line of a flow.
    Flow,
    /// Thin rules and outlines of chips.
    Hairline,
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
}

impl Colour {
    /// Every token.
    pub const ALL: [Colour; 17] = [
        Colour::Background,
        Colour::Ink,
        Colour::Muted,
        Colour::Flow,
        Colour::Hairline,
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
    ];

    /// A short name, for class names.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// On white, `#rrggbb`.
    #[must_use]
    pub fn light(self) -> &'static str {
        self.row().1
    }

    /// On near-black, `#rrggbb`.
    #[must_use]
    pub fn dark(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Colour::Background => ("bg", "#ffffff", "#10141c"),
            Colour::Ink => ("ink", "#1d2433", "#e8ecf4"),
            Colour::Muted => ("muted", "#5b6475", "#a3adc0"),
            Colour::Flow => ("flow", "#4a5468", "#aab4c8"),
            Colour::Hairline => ("hair", "#dfe3ea", "#2b3445"),
            Colour::EntityFill => ("entity-fill", "#ffffff", "#1a2130"),
            Colour::EntityStroke => ("entity", "#1d2433", "#e8ecf4"),
            Colour::ProcessFill => ("process-fill", "#eaf1ff", "#16264d"),
            Colour::ProcessStroke => ("process", "#2f5bd0", "#7ea6ff"),
            Colour::StoreFill => ("store-fill", "#f4f1ea", "#262218"),
            Colour::StoreStroke => ("store", "#7a6a45", "#cbb98a"),
            Colour::Boundary => ("boundary", "#b4371f", "#ff8a70"),
            Colour::Critical => ("critical", "#a3123a", "#ff5c8a"),
            Colour::High => ("high", "#c2500a", "#ff9a4d"),
            Colour::Medium => ("medium", "#8a6a00", "#e2c044"),
            Colour::Low => ("low", "#4a5468", "#a3adc0"),
            Colour::OnMarker => ("on-marker", "#ffffff", "#10141c"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    /// WCAG 2.2, relative luminance.
    fn luminance(hex: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("two hex digits")) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_marks_stand_out_in_both_themes() {
        use Colour::{
            Background, Boundary, Critical, EntityFill, EntityStroke, Flow, High, Ink, Low, Medium, Muted, OnMarker,
            ProcessFill, ProcessStroke, StoreFill, StoreStroke,
        };
        let text = [
            (Ink, Background),
            (Muted, Background),
            (Boundary, Background),
            (Ink, EntityFill),
            (Muted, EntityFill),
            (Ink, ProcessFill),
            (Muted, ProcessFill),
            (Ink, StoreFill),
            (Muted, StoreFill),
            (OnMarker, Critical),
            (OnMarker, High),
            (OnMarker, Medium),
            (OnMarker, Low),
            (Critical, Background),
            (High, Background),
            (Medium, Background),
            (Low, Background),
        ];
        let marks =
            [(Flow, Background), (EntityStroke, Background), (ProcessStroke, Background), (StoreStroke, Background)];
        for (pairs, least) in [(text.as_slice(), 4.5), (marks.as_slice(), 3.0)] {
            for (front, back) in pairs {
                for (front, back) in [(front.light(), back.light()), (front.dark(), back.dark())] {
                    assert!(contrast(front, back) >= least, "{front} on {back}: {:.2}", contrast(front, back));
                }
            }
        }
    }
}
