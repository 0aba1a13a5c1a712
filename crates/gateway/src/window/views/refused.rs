//! Where there is no window: a request that was refused before one opened, or a token that names none.

use askama::Template;

use super::frame::Shell;
use super::language::Speech;
use super::script_json::script_object;
use super::words::Words;
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
}

#[derive(Template)]
#[template(path = "window/refused.html")]
struct RefusedPage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
    refused: &'a Refused,
    checks: Vec<&'static str>,
    /// What a merchant's script gets when the customer closes the page in its iframe: the members of 2.5.
    params: String,
}

/// The page that explains a refusal: to the customer that nothing happened, to the shop's developer what to
/// check.
pub fn refused(refused: &Refused) -> String {
    let words = refused.language.words();
    let params = [
        ("outStatCd", "0031"),
        ("outRsltCd", &refused.code),
        ("outRsltMsg", &refused.text),
        ("mchtId", &refused.merchant_id),
        ("mchtTrdNo", &refused.order_no),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    html(&RefusedPage {
        shell: Shell {
            test_environment: refused.test_environment,
            ..Shell::bare(refused.language, &refused.nonce)
        },
        words,
        refused,
        checks: checks(&refused.code, words),
        params: script_object(&params),
    })
}

/// What usually causes this code.
fn checks(code: &str, words: &Words) -> Vec<&'static str> {
    match code {
        "1901" => vec![words.check_hash, words.check_hash_values, words.check_key],
        "1902" => vec![words.check_decryption, words.check_key],
        "1001" => vec![words.check_missing, words.check_merchant],
        "ST47" => vec![words.check_merchant],
        "ST03" | "ST38" | "ST50" => vec![words.check_order_no],
        _ if code.starts_with("10") => vec![words.check_missing],
        _ if code.starts_with("11") => vec![words.check_length],
        _ => vec![words.check_other],
    }
}

#[derive(Template)]
#[template(path = "window/gone.html")]
struct GonePage<'a> {
    shell: Shell<'a>,
    words: &'static Words,
    /// An empty object: the page knows of no payment, so it says nothing about one.
    params: &'static str,
}

/// The page behind a token that names no window, or one that has handed over.
pub fn gone(language: Language, nonce: &str, test_environment: bool) -> String {
    let shell = Shell { test_environment, ..Shell::bare(language, nonce) };
    html(&GonePage { shell, words: language.words(), params: "{}" })
}
