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
    /// A card by its number, and whether the password is right.
    Password { card: Card, right: bool },
    /// Fields that can't be.
    Mistaken(Mistakes),
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
    pub(super) fn step(&self) -> Step {
        match self.action.as_str() {
            "app" => Step::App,
            "password" => self.password_step(),
            "cancel" => Step::Cancel,
            _ => Step::Unknown,
        }
    }

    fn password_step(&self) -> Step {
        let well_formed = self.password.len() == 6 && self.password.bytes().all(|byte| byte.is_ascii_digit());
        match (card(&self.number), well_formed) {
            (Some(card), true) => Step::Password { card, right: self.password != WRONG_PASSWORD },
            (card, well_formed) => Step::Mistaken(Mistakes {
                number: card.is_none(),
                password: (!well_formed).then_some(PasswordMistake::Malformed),
            }),
        }
    }
}

/// The card of a typed number. The issuer knows its own cards' expiry and doesn't ask: the last
/// month that there is will do.
pub(super) fn card(typed: &str) -> Option<Card> {
    let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    Card::new(&digits, Expiry::new(99, 12)?)
}
