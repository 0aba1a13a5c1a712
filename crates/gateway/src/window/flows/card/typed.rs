//! What a customer typed into the form for the card's data.

use domain::card::{Card, Expiry, Holder};
use engine::MerchantEntry;
use zeroize::Zeroizing;

use super::views::{CardFormErrors, FieldError};
use crate::window::answer::Answer;

/// A card, or what is wrong with each field. `others` are first digits of other issuers than the one that was chosen.
pub(super) fn read(
    answer: &Answer,
    asks_holder: bool,
    merchant: &MerchantEntry,
    others: &[(String, &'static str)],
) -> Result<(Card, Option<Holder>), CardFormErrors> {
    let mut errors = CardFormErrors::default();
    let expiry = expiry(answer.field("card_expiry"), this_month(merchant));
    let number = digits(answer.field("card_number"));
    errors.expiry = expiry.err();
    // Any expiry tells whether the number can be one.
    let card = expiry.ok().or(Expiry::new(99, 12)).and_then(|expiry| Card::new(&number, expiry));
    errors.number = match &card {
        None if number.is_empty() => Some(FieldError::Missing),
        None => Some(FieldError::Malformed),
        Some(card) => others
            .iter()
            .find(|(first, _)| card.number().starts_with(first.as_str()))
            .map(|(_, issuer)| FieldError::OtherIssuer(issuer)),
    };
    let holder = asks_holder.then(|| Holder {
        identity: digits(answer.field("holder_identity")),
        pin_prefix: digits(answer.field("pin_prefix")),
    });
    if let Some(holder) = &holder {
        errors.holder_identity = wrong(&holder.identity, &[6, 10]);
        errors.pin_prefix = wrong(&holder.pin_prefix, &[2]);
    }
    match card {
        Some(card) if errors == CardFormErrors::default() => Ok((card, holder)),
        _ => Err(errors),
    }
}

/// Year and month by the merchant's clock, as `yyMM`: a card is good until its last month ends.
pub(super) fn this_month(merchant: &MerchantEntry) -> i32 {
    (merchant.now().kst().day().number() / 100).rem_euclid(10_000)
}

/// Customers type spaces and dashes.
fn digits(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.chars().filter(char::is_ascii_digit).collect())
}

fn wrong(text: &str, lengths: &[usize]) -> Option<FieldError> {
    match text.len() {
        0 => Some(FieldError::Missing),
        length if lengths.contains(&length) => None,
        _ => Some(FieldError::Malformed),
    }
}

/// `MM/YY`, or the same without the slash.
fn expiry(text: &str, this_month: i32) -> Result<Expiry, FieldError> {
    let digits = digits(text);
    if digits.is_empty() {
        return Err(FieldError::Missing);
    }
    let (month, year) = digits.split_at_checked(2).ok_or(FieldError::Malformed)?;
    let number = |text: &str| text.parse::<u8>().map_err(|_| FieldError::Malformed);
    let expiry = Expiry::new(number(year)?, number(month)?).ok_or(FieldError::Malformed)?;
    let last_month = i32::from(expiry.year()).saturating_mul(100).saturating_add(expiry.month().into());
    if last_month < this_month { Err(FieldError::Expired) } else { Ok(expiry) }
}
