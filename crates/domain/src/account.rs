//! Bank accounts: what may be known of one, and for how long.

use std::fmt;

use zeroize::Zeroizing;

/// An account's number. Held in memory only while somebody is asked about it; wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountNo(Zeroizing<String>);

impl AccountNo {
    /// The most digits that a number has on the wire.
    pub const MOST_DIGITS: usize = 16;
    const LEAST_DIGITS: usize = 8;
    /// How many digits a mask shows at either end.
    const SHOWN: usize = 3;

    /// A number of 8 to 16 digits; hyphens and blanks between them are how people write it.
    pub fn new(text: &str) -> Option<Self> {
        let digits: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !matches!(c, '-' | ' ')).collect());
        let plausible = (Self::LEAST_DIGITS..=Self::MOST_DIGITS).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        plausible.then_some(Self(digits))
    }

    /// The whole number.
    pub fn number(&self) -> &str {
        &self.0
    }

    /// First three, stars, last three: all that a payment keeps (`110*****678`).
    pub fn masked(&self) -> String {
        let hidden = self.0.len().saturating_sub(Self::SHOWN.saturating_mul(2));
        let first = self.0.get(..Self::SHOWN).unwrap_or_default();
        let last = self.0.get(self.0.len().saturating_sub(Self::SHOWN)..).unwrap_or_default();
        format!("{first}{}{last}", "*".repeat(hidden))
    }
}

impl fmt::Debug for AccountNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountNo(***)")
    }
}

/// What somebody is known by to a bank or a tax office: a birth date, a mobile or business number. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity(Zeroizing<String>);

impl Identity {
    /// So many digits; hyphens and blanks between them are left off.
    pub fn of_digits(text: &str, lengths: &[usize]) -> Option<Self> {
        let digits: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| !matches!(c, '-' | ' ')).collect());
        let fits = lengths.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then_some(Self(digits))
    }

    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_8_to_16_digits_however_they_are_written() {
        let number = |text: &str| AccountNo::new(text).map(|account| account.number().to_owned());
        assert_eq!(number("110-123-456 789").as_deref(), Some("110123456789"));
        for bad in ["", "1234567", "12345678901234567", "1101234a", "１２３４５６７８９"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }

    #[test]
    fn nothing_is_printed_of_an_account_but_its_ends() {
        let account = AccountNo::new("110123456789").expect("a number");
        assert_eq!(account.masked(), "110******789");
        assert_eq!(AccountNo::new("12345678").expect("a number").masked(), "123**678");
        let identity = Identity::of_digits("010-1234-5678", &[10, 11]).expect("a number");
        assert_eq!(format!("{account:?} {identity:?}"), "AccountNo(***) Identity(***)");
        assert_eq!(Identity::of_digits("0101234", &[10, 11]), None);
    }
}
