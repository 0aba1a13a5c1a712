//! How an order comes to its money.

use crate::language::Language;

/// By a window, or by a key from an earlier payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Window { opening: Opening, issuer: Option<&'static str> },
    BillingKey,
}

/// How the window opens: the integration script's `ui.type`. PG 2.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    Popup,
    Iframe,
    ThisPage,
    NewTab,
}

impl Opening {
    pub(crate) const ALL: [Self; 4] = [Self::Popup, Self::Iframe, Self::ThisPage, Self::NewTab];

    pub(crate) fn find(ui_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|opening| opening.ui_type() == ui_type)
    }

    pub(crate) const fn ui_type(&self) -> &'static str {
        match self {
            Self::Popup => "popup",
            Self::Iframe => "iframe",
            Self::ThisPage => "self",
            Self::NewTab => "blank",
        }
    }

    /// Whether it stands beside the shop's page, or in it: coming home, it leaves that page to go on.
    pub(crate) const fn leaves_shop_open(&self) -> bool {
        !matches!(self, Self::ThisPage)
    }

    pub(crate) const fn label(&self, language: &Language) -> &'static str {
        match self {
            Self::Popup => language.of("팝업", "Popup"),
            Self::Iframe => language.of("페이지 안 (iframe)", "Inside this page (iframe)"),
            Self::ThisPage => language.of("이 창에서 이동", "In place of this page"),
            Self::NewTab => language.of("새 탭", "New tab"),
        }
    }
}
