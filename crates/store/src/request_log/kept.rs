//! How much is kept, of each sender and in all; the oldest lines go first.
//!
//! Who signs has a share of his own. All who don't have one share together, whatever merchant they name: a
//! stranger can push out strangers' lines, and nobody else's.

use std::collections::{HashMap, VecDeque};

use batch::Failure;
use domain::time::{DAY_MS, Moment};
use rusqlite::{Connection, OptionalExtension, params};

const KEPT_DAYS_MS: i64 = 7 * DAY_MS;
const LIMITS: Limits = Limits { each: Amount { lines: 10_000, bytes: 32 << 20 }, bytes: 256 << 20 };
/// Every so many lines, what is too old goes.
const AGED_EVERY: i64 = 5_000;

pub(super) const TABLE: &str = "
    CREATE TABLE request (
        id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, merchant TEXT NOT NULL,
        sender TEXT NOT NULL, bytes INTEGER NOT NULL, line TEXT NOT NULL
    ) STRICT;
    CREATE INDEX request_sender ON request (sender, id, bytes);";

/// What lines weigh.
#[derive(Clone, Copy, Debug, Default)]
struct Amount {
    lines: usize,
    bytes: i64,
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Of one sender.
    each: Amount,
    /// Of all senders.
    bytes: i64,
}

/// What each sender has in the log. It is remembered, so that making room reads nothing.
#[derive(Debug)]
pub(super) struct Kept {
    limits: Limits,
    senders: HashMap<String, Lines>,
    bytes: i64,
}

/// A sender's lines, the oldest first.
#[derive(Debug, Default)]
struct Lines {
    lines: VecDeque<Size>,
    bytes: i64,
}

/// A line's id, and what it weighs.
#[derive(Clone, Copy, Debug)]
struct Size {
    id: i64,
    bytes: i64,
}

impl Kept {
    /// Counts what is there, in an index that has all of it.
    pub(super) fn count(connection: &Connection) -> Result<Self, Failure> {
        Self::within(LIMITS, connection)
    }

    fn within(limits: Limits, connection: &Connection) -> Result<Self, Failure> {
        let mut kept = Self { limits, senders: HashMap::new(), bytes: 0 };
        let mut statement = connection
            .prepare("SELECT sender, id, bytes FROM request INDEXED BY request_sender ORDER BY sender, id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let sender = row.get_ref(0)?.as_str()?;
            kept.note(sender, Size { id: row.get(1)?, bytes: row.get(2)? });
        }
        Ok(kept)
    }

    /// The line just inserted was added: whatever is too much now goes.
    pub(super) fn add(
        &mut self,
        connection: &Connection,
        sender: &str,
        bytes: i64,
        now: Moment,
    ) -> Result<(), Failure> {
        let id = connection.last_insert_rowid();
        let of_sender = self.note(sender, Size { id, bytes });
        if of_sender.lines > self.limits.each.lines || of_sender.bytes > self.limits.each.bytes {
            self.trim(connection, sender, self.limits.each.less())?;
        }
        while self.bytes > self.limits.bytes {
            let Some((largest, amount)) = self.largest() else { break };
            self.trim(connection, &largest, amount.less())?;
        }
        if id % AGED_EVERY == 0 {
            self.forget_aged(connection, now)?;
        }
        Ok(())
    }

    /// Remembers a line; says what its sender has.
    fn note(&mut self, sender: &str, line: Size) -> Amount {
        self.bytes = self.bytes.saturating_add(line.bytes);
        let lines = match self.senders.get_mut(sender) {
            Some(lines) => lines,
            None => self.senders.entry(sender.to_owned()).or_default(),
        };
        lines.lines.push_back(line);
        lines.bytes = lines.bytes.saturating_add(line.bytes);
        lines.amount()
    }

    fn largest(&self) -> Option<(String, Amount)> {
        let largest = self.senders.iter().max_by_key(|(_, lines)| lines.bytes);
        largest.filter(|(_, lines)| lines.bytes > 0).map(|(sender, lines)| (sender.clone(), lines.amount()))
    }

    /// Keeps this much of a sender's latest lines.
    fn trim(&mut self, connection: &Connection, sender: &str, keep: Amount) -> Result<(), Failure> {
        let Some(lines) = self.senders.get_mut(sender) else { return Ok(()) };
        let before = lines.bytes;
        let last = lines.drop_while(|lines, _| {
            let Amount { lines, bytes } = lines.amount();
            lines > keep.lines || bytes > keep.bytes
        });
        self.bytes = self.bytes.saturating_sub(before.saturating_sub(lines.bytes));
        let Some(last) = last else { return Ok(()) };
        let delete = "DELETE FROM request WHERE sender = ? AND id <= ?";
        connection.prepare_cached(delete)?.execute(params![sender, last])?;
        Ok(())
    }

    /// Lines come in the order of time, so those that are too old are the first.
    fn forget_aged(&mut self, connection: &Connection, now: Moment) -> Result<(), Failure> {
        let oldest = now.plus_ms(-KEPT_DAYS_MS).ms();
        let first = "SELECT id FROM request WHERE at >= ? ORDER BY id LIMIT 1";
        let first: Option<i64> = connection.query_row(first, [oldest], |row| row.get(0)).optional()?;
        let first = first.unwrap_or(i64::MAX);
        connection.execute("DELETE FROM request WHERE id < ?", [first])?;
        for lines in self.senders.values_mut() {
            lines.drop_while(|_, oldest| oldest.id < first);
        }
        self.senders.retain(|_, lines| !lines.lines.is_empty());
        self.bytes = self.senders.values().map(|lines| lines.bytes).sum();
        Ok(())
    }
}

impl Lines {
    fn amount(&self) -> Amount {
        Amount { lines: self.lines.len(), bytes: self.bytes }
    }

    /// Lets the oldest line go as long as this holds; says which went last.
    fn drop_while(&mut self, goes: impl Fn(&Self, Size) -> bool) -> Option<i64> {
        let mut last = None;
        while let Some(&oldest) = self.lines.front().filter(|oldest| goes(self, **oldest)) {
            self.lines.pop_front();
            self.bytes = self.bytes.saturating_sub(oldest.bytes);
            last = Some(oldest.id);
        }
        last
    }
}

impl Amount {
    /// A sixteenth less, so that not every line has to make room for itself.
    fn less(self) -> Self {
        let lines = self.lines.saturating_sub(self.lines / 16).saturating_sub(1);
        let bytes = self.bytes.saturating_sub(self.bytes / 16).saturating_sub(1);
        Self { lines, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Limits = Limits { each: Amount { lines: 100, bytes: 4_000 }, bytes: 10_000 };

    /// Adds lines of so many bytes for each sender in turn, and says what each has in the end.
    fn added(senders: &[(&str, i64)], rounds: i64) -> Vec<(usize, i64)> {
        let connection = Connection::open_in_memory().expect("opens");
        connection.execute_batch(TABLE).expect("is SQL");
        let mut kept = Kept::within(FEW, &connection).expect("is empty");
        for at in 0..rounds {
            for (sender, bytes) in senders {
                let insert =
                    "INSERT INTO request (at, merchant, sender, bytes, line) VALUES (?1, ?2, ?2, ?3, '')";
                connection.execute(insert, params![at, sender, bytes]).expect("inserted");
                kept.add(&connection, sender, *bytes, Moment::from_ms(at)).expect("added");
            }
        }
        let counted = Kept::within(FEW, &connection).expect("counts");
        assert_eq!(counted.bytes, kept.bytes, "what is remembered is what is there");
        assert!(kept.bytes <= FEW.bytes);
        let of = |sender: &str| counted.senders.get(sender).map_or((0, 0), |it| (it.lines.len(), it.bytes));
        senders.iter().map(|(sender, _)| of(sender)).collect()
    }

    #[test]
    fn nobody_keeps_more_lines_or_bytes_than_his_share() {
        let kept = added(&[("long", 400), ("short", 1)], 1_000);
        assert!(matches!(kept[..], [(8..=10, 3_200..=4_000), (93..=100, 93..=100)]), "{kept:?}");
    }

    #[test]
    fn where_all_have_too_much_the_largest_gives_way() {
        let kept = added(&[("a", 390), ("b", 390), ("c", 390), ("small", 10)], 40);
        assert_eq!(kept[3], (40, 400), "{kept:?}");
        assert!(kept[..3].iter().all(|(_, bytes)| (2_400..=3_600).contains(bytes)), "{kept:?}");
    }
}
