//! Where there is no window to show: a request that was refused before one opened, a token that names none, and a
//! database that doesn't answer.

use askama::Template;

use super::frame::Shell;
use super::words::{Words, fill};
use super::{Language, html};

/// A request for a window that was refused (PG 2.5).
#[derive(Clone, Debug)]
pub struct Refused {
    /// The language of the page.
    pub language: Language,
    /// The response's nonce.
    pub nonce: String,
    /// Whether no real money can move here.
    pub test_environment: bool,
    /// The reject code.
    pub code: String,
    /// Its text, with the field's label if one is at fault.
    pub text: String,
    /// The wire name of the field at fault.
    pub field: Option<String>,
    /// The merchant's id, as it was sent.
    pub merchant_id: String,
    /// The order number, as it was sent.
    pub order_no: String,
    /// What the request's hash is made of.
    pub recipe: String,
}

#[derive(Template)]
#[template(path = "window/refused.html")]
struct RefusedPage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
    refused: &'a Refused,
    /// Whose fault it seems, and whether money moved.
    title: &'static str,
    text: &'static str,
    /// What the shop's developer is to check; nothing, where the request itself was right.
    checks: Vec<String>,
}

/// The page that explains a refusal: to the customer that nothing happened, to the shop's developer what to
/// check.
pub fn refused(refused: &Refused) -> String {
    let words = Words::of(refused.language);
    let shell =
        Shell { test_environment: refused.test_environment, ..Shell::bare(refused.language, &refused.nonce) };
    let (title, text) = match refused.code.as_str() {
        "ST03" => (words.order_paid_title, words.order_taken_text),
        "ST38" => (words.order_in_progress_title, words.order_taken_text),
        "ST50" => (words.order_repeated_title, words.order_repeated_text),
        _ => (words.refused_title, words.refused_text),
    };
    html(&RefusedPage { shell, words, refused, title, text, checks: checks(refused, words) })
}

/// What usually causes this code.
fn checks(refused: &Refused, words: &Words) -> Vec<String> {
    let code = refused.code.as_str();
    if code == "1901" {
        let hash = fill(words.check_hash, &refused.recipe);
        return vec![hash, words.check_hash_values.to_owned(), words.check_key.to_owned()];
    }
    let checks = match code {
        "1902" => vec![words.check_decryption, words.check_key],
        "1001" => vec![words.check_missing, words.check_merchant],
        "ST47" => vec![words.check_merchant],
        "ST03" | "ST38" | "ST50" => vec![words.check_order_no],
        "ST69" | "CA80" => vec![words.check_contract],
        code if code.starts_with("10") => vec![words.check_missing],
        code if code.starts_with("11") => vec![words.check_length],
        "6001" => vec![check_value(refused.field.as_deref(), words)],
        _ => vec![words.check_other],
    };
    checks.into_iter().map(str::to_owned).collect()
}

/// What is asked of a value that makes no sense; without a field, the body itself couldn't be read.
fn check_value(field: Option<&str>, words: &Words) -> &'static str {
    match field {
        None => words.check_body,
        Some("trdDt") => words.check_date,
        Some(amount) if amount.ends_with("Amt") => words.check_digits,
        Some(address) if address.ends_with("Url") => words.check_address,
        Some(_) => words.check_other,
    }
}

#[derive(Template)]
#[template(path = "window/gone.html")]
struct GonePage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
}

/// The page behind a token that names no window, or one that has handed over.
pub fn gone(language: Language, nonce: &str, test_environment: bool) -> String {
    let shell = Shell { test_environment, ..Shell::bare(language, nonce) };
    html(&GonePage { shell, words: Words::of(language) })
}

#[derive(Template)]
#[template(path = "window/unreadable.html")]
struct UnreadablePage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
}

/// The page in the stead of a window that can't be read just now.
pub fn unreadable(language: Language, nonce: &str, test_environment: bool) -> String {
    let shell = Shell { test_environment, ..Shell::bare(language, nonce) };
    html(&UnreadablePage { shell, words: Words::of(language) })
}
