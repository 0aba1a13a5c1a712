//! What every page of the window shows around its question: who is paid, for what, how much, and the way out.

use std::fmt;

use super::language::Speech;
use super::words::Words;
use super::{AmountText, Language};

/// The frame of one page of one window.
#[derive(Clone)]
pub struct Frame {
    /// The language that the window speaks.
    pub language: Language,
    /// The merchant's name.
    pub merchant: String,
    /// What is bought.
    pub product: String,
    /// What it costs.
    pub amount: AmountText,
    /// The window's token: whoever knows it holds the window, so it is never printed.
    pub token: String,
    /// The number of this step; the window answers a stale one with where things stand.
    pub step: u32,
    /// The response's nonce, for its scripts.
    pub nonce: String,
    /// Whether no real money can move here.
    pub test_environment: bool,
    /// How far the customer has come; only of use where there are three steps or more.
    pub steps: Option<StepBar>,
    /// Something to be told before the question.
    pub notice: Option<String>,
    /// The merchant's colour.
    pub merchant_accent: Option<Accent>,
}

impl Frame {
    /// The outermost part of the page.
    pub(in crate::window) fn shell(&self) -> Shell<'_> {
        Shell {
            language: self.language,
            nonce: &self.nonce,
            test_environment: self.test_environment,
            accent: self.merchant_accent.unwrap_or_default(),
        }
    }

    /// Everything that is said in the window's language.
    pub(in crate::window) fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    /// The amount in the window's language.
    pub(in crate::window) fn amount_text(&self) -> String {
        self.amount.text(self.language)
    }

    /// Where the window's forms post.
    pub(in crate::window) fn address(&self) -> String {
        format!("/window/{}", self.token)
    }

    /// The step bar, if it has something to say.
    pub(in crate::window) fn step_bar(&self) -> Option<&StepBar> {
        self.steps.as_ref().filter(|steps| steps.labels.len() >= 3)
    }

    /// The frame of this step of a flow.
    pub(in crate::window) fn at(&self, steps: StepBar) -> Self {
        Self { steps: Some(steps), ..self.clone() }
    }

    /// The frame with something to be told.
    pub(in crate::window) fn telling(&self, notice: &str) -> Self {
        Self { notice: Some(notice.to_owned()), ..self.clone() }
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("merchant", &self.merchant)
            .field("amount", &self.amount)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// What every document has, whether it belongs to a window or not.
#[derive(Clone, Copy)]
pub(in crate::window) struct Shell<'a> {
    pub(in crate::window) language: Language,
    pub(in crate::window) nonce: &'a str,
    pub(in crate::window) test_environment: bool,
    pub(in crate::window) accent: Accent,
}

impl<'a> Shell<'a> {
    /// A document outside of any window: without a merchant's accent, and without the ribbon.
    pub(in crate::window) fn bare(language: Language, nonce: &'a str) -> Self {
        Self { language, nonce, test_environment: false, accent: Accent::default() }
    }

    /// The document's `lang` attribute.
    pub(in crate::window) fn language_tag(&self) -> &'static str {
        self.language.tag()
    }
}

/// The steps of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepBar {
    /// Their names, in order.
    pub labels: Vec<String>,
    /// Which one this is, from 0.
    pub current: usize,
}

impl StepBar {
    /// Whether the customer has this step behind them.
    pub(in crate::window) fn is_done(&self, index: &usize) -> bool {
        *index < self.current
    }

    /// Whether the customer is here.
    pub(in crate::window) fn is_current(&self, index: &usize) -> bool {
        *index == self.current
    }
}

/// What the driver says before a question: by name in the address of the page that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A step that was already taken came again: reload, back, double click, second tab.
    StaleStep,
    /// The customer came back from somebody else's page without having proved anything.
    NothingProved,
}

impl Notice {
    const ALL: [Self; 2] = [Self::StaleStep, Self::NothingProved];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StaleStep => "stale",
            Self::NothingProved => "unauthenticated",
        }
    }

    /// The notice of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// Its words.
    pub fn text(self, language: Language) -> String {
        let words = Words::of(language);
        match self {
            Self::StaleStep => words.notice_stale_step.to_owned(),
            Self::NothingProved => words.notice_nothing_proved.to_owned(),
        }
    }
}

/// The accents that a merchant can choose from. A list instead of any colour, so that every label on every
/// button stays readable in light and in dark; the style sheet defines them, a test measures their contrast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accent {
    /// Hectare's own.
    #[default]
    Blue,
    /// Violet.
    Violet,
    /// Green.
    Green,
    /// Teal.
    Teal,
    /// Rose.
    Rose,
    /// Orange.
    Orange,
    /// Near black; near white in the dark.
    Graphite,
}

impl Accent {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Blue, Self::Violet, Self::Green, Self::Teal, Self::Rose, Self::Orange, Self::Graphite];

    /// The name that merchants' settings and the style sheet know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Violet => "violet",
            Self::Green => "green",
            Self::Teal => "teal",
            Self::Rose => "rose",
            Self::Orange => "orange",
            Self::Graphite => "graphite",
        }
    }

    /// The accent of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|accent| accent.name() == name)
    }
}
