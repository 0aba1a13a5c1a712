//! What a customer typed of an account.

use domain::account::{AccountNo, Identity};
use institutions::away::Receipt;

use super::views::{AGREEMENTS, AccountErrors, FieldError, ReceiptWish};
use crate::window::answer::Answer;

/// An account, and what a cash receipt is to be issued for.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) number: AccountNo,
    pub(super) receipt: Option<Receipt>,
}

/// The account, or what is wrong with each field.
pub(super) fn read(answer: &Answer) -> Result<Account, AccountErrors> {
    let text = answer.field("account_number");
    let number = AccountNo::new(text);
    let wish = ReceiptWish::of(answer.field("receipt"));
    let (receipt, wrong_receipt) = match receipt(answer, wish) {
        Ok(receipt) => (receipt, None),
        Err(error) => (None, Some(error)),
    };
    let errors = AccountErrors {
        wish,
        number: number.is_none().then(|| missing_or_malformed(text)),
        receipt: wrong_receipt,
        agreement: !AGREEMENTS.iter().all(|what| answer.agrees_to(what)),
    };
    match number {
        Some(number) if errors == (AccountErrors { wish, ..AccountErrors::default() }) => {
            Ok(Account { number, receipt })
        }
        _ => Err(errors),
    }
}

fn receipt(answer: &Answer, wish: ReceiptWish) -> Result<Option<Receipt>, FieldError> {
    let text = answer.field("receipt_number");
    let of = |lengths: &[usize]| Identity::of_digits(text, lengths).ok_or_else(|| missing_or_malformed(text));
    match wish {
        ReceiptWish::Person => Ok(Some(Receipt::Person(of(&[10, 11])?))),
        ReceiptWish::Business => Ok(Some(Receipt::Business(of(&[10])?))),
        ReceiptWish::Nothing => Ok(None),
    }
}

fn missing_or_malformed(text: &str) -> FieldError {
    if text.trim().is_empty() { FieldError::Missing } else { FieldError::Malformed }
}
