//! Accounts and their passbooks. An account begins to exist when somebody names it: with a round sum, and lines from
//! then on. The books know it by a hash of bank and number, and keep of the number what a mask shows.

use institutions::domain::account::AccountNo;
use institutions::domain::time::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::books::{BooksError, Ledger};

const ACCOUNT: &str = "account";
const LINE: &str = "passbook";
/// What is on an account that nobody has used yet, in won: enough for most of what anybody tries.
const OPENING_BALANCE: i64 = 10_000_000;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) bank: String,
    pub(crate) masked: String,
    /// In won.
    pub(crate) balance: i64,
    /// How many lines its passbook has.
    lines: u32,
}

/// A line of a passbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// When, by the clock of whoever moved the money.
    pub(crate) at: Moment,
    pub(crate) text: String,
    /// Paid in, or out where it is negative.
    pub(crate) amount: i64,
    /// What is left.
    pub(crate) balance: i64,
}

/// What the books know an account by.
pub(crate) fn key(bank: &str, number: &AccountNo) -> String {
    let digest = Sha256::new().chain_update(bank).chain_update(":").chain_update(number.number()).finalize();
    hex::encode(digest.get(..16).unwrap_or_default())
}

/// The account of a key.
pub(crate) fn find(ledger: &dyn Ledger, key: &str) -> Result<Option<Account>, BooksError> {
    let read = |text: String| serde_json::from_str(&text).map_err(|_| BooksError::Unreadable("account"));
    ledger.note(ACCOUNT, key)?.map(read).transpose()
}

/// The account of a key, as it is or as it begins.
pub(crate) fn named(ledger: &dyn Ledger, key: &str, bank: &str, masked: &str) -> Result<Account, BooksError> {
    let new =
        || Account { bank: bank.to_owned(), masked: masked.to_owned(), balance: OPENING_BALANCE, lines: 0 };
    Ok(find(ledger, key)?.unwrap_or_else(new))
}

/// Pays in, or out where the amount is negative, and writes it into the passbook.
pub(crate) fn enter(
    ledger: &mut dyn Ledger,
    key: &str,
    mut account: Account,
    (at, text, amount): (Moment, &str, i64),
) -> Result<(), BooksError> {
    account.balance = account.balance.saturating_add(amount);
    account.lines = account.lines.saturating_add(1);
    let line = Line { at, text: text.to_owned(), amount, balance: account.balance };
    ledger.write_note(LINE, &line_key(key, account.lines), &json(&line)?)?;
    ledger.write_note(ACCOUNT, key, &json(&account)?)
}

/// The latest lines of its passbook, newest first.
pub(crate) fn passbook(
    ledger: &dyn Ledger,
    key: &str,
    account: &Account,
    most: u32,
) -> Result<Vec<Line>, BooksError> {
    let first = account.lines.saturating_sub(most).saturating_add(1);
    let read = |text: String| serde_json::from_str(&text).map_err(|_| BooksError::Unreadable("passbook"));
    let line = |number| ledger.note(LINE, &line_key(key, number))?.map(read).transpose();
    (first..=account.lines).rev().filter_map(|number| line(number).transpose()).collect()
}

fn line_key(account: &str, number: u32) -> String {
    format!("{account}/{number}")
}

fn json(value: &impl Serialize) -> Result<String, BooksError> {
    serde_json::to_string(value).map_err(|_| BooksError::Unreadable("account"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::Tables;

    #[test]
    fn a_passbook_tells_every_movement_and_what_is_left() {
        let mut tables = Tables::default();
        let number = AccountNo::new("110123456789").expect("a number");
        let key = key("004", &number);
        let account = |tables: &Tables| named(tables, &key, "004", &number.masked()).expect("readable");
        let at = Moment::from_ms(1);
        for (text, amount) in [("책방", -3_000), ("책방 환불", 1_000)] {
            let before = account(&tables);
            enter(&mut tables, &key, before, (at, text, amount)).expect("written");
        }
        let account = account(&tables);
        assert_eq!((account.balance, account.masked.as_str()), (9_998_000, "110******789"));
        let lines = passbook(&tables, &key, &account, 10).expect("readable");
        let told: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.amount, line.balance)).collect();
        assert_eq!(told, [("책방 환불", 1_000, 9_998_000), ("책방", -3_000, 9_997_000)]);
        assert_eq!(passbook(&tables, &key, &account, 1).expect("readable").len(), 1);
    }

    #[test]
    fn the_same_number_at_another_bank_is_another_account() {
        let number = AccountNo::new("110123456789").expect("a number");
        assert_ne!(key("004", &number), key("088", &number));
    }
}
