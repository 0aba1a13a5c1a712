//! How much is kept, of each sender and in all; the oldest lines go first.
//!
//! Who signs has a share of his own. All who don't have one share together, whatever merchant they name: a
//! stranger can push out strangers' lines, and nobody else's.

use std::collections::HashMap;

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
    CREATE INDEX request_merchant ON request (merchant, id);
    CREATE INDEX request_sender ON request (sender, id, bytes);";

/// What lines weigh.
#[derive(Clone, Copy, Debug, Default)]
struct Amount {
    lines: i64,
    bytes: i64,
}

#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Of one sender.
    each: Amount,
    /// Of all senders.
    bytes: i64,
}

/// What each sender has in the log.
#[derive(Debug)]
pub(super) struct Kept {
    limits: Limits,
    senders: HashMap<String, Amount>,
    bytes: i64,
}

impl Kept {
    /// Counts what is there, in an index that has all of it.
    pub(super) fn count(connection: &Connection) -> Result<Self, Failure> {
        Self::within(LIMITS, connection)
    }

    fn within(limits: Limits, connection: &Connection) -> Result<Self, Failure> {
        let mut statement = connection.prepare(
            "SELECT sender, count(*), sum(bytes) FROM request INDEXED BY request_sender GROUP BY sender",
        )?;
        let senders: HashMap<String, Amount> = statement
            .query_map([], |row| Ok((row.get(0)?, Amount { lines: row.get(1)?, bytes: row.get(2)? })))?
            .collect::<rusqlite::Result<_>>()?;
        let bytes = senders.values().map(|amount| amount.bytes).sum();
        Ok(Self { limits, senders, bytes })
    }

    /// A line was added: whatever is too much now goes.
    pub(super) fn add(
        &mut self,
        connection: &Connection,
        sender: &str,
        bytes: i64,
        now: Moment,
    ) -> Result<(), Failure> {
        let amount = self.senders.entry(sender.to_owned()).or_default();
        amount.lines = amount.lines.saturating_add(1);
        amount.bytes = amount.bytes.saturating_add(bytes);
        let too_much = amount.lines > self.limits.each.lines || amount.bytes > self.limits.each.bytes;
        self.bytes = self.bytes.saturating_add(bytes);
        if too_much {
            self.trim(connection, sender, self.limits.each.less())?;
        }
        while self.bytes > self.limits.bytes {
            let Some((largest, amount)) = self.largest() else { break };
            self.trim(connection, &largest, amount.less())?;
        }
        if connection.last_insert_rowid() % AGED_EVERY == 0 {
            forget_aged(connection, now)?;
            *self = Self::within(self.limits, connection)?;
        }
        Ok(())
    }

    fn largest(&self) -> Option<(String, Amount)> {
        let largest = self.senders.iter().max_by_key(|(_, amount)| amount.bytes);
        largest.filter(|(_, amount)| amount.bytes > 0).map(|(sender, amount)| (sender.clone(), *amount))
    }

    /// Keeps this much of a sender's latest lines.
    fn trim(&mut self, connection: &Connection, sender: &str, keep: Amount) -> Result<(), Failure> {
        connection
            .prepare_cached(
                "DELETE FROM request WHERE sender = ?1 AND id <= (
                 SELECT id FROM (
                     SELECT id, row_number() OVER latest AS place, sum(bytes) OVER latest AS total
                     FROM request WHERE sender = ?1 WINDOW latest AS (ORDER BY id DESC)
                 ) WHERE place > ?2 OR total > ?3 ORDER BY id DESC LIMIT 1)",
            )?
            .execute(params![sender, keep.lines, keep.bytes])?;
        let left = connection
            .prepare_cached("SELECT count(*), coalesce(sum(bytes), 0) FROM request WHERE sender = ?")?
            .query_row([sender], |row| Ok(Amount { lines: row.get(0)?, bytes: row.get(1)? }))?;
        let before = self.senders.insert(sender.to_owned(), left).unwrap_or_default();
        self.bytes = self.bytes.saturating_sub(before.bytes).saturating_add(left.bytes);
        Ok(())
    }
}

impl Amount {
    /// A sixteenth less, so that not every line has to make room for itself.
    fn less(self) -> Self {
        let less = |amount: i64| amount.saturating_sub(amount / 16).saturating_sub(1);
        Self { lines: less(self.lines), bytes: less(self.bytes) }
    }
}

/// Lines come in the order of time, so those that are too old are the first.
fn forget_aged(connection: &Connection, now: Moment) -> Result<(), Failure> {
    let oldest = now.plus_ms(-KEPT_DAYS_MS).ms();
    let first = "SELECT id FROM request WHERE at >= ? ORDER BY id LIMIT 1";
    let first: Option<i64> = connection.query_row(first, [oldest], |row| row.get(0)).optional()?;
    connection.execute("DELETE FROM request WHERE id < ?", [first.unwrap_or(i64::MAX)])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Limits = Limits { each: Amount { lines: 100, bytes: 4_000 }, bytes: 10_000 };

    /// Adds lines of so many bytes for each sender in turn, and says what each has in the end.
    fn added(senders: &[(&str, i64)], rounds: i64) -> Vec<(i64, i64)> {
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
        let of = |sender: &str| counted.senders.get(sender).map_or((0, 0), |it| (it.lines, it.bytes));
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
