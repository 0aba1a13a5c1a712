//! Where to listen, as people write it.

use std::net::{SocketAddr, ToSocketAddrs};

/// An address and a port, or a name and a port.
pub(crate) fn parse(text: &str) -> Result<SocketAddr, String> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let wrong = || format!("`{text}` isn't an address and a port, such as 127.0.0.1:8080 or localhost:8080");
    let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let port: u16 = port.parse().map_err(|_| wrong())?;
    if host.is_empty() {
        return Err(wrong());
    }
    let found = (host, port).to_socket_addrs().map_err(|_| format!("nobody knows the name `{host}`"))?;
    let found: Vec<SocketAddr> = found.collect();
    // What `localhost` means first differs from machine to machine; browsers find either.
    let chosen = found.iter().find(|address| address.is_ipv4()).or(found.first());
    chosen.copied().ok_or_else(|| format!("`{host}` has no address"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_and_names() {
        for (text, address) in [
            ("127.0.0.1:9090", "127.0.0.1:9090"),
            ("[::1]:9090", "[::1]:9090"),
            ("localhost:9090", "127.0.0.1:9090"),
            ("localhost:0", "127.0.0.1:0"),
        ] {
            assert_eq!(parse(text).map(|found| found.to_string()), Ok(address.to_owned()));
        }
    }

    #[test]
    fn says_what_an_address_looks_like() {
        for text in ["", "9090", ":9090", "localhost", "localhost:", "localhost:http", "localhost:99999"] {
            let error = parse(text).expect_err(text);
            assert!(error.contains("localhost:8080"), "{text}: {error}");
        }
    }
}
