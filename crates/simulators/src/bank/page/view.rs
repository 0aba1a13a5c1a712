//! The banks' pages as HTML, in Korean and in English.

use askama::Template;

use crate::away::{Means, Session};
use crate::page::{self, Spoken};

/// The page that asks the holder.
#[derive(Template)]
#[template(path = "bank/authorise.html")]
pub(super) struct Authorise<'a> {
    pub(super) session: &'a Session,
    pub(super) id: &'a str,
    pub(super) mistake: Option<Mistake>,
}

/// What is wrong with a password.
#[derive(Clone, Copy)]
pub(super) enum Mistake {
    /// It isn't four digits.
    Malformed,
    /// It isn't the account's; so many attempts are left.
    Wrong { left: u8 },
}

impl Spoken for Authorise<'_> {
    fn in_english(&self) -> bool {
        self.session.english
    }
}

impl Authorise<'_> {
    fn initial(&self) -> String {
        page::initial(&self.session.issuer_name)
    }

    fn amount(&self) -> String {
        page::written(self.session.amount, self.in_english())
    }

    fn account(&self) -> &str {
        match &self.session.means {
            Means::Account { masked, .. } => masked,
            Means::Card { .. } => "",
        }
    }

    fn passbook(&self) -> &str {
        match &self.session.means {
            Means::Account { passbook, .. } => passbook,
            Means::Card { .. } => "",
        }
    }

    fn mistake(&self) -> Option<String> {
        self.mistake.map(|mistake| match mistake {
            Mistake::Malformed => self
                .say("계좌 비밀번호는 숫자 4자리입니다.", "The account's password has four digits.")
                .to_owned(),
            Mistake::Wrong { left } if self.in_english() => {
                format!("Wrong password. {left} {} left.", if left == 1 { "attempt" } else { "attempts" })
            }
            Mistake::Wrong { left } => {
                format!("비밀번호가 일치하지 않습니다. {left}회 더 입력할 수 있습니다.")
            }
        })
    }
}
