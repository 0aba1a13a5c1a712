//! What a browser may do for each page: the Content-Security-Policy header.

/// The kinds of pages, by what they need to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A step of the window: its forms post to the window itself.
    Step,
    /// [`super::handover`], whose form posts to the merchant.
    Handover,
    /// [`super::refused`], [`super::gone`] and [`super::unreadable`], which have no form.
    Explanation,
}

/// Whose pages may show the window in an iframe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embedders<'a> {
    /// Anyone's: the test environment.
    Any,
    /// Those of the origins that the merchant registered; the window's own is always one of them.
    Origins(&'a [String]),
}

/// The page's Content-Security-Policy. The nonce is the response's own, never used twice.
///
/// The handover has no `form-action`: browsers apply it to redirects as well, so naming the merchant's origin
/// would break a nextUrl that redirects to another one. That page therefore holds nothing else. A step may
/// name `'self'` because it hands over by that page whenever the customer leaves for somewhere else.
pub fn content_security_policy(page: Page, nonce: &str, embedders: Embedders<'_>) -> String {
    let form_action = match page {
        Page::Step => "form-action 'self'; ",
        Page::Handover => "",
        Page::Explanation => "form-action 'none'; ",
    };
    let frame_ancestors = match embedders {
        Embedders::Any => "*".to_owned(),
        Embedders::Origins(origins) => {
            let registered = origins.iter().filter(|origin| is_origin(origin)).map(String::as_str);
            std::iter::once("'self'").chain(registered).collect::<Vec<_>>().join(" ")
        }
    };
    format!(
        "default-src 'none'; style-src 'self'; script-src 'nonce-{nonce}'; img-src 'self' data:; \
         {form_action}base-uri 'none'; frame-ancestors {frame_ancestors}"
    )
}

/// Whether this can stand in the header as one source: anything with a separator in it would write the
/// rest of the policy itself.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_posts_to_the_window_only() {
        assert_eq!(
            content_security_policy(Page::Step, "n0nce", Embedders::Any),
            "default-src 'none'; style-src 'self'; script-src 'nonce-n0nce'; img-src 'self' data:; \
             form-action 'self'; base-uri 'none'; frame-ancestors *"
        );
    }

    #[test]
    fn the_handover_may_post_anywhere() {
        let policy = content_security_policy(Page::Handover, "n0nce", Embedders::Any);
        assert!(!policy.contains("form-action"), "{policy}");
        assert!(policy.contains("default-src 'none'"), "{policy}");
    }

    #[test]
    fn an_explanation_posts_nowhere() {
        let policy = content_security_policy(Page::Explanation, "n0nce", Embedders::Any);
        assert!(policy.contains("form-action 'none'"), "{policy}");
    }

    #[test]
    fn live_windows_name_who_may_embed_them() {
        let origins = ["https://shop.example".to_owned(), "https://m.shop.example:8443".to_owned()];
        let policy = content_security_policy(Page::Step, "n", Embedders::Origins(&origins));
        assert!(
            policy.ends_with("frame-ancestors 'self' https://shop.example https://m.shop.example:8443"),
            "{policy}"
        );
    }

    #[test]
    fn an_origin_cannot_write_the_rest_of_the_policy() {
        for bad in
            ["https://a; script-src *", "https://a b", "*", "https://", "javascript:x", "https://a\r\nX: y"]
        {
            let policy = content_security_policy(Page::Step, "n", Embedders::Origins(&[bad.to_owned()]));
            assert!(policy.ends_with("frame-ancestors 'self'"), "{policy}");
        }
    }
}
