//! What a customer sends from an issuer's page.

use institutions::domain::card::{Card, Expiry};
use serde::Deserialize;

/// The form as it comes. It holds a card number and a password, so it has no Debug.
#[derive(Deserialize)]
pub(super) struct Submitted {
    #[serde(default)]
    action: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    password: String,
}

/// What the customer wants.
pub(super) enum Step {
    /// The card in the issuer's app.
    App,
    /// A card by its mask, and whether the password is right.
    Password { masked: String, right: bool },
    /// Fields that can't be, and the mask of the card if its number could be.
    Mistaken { mistakes: Mistakes, masked: Option<String> },
    /// Not to pay.
    Cancel,
    /// Nothing that the page offers.
    Unknown,
}

/// Which fields are wrong, so that the page can say so beside them.
#[derive(Clone, Copy, Default)]
pub(super) struct Mistakes {
    pub(super) number: bool,
    pub(super) password: Option<PasswordMistake>,
}

/// What is wrong with a password.
#[derive(Clone, Copy)]
pub(super) enum PasswordMistake {
    /// It isn't six digits.
    Malformed,
    /// It isn't this card's; so many attempts are left.
    Wrong { left: u8 },
}

/// The only payment password that is wrong.
const WRONG_PASSWORD: &str = "000000";

impl Submitted {
    /// `kept` is the mask of the number that was typed before: a number left blank is that one.
    pub(super) fn step(&self, kept: Option<&str>) -> Step {
        match self.action.as_str() {
            "app" => Step::App,
            "password" => self.password_step(kept),
            "cancel" => Step::Cancel,
            _ => Step::Unknown,
        }
    }

    fn password_step(&self, kept: Option<&str>) -> Step {
        let well_formed = self.password.len() == 6 && self.password.bytes().all(|byte| byte.is_ascii_digit());
        let masked = match self.number.trim() {
            "" => kept.map(str::to_owned),
            typed => masked(typed),
        };
        match (masked, well_formed) {
            (Some(masked), true) => Step::Password { masked, right: self.password != WRONG_PASSWORD },
            (masked, well_formed) => {
                let password = (!well_formed).then_some(PasswordMistake::Malformed);
                Step::Mistaken { mistakes: Mistakes { number: masked.is_none(), password }, masked }
            }
        }
    }
}

/// The mask of a typed number, if it can be a card's. The issuer knows its own cards' expiry and doesn't ask:
/// the last month that there is will do.
pub(super) fn masked(typed: &str) -> Option<String> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    Some(Card::new(&digits, Expiry::new(99, 12)?)?.masked())
}
