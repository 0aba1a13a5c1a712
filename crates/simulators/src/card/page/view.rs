//! The issuers' pages as HTML, in Korean and in English.

use askama::Template;

use super::form::{Mistakes, PasswordMistake};
use crate::away::Session;
use crate::page::{self, Spoken};

/// The page that asks the customer.
#[derive(Template)]
#[template(path = "issuer/authenticate.html")]
pub(super) struct Authenticate<'a> {
    pub(super) session: &'a Session,
    pub(super) id: &'a str,
    pub(super) way: Way,
}

/// How the customer proves who they are.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// By the issuer's app on the phone.
    App,
    /// By the card's number and its payment password.
    Password(Mistakes),
}

impl Spoken for Authenticate<'_> {
    fn in_english(&self) -> bool {
        self.session.english
    }
}

impl Authenticate<'_> {
    fn initial(&self) -> String {
        page::initial(&self.session.issuer_name)
    }

    fn amount(&self) -> String {
        page::written(self.session.amount, self.in_english())
    }

    fn instalments(&self) -> String {
        page::instalments(self.session.instalments(), self.in_english())
    }

    /// The end of the number that was typed before: all that may be shown of it.
    fn kept(&self) -> Option<&str> {
        self.session.kept.as_deref()?.rsplit_once('*').map(|(_, last)| last)
    }

    /// Whether the number is what is to be typed next.
    fn asks_number(&self, mistakes: &Mistakes) -> bool {
        mistakes.number || self.session.kept.is_none()
    }

    fn number_mistake(&self, mistakes: &Mistakes) -> Option<&'static str> {
        mistakes
            .number
            .then(|| self.say("카드번호 13~16자리를 입력해 주세요.", "Enter the card's 13 to 16 digits."))
    }

    fn password_mistake(&self, mistakes: &Mistakes) -> Option<String> {
        mistakes.password.map(|mistake| match mistake {
            PasswordMistake::Malformed => self
                .say("결제 비밀번호는 숫자 6자리입니다.", "The payment password has six digits.")
                .to_owned(),
            PasswordMistake::Wrong { left } if self.in_english() => {
                let attempts = if left == 1 { "attempt" } else { "attempts" };
                format!("Wrong password. {left} {attempts} left.")
            }
            PasswordMistake::Wrong { left } => {
                format!("비밀번호가 일치하지 않습니다. {left}회 더 입력할 수 있습니다.")
            }
        })
    }
}
