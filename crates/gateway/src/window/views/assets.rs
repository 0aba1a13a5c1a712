//! The files that pages load, all from the window's own host.

/// A file that is served as it is.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its path.
    pub path: &'static str,
    /// Its `Content-Type`.
    pub content_type: &'static str,
    /// Its content.
    pub body: &'static str,
}

/// The window's style sheet.
pub const STYLE: Asset = Asset {
    path: "/resources/css/window.css",
    content_type: "text/css; charset=utf-8",
    body: include_str!("../../../../../web/style/window.css"),
};

/// What makes the window's forms pleasant; they work without it.
pub const WINDOW_SCRIPT: Asset = Asset {
    path: "/resources/js/window.js",
    content_type: "text/javascript; charset=utf-8",
    body: include_str!("../../../../../web/script/window.js"),
};

/// The merchant's integration script, where the protocol has it (PG 2.6).
pub const INTEGRATION_SCRIPT: Asset = Asset {
    path: "/resources/js/v1/SettlePG_v1.2.js",
    content_type: "text/javascript; charset=utf-8",
    body: include_str!("../../../../../web/script/SettlePG_v1.2.js"),
};

/// The same script where older merchants' pages look for it.
const OLDER_ADDRESSES: [Asset; 2] = [
    Asset { path: "/resources/js/SettlePG.js", ..INTEGRATION_SCRIPT },
    Asset { path: "/resources/js/v1/SettlePG.js", ..INTEGRATION_SCRIPT },
];

/// The mark in a browser's tab, where browsers look for it of themselves. They go by the type, not by the name.
pub const TAB_ICON: Asset = Asset {
    path: "/favicon.ico",
    content_type: "image/svg+xml",
    body: include_str!("../../../../../web/picture/hectare.svg"),
};

/// All of them, for the router.
pub const ALL: [Asset; 6] = {
    let [older, old] = OLDER_ADDRESSES;
    [STYLE, WINDOW_SCRIPT, INTEGRATION_SCRIPT, older, old, TAB_ICON]
};
