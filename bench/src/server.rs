//! A server under measurement: its process, and what the kernel says of it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;

/// A running server. Dropping it kills it: it must bear that.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    address: SocketAddr,
    ready_after: Duration,
    /// Kept open: a server that can't print might end.
    _output: BufReader<ChildStdout>,
}

/// What a process has used.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    pub(crate) cpu: Duration,
    pub(crate) rss: u64,
    pub(crate) peak_rss: u64,
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Server {
    /// Starts `command`, which prints where it listens, and waits until it answers. Its log goes into a file.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self, Failure> {
        let started = Instant::now();
        let log_file = fs::File::create(log)?;
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::from(log_file)).spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("a server without an output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let Some(address) = address_in(&line) else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("the server did not start: {}", fs::read_to_string(log)?).into());
        };
        let mut server = Self { child, address, ready_after: Duration::ZERO, _output: output };
        while !is_healthy(address) {
            if started.elapsed() > PATIENCE {
                return Err("the server does not answer".into());
            }
        }
        server.ready_after = started.elapsed();
        Ok(server)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// How long it took from the start of its process to its first answer.
    pub(crate) fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// What it has used so far.
    pub(crate) fn usage(&self) -> Result<Usage, Failure> {
        Usage::of(&self.child.id().to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `Hectare listens at http://127.0.0.1:8080`.
fn address_in(line: &str) -> Option<SocketAddr> {
    line.split_once("http://")?.1.trim().parse().ok()
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
}

impl Usage {
    /// Of this program itself.
    pub(crate) fn own() -> Result<Self, Failure> {
        Self::of("self")
    }

    fn of(process: &str) -> Result<Self, Failure> {
        let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let kilobytes = |name| field(&status, name).ok_or("the kernel says nothing of memory");
        Ok(Self {
            cpu: cpu(&stat).ok_or("the kernel says nothing of processor time")?,
            rss: kilobytes("VmRSS:")?.saturating_mul(1_024),
            peak_rss: kilobytes("VmHWM:")?.saturating_mul(1_024),
        })
    }
}

/// User and system time. Linux tells both in hundredths of a second, whatever its own clock does.
fn cpu(stat: &str) -> Option<Duration> {
    // The program's name stands in parentheses, and may hold anything.
    let mut after_name = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (after_name.next()?.parse().ok()?, after_name.next()?.parse().ok()?);
    Some(Duration::from_millis(user.saturating_add(system).saturating_mul(10)))
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_processor_time_past_a_name_with_anything_in_it() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 1 2 3 4 150 50 0 0 20 0 9 0 1 1 1";
        assert_eq!(cpu(stat), Some(Duration::from_secs(2)));
    }

    #[test]
    fn reads_memory_in_kilobytes() {
        assert_eq!(field("Name:\tx\nVmHWM:\t   12000 kB\n", "VmHWM:"), Some(12_000));
        assert_eq!(field("Name:\tx\n", "VmHWM:"), None);
    }

    #[test]
    fn finds_the_address_in_what_a_server_prints() {
        let line = "Hectare listens at http://127.0.0.1:44403\n";
        assert_eq!(address_in(line), Some(SocketAddr::from(([127, 0, 0, 1], 44_403))));
        assert_eq!(address_in(""), None);
    }
}
