//! What it was measured on: figures of two machines can't be compared.

use std::fs;

use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Machine {
    pub(super) cores: usize,
    pub(super) memory_gib: u64,
    pub(super) processor: String,
}

impl Machine {
    pub(super) fn this() -> Self {
        let value = |file: &str, name: &str| {
            let text = fs::read_to_string(file).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned();
            line.trim_start_matches([' ', '\t', ':']).to_owned()
        };
        let kilobytes = value("/proc/meminfo", "MemTotal:");
        let kilobytes: u64 = kilobytes.trim_end_matches(" kB").parse().unwrap_or(0);
        Self {
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            // The kernel keeps a little for itself.
            memory_gib: kilobytes.div_ceil(1 << 20),
            processor: value("/proc/cpuinfo", "model name"),
        }
    }
}
