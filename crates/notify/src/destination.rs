//! Where a notification may go: never into the operator's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// How far notifications may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The internet only.
    Internet,
    /// This machine and private networks, too: a developer's receiver is there. For the test
    /// environment only; cloud metadata services stay out of reach even so.
    Anywhere,
}

/// A URL that a notification may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination(Url);

impl Destination {
    /// The URL, if it is `http` or `https`, names no user, and isn't an address out of reach.
    pub fn new(url: &str, reach: Reach) -> Result<Self, &'static str> {
        let url = Url::parse(url).map_err(|_| "not a URL")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("neither http nor https");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("it names a user");
        }
        let host = url.host_str().ok_or("it names no host")?;
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match address {
            Ok(address) if !reach.allows(address) => Err("an address out of reach"),
            _ => Ok(Self(url)),
        }
    }

    /// The URL.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl Reach {
    /// Whether an address may be sent to.
    pub fn allows(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        // Where the translator that an address names would send to counts as well.
        let is_nowhere =
            is_nowhere(address) || carried(address).is_some_and(|inner| is_nowhere(inner.into()));
        match self {
            Self::Anywhere => !is_nowhere,
            Self::Internet => !is_nowhere && !is_inside(address),
        }
    }
}

/// No receiver is there, whatever the environment: nobody's addresses, and the metadata services of clouds.
fn is_nowhere(address: IpAddr) -> bool {
    address.is_unspecified()
        || address.is_multicast()
        || is_link_local(address)
        || METADATA.contains(&address)
}

/// Metadata services outside of 169.254.0.0/16. One of them looks like any address of the internet.
const METADATA: [IpAddr; 5] = [
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V6(Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)),
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V4(Ipv4Addr::new(192, 0, 0, 192)),
    IpAddr::V4(Ipv4Addr::new(168, 63, 129, 16)),
];

/// 169.254.0.0/16 holds the metadata services of most clouds.
fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    }
}

/// The IPv4 address that another one carries inside: NAT64's and older translators' at its end, 6to4's behind its prefix.
fn carried(address: IpAddr) -> Option<Ipv4Addr> {
    let IpAddr::V6(v6) = address else { return None };
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match v6.segments() {
        [0x64, 0xff9b, .., high, low]
        | [0, 0, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low] => Some(of(high, low)),
        [0x2002, high, low, ..] => Some(of(high, low)),
        _ => None,
    }
}

/// Loopback, private, shared, benchmarking and reserved ranges.
fn is_inside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_documentation()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
                || (a == 192 && b == 0 && c == 0)
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            // The internet has 2000::/3 so far. Beside it are loopback, what is private, and most addresses that carry
            // an IPv4 address inside; within it are two more of those, 6to4 and Teredo, and the documentation's.
            first & 0xe000 != 0x2000 || first == 0x2002 || (first == 0x2001 && matches!(second, 0 | 0xdb8))
        }
    }
}

/// Resolves names, and drops addresses out of reach: a name can't lead where an address may not.
#[derive(Clone, Debug)]
pub(crate) struct Resolver(pub(crate) Reach);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err("no address within reach".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

impl Resolver {
    pub(crate) fn shared(reach: Reach) -> Arc<Self> {
        Arc::new(Self(reach))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_notifications_never_reach_inside() {
        let inside = [
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://10.1.2.3/",
            "http://192.168.0.1/",
            "http://172.16.0.1/",
            "http://169.254.169.254/",
            "http://0.0.0.0/",
            "http://100.64.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fd00::1]/",
            "http://[fec0::1]/",
            "http://[::7f00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[::7f00:1]/",
            "http://[::ffff:0:7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fec0::1]/",
            "http://[100::1]/",
            "http://[2001:db8::1]/",
            "http://2130706433/",
            "http://0x7f.1/",
        ];
        for url in inside {
            assert!(Destination::new(url, Reach::Internet).is_err(), "{url}");
        }
        assert!(Destination::new("https://merchant.example/noti?x=1", Reach::Internet).is_ok());
        assert!(Destination::new("http://8.8.8.8/", Reach::Internet).is_ok());
        assert!(Destination::new("http://[2606:4700:4700::1111]/", Reach::Internet).is_ok());
    }

    #[test]
    fn test_notifications_reach_this_machine_but_no_metadata_service() {
        assert!(Destination::new("http://127.0.0.1:8081/noti", Reach::Anywhere).is_ok());
        assert!(Destination::new("http://localhost:8081/noti", Reach::Anywhere).is_ok());
        assert!(Destination::new("http://[::1]:8081/noti", Reach::Anywhere).is_ok());
        for url in [
            "http://169.254.169.254/",
            "http://[fd00:ec2::254]/",
            "http://[fd20:ce::254]/",
            "http://100.100.100.200/",
            "http://192.0.0.192/",
            "http://168.63.129.16/",
            "http://[::ffff:100.100.100.200]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[::a9fe:a9fe]/",
            "http://[::ffff:0:a9fe:a9fe]/",
            "http://0xa83f8110/",
        ] {
            assert!(Destination::new(url, Reach::Anywhere).is_err(), "{url}");
            assert!(Destination::new(url, Reach::Internet).is_err(), "{url}");
        }
    }

    #[test]
    fn only_web_addresses_without_a_user() {
        for url in
            ["ftp://example.com/", "file:///etc/passwd", "http://user:word@example.com/", "javascript:1", "x"]
        {
            assert!(Destination::new(url, Reach::Anywhere).is_err(), "{url}");
        }
    }
}
