//! Who is told next: fair by merchant. Pure; it knows no clock, no socket and no database.
//!
//! Each notification under way has a place, and there are so many places and no more. A merchant's first place is always
//! there for it. Of further ones it takes as many as its receiver deserves (its *share*: it grows with each prompt answer
//! and falls when answers don't come), and only while it has fewer than are still free: however much some merchants
//! have waiting, some places stay free for the others.

use std::collections::{HashMap, HashSet, VecDeque};

use store::domain::MerchantId;
use store::{DueNotification, NotificationId};

/// How a receiver dealt with a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// It answered soon.
    Prompt,
    /// It answered late.
    Late,
    /// It didn't answer.
    Silent,
    /// It wasn't asked.
    Unknown,
}

/// What is under way, and what is next.
#[derive(Debug)]
pub(crate) struct Places {
    all: usize,
    taken: usize,
    lines: HashMap<MerchantId, Line>,
    /// Merchants that could take another place, in turn.
    turns: VecDeque<MerchantId>,
    /// Merchants whose due notifications are to be read.
    unread: VecDeque<MerchantId>,
}

/// What is known of one merchant.
#[derive(Debug)]
struct Line {
    share: usize,
    pace: Pace,
    under_way: usize,
    /// Read, and not begun.
    waiting: VecDeque<DueNotification>,
    /// All that are read and not over: the database still calls them due.
    held: HashSet<NotificationId>,
    /// Over since a read began: it may still bring them.
    over: Vec<NotificationId>,
    reading: bool,
    /// There may be due ones that are not held.
    more: bool,
    /// Looks at what is due that this merchant is left out of: the last one brought nothing new.
    rests: u8,
    in_turns: bool,
    in_unread: bool,
}

/// The share of a merchant whose receiver isn't known.
const FIRST_SHARE: usize = 8;
/// What remains to one that answers late.
const LATE_SHARE: usize = 4;
/// Read at a time, beyond what is held.
const READ: usize = 512;
/// See [`Line::rests`].
const RESTS: u8 = 10;

impl Places {
    pub(crate) fn new(all: usize) -> Self {
        Self {
            all: all.max(1),
            taken: 0,
            lines: HashMap::new(),
            turns: VecDeque::new(),
            unread: VecDeque::new(),
        }
    }

    /// Something new is due for a merchant.
    pub(crate) fn ring(&mut self, merchant: MerchantId) {
        let line = self.line(merchant);
        line.more = true;
        line.rests = 0;
        self.queue(merchant);
    }

    /// Something is due for a merchant; it may be what is held.
    pub(crate) fn listed(&mut self, merchant: MerchantId) {
        let line = self.line(merchant);
        match line.rests.checked_sub(1) {
            Some(rests) => line.rests = rests,
            None => line.more = true,
        }
        self.queue(merchant);
    }

    /// Anything may be due for anybody: whoever is listed next is looked at.
    pub(crate) fn ring_for_anybody(&mut self) {
        self.lines.values_mut().for_each(|line| line.rests = 0);
    }

    /// Whether anybody's due notifications are to be read.
    pub(crate) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// The merchants whose due notifications are to be read.
    pub(crate) fn take_unread(&mut self) -> VecDeque<MerchantId> {
        let unread = std::mem::take(&mut self.unread);
        for merchant in &unread {
            self.line(*merchant).in_unread = false;
        }
        unread
    }

    /// Begins to read what is due for a merchant, so many of it; `None` if that is of no use any more.
    pub(crate) fn begin_reading(&mut self, merchant: MerchantId) -> Option<u32> {
        let line = self.line(merchant);
        if !line.wants_reading() {
            return None;
        }
        line.reading = true;
        line.more = false;
        u32::try_from(line.held.len().saturating_add(READ)).ok()
    }

    /// What was read; `limit` as [`Self::begin_reading`] said.
    pub(crate) fn read(&mut self, merchant: MerchantId, limit: u32, due: &[DueNotification]) {
        let line = self.line(merchant);
        line.reading = false;
        let before = line.waiting.len();
        for one in due {
            if line.held.insert(one.id) {
                line.waiting.push_back(*one);
            }
        }
        let full = due.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        line.more |= full;
        if line.waiting.len() == before && !full && line.under_way > 0 {
            line.rests = RESTS;
        }
        for id in std::mem::take(&mut line.over) {
            line.forget(id);
        }
        self.queue(merchant);
    }

    /// What was to be read couldn't be.
    pub(crate) fn could_not_read(&mut self, merchant: MerchantId) {
        self.read(merchant, u32::MAX, &[]);
    }

    /// Takes a place for the next that may have one.
    pub(crate) fn take(&mut self) -> Option<(MerchantId, DueNotification)> {
        for _ in 0..self.turns.len() {
            let merchant = self.turns.pop_front()?;
            let (all, taken) = (self.all, self.taken);
            let line = self.line(merchant);
            line.in_turns = false;
            if !line.wants_place() {
                continue;
            }
            let next = if line.may_take(all, taken) { line.waiting.pop_front() } else { None };
            if next.is_some() {
                line.under_way = line.under_way.saturating_add(1);
                self.taken = taken.saturating_add(1);
            }
            self.queue(merchant);
            if let Some(next) = next {
                return Some((merchant, next));
            }
        }
        None
    }

    /// A merchant has not answered a try for a while.
    pub(crate) fn late(&mut self, merchant: MerchantId) {
        let line = self.line(merchant);
        line.pace = Pace::Late;
        line.share = line.share.min((line.share / 2).max(LATE_SHARE));
    }

    /// A try is over, and recorded.
    pub(crate) fn over(&mut self, merchant: MerchantId, id: NotificationId, pace: Pace) {
        self.leave(merchant, pace);
        self.forget(merchant, id);
    }

    /// A try couldn't be made: its place is free, and it is held until it is [forgotten](Self::forget).
    pub(crate) fn put_off(&mut self, merchant: MerchantId) {
        self.leave(merchant, Pace::Unknown);
    }

    /// A notification isn't held any more: what the database says of it counts.
    pub(crate) fn forget(&mut self, merchant: MerchantId, id: NotificationId) {
        let line = self.line(merchant);
        if line.reading {
            line.over.push(id);
        } else {
            line.forget(id);
        }
        self.queue(merchant);
    }

    fn leave(&mut self, merchant: MerchantId, pace: Pace) {
        self.taken = self.taken.saturating_sub(1);
        let most = (self.all / 4).max(1);
        let line = self.line(merchant);
        line.under_way = line.under_way.saturating_sub(1);
        line.rests = 0;
        match pace {
            Pace::Prompt => line.share = line.share.saturating_add(1).min(most.max(line.share)),
            Pace::Silent => line.share = 1,
            Pace::Late | Pace::Unknown => {}
        }
        if pace != Pace::Unknown {
            line.pace = pace;
        }
        self.queue(merchant);
    }

    fn line(&mut self, merchant: MerchantId) -> &mut Line {
        self.lines.entry(merchant).or_insert_with(Line::new)
    }

    /// Puts a merchant into the queues that it belongs in.
    fn queue(&mut self, merchant: MerchantId) {
        let Some(line) = self.lines.get_mut(&merchant) else { return };
        if line.wants_place() && !line.in_turns {
            line.in_turns = true;
            self.turns.push_back(merchant);
        }
        if line.wants_reading() && !line.in_unread {
            line.in_unread = true;
            self.unread.push_back(merchant);
        }
    }
}

impl Line {
    fn new() -> Self {
        Self {
            share: FIRST_SHARE,
            pace: Pace::Unknown,
            under_way: 0,
            waiting: VecDeque::new(),
            held: HashSet::new(),
            over: Vec::new(),
            reading: false,
            more: false,
            rests: 0,
            in_turns: false,
            in_unread: false,
        }
    }

    fn forget(&mut self, id: NotificationId) {
        self.held.remove(&id);
    }

    fn wants_place(&self) -> bool {
        !self.waiting.is_empty() && self.under_way < self.share
    }

    /// Whether it has a use for more: a prompt receiver is read ahead of, so that it never waits for the database; of
    /// others nothing is read that couldn't be sent.
    fn wants_reading(&self) -> bool {
        let has_room = match self.pace {
            Pace::Prompt => self.waiting.len() < self.share,
            Pace::Late | Pace::Silent | Pace::Unknown => {
                self.waiting.is_empty() && self.under_way < self.share
            }
        };
        self.more && !self.reading && has_room
    }

    fn may_take(&self, all: usize, taken: usize) -> bool {
        let free = all.saturating_sub(taken);
        // A quarter of all places are first ones; half of these are for merchants that aren't known to be silent.
        let firsts = all / 4;
        match (self.under_way, self.pace) {
            (0, Pace::Silent) => free > firsts / 2,
            (0, _) => free > 0,
            (under_way, _) => under_way < free.saturating_sub(firsts),
        }
    }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
