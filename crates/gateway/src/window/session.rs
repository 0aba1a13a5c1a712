//! A visit with the flow that its window belongs to.

use std::ops::Deref;

use axum::http::HeaderMap;
use axum::response::Response;
use domain::payment::Status;
use engine::WindowView;
use protocol::{Code, Language};

use super::driven::Driven;
use super::journal;
use super::record::{At, Stage, Window};
use super::respond;
use super::token::Token;
use super::views::Notice;
use super::visit::Visit;
use crate::app::App;
use crate::page::preferred;
use crate::wire;

/// The flows that a router drives.
pub(super) type Flows = &'static [&'static dyn Driven];

/// The window's ten minutes are over (PG 6.1).
pub(super) const EXPIRED: Code = const { Code::of("5002") };

/// One request about one window.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) flow: &'static dyn Driven,
    pub(super) visit: Visit,
}

impl Deref for Session {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Session {
    /// The window of a token, or the page that says why there is none. One whose time is up learns it here, once.
    pub(super) async fn find(
        app: &App,
        flows: Flows,
        token: &str,
        headers: &HeaderMap,
    ) -> Result<Self, Response> {
        let language = preferred(headers);
        let token = Token::parse(token).ok_or_else(|| respond::gone(app, language))?;
        let session = Self::read(app, flows, token, language).await?;
        if !session.has_just_expired() {
            return Ok(session);
        }
        let at = At::Refused { code: EXPIRED.as_str().to_owned() };
        if session.take_step(&session.window.stage_at(at)).await? {
            journal::note(&session.visit, session.flow, EXPIRED, "결제창 시간 초과");
        }
        Self::read(app, flows, token, language).await
    }

    /// A window that can't be read is none that is gone: its customer may have paid.
    async fn read(app: &App, flows: Flows, token: Token, language: Language) -> Result<Self, Response> {
        let view = app.engine().window(token.id()).await.map_err(|error| {
            tracing::error!(%error, "a window could not be read");
            respond::unreadable(app, language)
        })?;
        let session = view.and_then(|view| Self::of(app, flows, token, view));
        session.ok_or_else(|| respond::gone(app, language))
    }

    /// `None` if another version wrote it, or its merchant is no more.
    fn of(app: &App, flows: Flows, token: Token, view: WindowView) -> Option<Self> {
        let window = Window::of(view)?;
        let flow = flows.iter().copied().find(|flow| flow.name() == window.opened.flow)?;
        let merchant = app.engine().merchant(window.view.window.merchant)?;
        Some(Self { flow, visit: Visit::new(app, merchant, token, window) })
    }

    fn has_just_expired(&self) -> bool {
        self.window.happened().is_none() && self.window.place().is_some() && self.is_expired()
    }

    /// Takes the step that this visit found, and says whether it was still there to take; or the page that says that nobody
    /// knows.
    pub(super) async fn take_step(&self, stage: &Stage) -> Result<bool, Response> {
        self.engine().advance_window(self.step(), stage.text()).await.map_err(|error| {
            tracing::error!(%error, "a window could not be moved on");
            respond::unreadable(&self.app, self.language())
        })
    }

    /// Where things stand.
    pub(super) fn standing(&self) -> Standing {
        match (self.window.happened(), &self.window.stage.at) {
            (Some(Status::Authorising), _) => Standing::Working,
            (Some(Status::Paid), _) => Standing::Over(Outcome::Paid),
            (Some(Status::Authenticated), _) => Standing::Over(Outcome::Authenticated),
            (Some(Status::Declined), _) => Standing::Over(Outcome::Declined(self.window.decline())),
            (Some(Status::Reversing | Status::Reversed), _) => Standing::Over(Outcome::Unknown),
            (None, At::Closed) => Standing::Closed,
            (None, At::Refused { code }) => Standing::Over(Outcome::refused(code)),
            (None, At::Asking(_) | At::Away { .. }) if self.is_expired() => Standing::Over(Outcome::Expired),
            (None, At::Asking(_) | At::Away { .. }) => Standing::Asking,
        }
    }

    /// Whether another try may follow a decline.
    pub(super) fn may_retry(&self) -> bool {
        let declined = matches!(self.standing(), Standing::Over(Outcome::Declined(_)));
        declined && self.window.opened.may_retry && !self.window.stage.told && !self.is_expired()
    }

    /// With something to be told before the question.
    pub(super) fn telling(self, notice: Option<Notice>) -> Self {
        Self { visit: self.visit.telling(notice), ..self }
    }

    pub(super) fn gone(&self) -> Response {
        respond::gone(&self.app, self.language())
    }
}

/// Where a window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A question is to be asked.
    Asking,
    /// Money may be moving.
    Working,
    /// Something came of it.
    Over(Outcome),
    /// The customer left.
    Closed,
}

/// What came of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Paid,
    Authenticated,
    Declined(Code),
    /// Before anybody was asked for money.
    Refused(Code),
    /// VTIM.
    Unknown,
    Expired,
}

impl Outcome {
    fn refused(code: &str) -> Self {
        match wire::code(code) {
            EXPIRED => Self::Expired,
            code => Self::Refused(code),
        }
    }

    /// `outRsltCd`.
    pub(super) fn code(self) -> Code {
        match self {
            Self::Paid | Self::Authenticated => Code::SUCCESS,
            Self::Declined(code) | Self::Refused(code) => code,
            Self::Unknown => const { Code::of("VTIM") },
            Self::Expired => EXPIRED,
        }
    }

    /// `outStatCd`.
    pub(super) fn status(self) -> &'static str {
        match self {
            Self::Paid => "0021",
            Self::Authenticated => "0061",
            Self::Declined(_) | Self::Refused(_) | Self::Unknown | Self::Expired => "0031",
        }
    }

    /// The wire's own words.
    pub(super) fn text(self, language: Language) -> &'static str {
        self.code().text(language)
    }
}
