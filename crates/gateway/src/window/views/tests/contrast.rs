//! The style sheet's colours, measured (WCAG 2.2: 4.5 for text, 3 for the edges of controls).

use std::collections::BTreeMap;

use crate::window::views::{Accent, assets};

type Colours = BTreeMap<String, String>;

/// What is read or must be seen, on what, and how clearly.
const PAIRS: [(&str, &str, f64); 17] = [
    ("--ink", "--surface", 4.5),
    ("--ink", "--sunken", 4.5),
    ("--ink-soft", "--surface", 4.5),
    ("--ink-soft", "--sunken", 4.5),
    ("--ink-soft", "--canvas", 4.5),
    ("--ink", "--danger-soft", 4.5),
    ("--danger", "--surface", 4.5),
    ("--danger", "--danger-soft", 4.5),
    ("--success", "--success-soft", 4.5),
    ("--waiting", "--waiting-soft", 4.5),
    ("--on-accent", "--accent", 4.5),
    ("--accent-ink", "--surface", 4.5),
    ("--accent-ink", "--sunken", 4.5),
    ("--accent", "--surface", 3.0),
    ("--line-control", "--surface", 3.0),
    ("--danger", "--danger-soft", 3.0),
    ("--ink-soft", "--danger-soft", 4.5),
];

#[test]
fn text_and_controls_stand_out_in_light_and_dark_with_every_accent() {
    let (light, dark) = assets::STYLE.body.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let dark = dark.split("/* ---- Ground").next().unwrap();
    for (mode, css) in [("light", light), ("dark", dark)] {
        for accent in Accent::ALL {
            let mut colours = declared_in(css, ":root {");
            colours.extend(declared_in(css, &format!("[data-accent=\"{}\"] {{", accent.name())));
            for (front, ground, least) in PAIRS {
                let measured = contrast(&colours[front], &colours[ground]);
                assert!(measured >= least, "{mode}, {accent:?}: {front} on {ground} is {measured:.2}");
            }
        }
    }
}

#[test]
fn accents_are_found_by_their_names() {
    for accent in Accent::ALL {
        assert_eq!(Accent::of(accent.name()), Some(accent));
    }
    assert_eq!(Accent::of("#ff0000"), None);
}

/// The custom properties of the rule that starts so.
fn declared_in(css: &str, rule: &str) -> Colours {
    let body = css.split_once(rule).unwrap().1.split('}').next().unwrap();
    body.split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .filter(|(_, value)| value.trim().starts_with('#'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(colour.get(at..at + 2).unwrap(), 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}
