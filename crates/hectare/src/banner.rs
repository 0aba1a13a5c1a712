//! What is said when everything listens: where to go.

use std::fmt::Write;

use crate::cli::ServeOptions;

/// The gateway's address first, for programs that look for it; then every page there is, for people.
pub(crate) fn text(options: &ServeOptions, base_url: &str) -> String {
    let shop =
        options.shop.map(|shop| ("demo shop", format!("http://localhost:{}/", shop.port()), "데모 상점"));
    let own = [
        ("API docs", format!("{base_url}/docs"), "API 문서"),
        ("sandbox", format!("{base_url}/sandbox/"), "샌드박스"),
        ("readiness", format!("{base_url}/readyz"), "준비 상태"),
    ];
    let rows: Vec<_> = shop.into_iter().chain(own).collect();
    let longest = rows.iter().map(|(_, url, _)| url.len()).max().unwrap_or(0);
    let mut text = format!("Hectare listens at {base_url}\n");
    for (english, url, korean) in rows {
        // The Korean stands last: how wide it is depends on the terminal.
        let _ = writeln!(text, "  {english:<9}  {url:<longest$}  {korean}");
    }
    text.push_str("No money moves. 실제 돈은 움직이지 않습니다.\n");
    text
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::cli::{Cli, Command};

    fn banner(arguments: &[&str]) -> String {
        let Command::Serve(options) = Cli::parse_from(arguments).command() else { panic!("it serves") };
        super::text(&options, "http://127.0.0.1:8080")
    }

    #[test]
    fn names_every_address_in_columns() {
        let expected = "Hectare listens at http://127.0.0.1:8080
  demo shop  http://localhost:8081/          데모 상점
  API docs   http://127.0.0.1:8080/docs      API 문서
  sandbox    http://127.0.0.1:8080/sandbox/  샌드박스
  readiness  http://127.0.0.1:8080/readyz    준비 상태
No money moves. 실제 돈은 움직이지 않습니다.
";
        assert_eq!(banner(&["hectare"]), expected);
        assert!(!banner(&["hectare", "serve"]).contains("shop"));
    }
}
