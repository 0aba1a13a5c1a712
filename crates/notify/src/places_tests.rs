use super::*;
use store::domain::{RequestId, TradeId};

fn merchant(number: usize) -> MerchantId {
    MerchantId::new(&format!("shop{number}")).expect("valid")
}

fn due(number: usize) -> DueNotification {
    let subject = TradeId::from_i64(i64::try_from(number).expect("small"));
    let id = RequestId { subject, operation: 1 };
    DueNotification { id: NotificationId { id, part: 0 }, tries: 0 }
}

/// Places, with a database behind them that has `each` due notifications of some merchants.
struct Given {
    places: Places,
    rows: HashMap<MerchantId, Vec<DueNotification>>,
    /// Rows that were read, whether or not they were known.
    rows_read: usize,
    reads: usize,
    under_way: Vec<(MerchantId, NotificationId)>,
}

impl Given {
    fn new(all: usize) -> Self {
        let (rows, under_way) = (HashMap::new(), Vec::new());
        Self { places: Places::new(all), rows, rows_read: 0, reads: 0, under_way }
    }

    fn due(&mut self, merchant: MerchantId, count: usize) {
        self.rows.insert(merchant, (0..count).map(due).collect());
        self.places.ring(merchant);
    }

    /// Begins all that may, reading as is asked for.
    fn go_on(&mut self) {
        loop {
            let begun = std::iter::from_fn(|| self.places.take()).collect::<Vec<_>>();
            self.under_way.extend(begun.into_iter().map(|(merchant, due)| (merchant, due.id)));
            let unread = self.places.take_unread();
            if unread.is_empty() {
                return;
            }
            for merchant in unread {
                self.read(merchant);
            }
        }
    }

    fn read(&mut self, merchant: MerchantId) {
        let Some(limit) = self.places.begin_reading(merchant) else { return };
        let rows = self.rows.get(&merchant).map(Vec::as_slice).unwrap_or_default();
        let found = &rows[..rows.len().min(usize::try_from(limit).expect("small"))];
        self.reads += 1;
        self.rows_read += found.len();
        self.places.read(merchant, limit, found);
    }

    fn count(&self, merchant: MerchantId) -> usize {
        self.under_way.iter().filter(|(one, _)| *one == merchant).count()
    }

    /// The tries under way of a merchant end like this; what isn't silent is delivered.
    fn end(&mut self, merchant: MerchantId, pace: Pace) {
        let (ended, others) = self.under_way.drain(..).partition(|(one, _)| *one == merchant);
        self.under_way = others;
        for (merchant, id) in Vec::from_iter::<Vec<(MerchantId, NotificationId)>>(ended) {
            self.rows.get_mut(&merchant).expect("it has rows").retain(|due| due.id != id);
            self.places.over(merchant, id, pace);
        }
        self.go_on();
    }
}

#[test]
fn ten_silent_merchants_with_more_waiting_than_all_places_leave_some_free() {
    let mut given = Given::new(64);
    let silent = (0..10).map(merchant).collect::<Vec<_>>();
    for merchant in &silent {
        given.due(*merchant, 20_000);
    }
    given.go_on();
    assert!(silent.iter().all(|merchant| given.count(*merchant) > 0), "each has a first place");
    assert!(given.under_way.len() < 64 - 10, "{} of 64 are taken", given.under_way.len());
    for number in 10..20 {
        given.due(merchant(number), 1);
        given.go_on();
        assert_eq!(given.count(merchant(number)), 1, "a newcomer has its place at once");
    }
}

#[test]
fn a_merchant_that_answered_promptly_and_then_falls_silent_cannot_take_everything() {
    let mut given = Given::new(64);
    given.due(merchant(0), 20_000);
    given.go_on();
    for _ in 0..20 {
        given.end(merchant(0), Pace::Prompt);
    }
    assert_eq!(given.count(merchant(0)), 16, "a quarter of all places");
    (0..16).for_each(|_| given.places.late(merchant(0)));
    given.end(merchant(0), Pace::Silent);
    assert_eq!(given.count(merchant(0)), 1, "then it is tried one by one");
    given.end(merchant(0), Pace::Prompt);
    assert_eq!(given.count(merchant(0)), 2, "and more, as it answers again");
}

#[test]
fn a_slow_receiver_keeps_a_few_places() {
    let mut given = Given::new(512);
    given.due(merchant(0), 20_000);
    given.go_on();
    assert_eq!(given.count(merchant(0)), 8);
    (0..8).for_each(|_| given.places.late(merchant(0)));
    given.end(merchant(0), Pace::Late);
    assert_eq!(given.count(merchant(0)), 4);
}

#[test]
fn silent_merchants_never_take_the_last_places() {
    let mut given = Given::new(64);
    for number in 0..60 {
        given.due(merchant(number), 10);
        given.go_on();
        given.end(merchant(number), Pace::Silent);
    }
    assert_eq!(given.under_way.len(), 64 - 8, "eight are kept");
    for number in 100..108 {
        given.due(merchant(number), 1);
        given.go_on();
        assert_eq!(given.count(merchant(number)), 1);
    }
}

#[test]
fn a_waiting_row_is_read_once() {
    let mut given = Given::new(64);
    given.due(merchant(0), 400);
    given.go_on();
    assert_eq!((given.reads, given.rows_read), (1, 400));
    for _ in 0..100 {
        given.places.ring(merchant(0));
        given.places.listed(merchant(0));
        given.go_on();
    }
    assert_eq!(given.reads, 1, "what it can't send isn't read again, however often somebody rings");
}

#[test]
fn what_is_under_way_is_seldom_looked_for_again() {
    let mut given = Given::new(64);
    given.due(merchant(0), 3);
    given.go_on();
    let before = given.reads;
    for _ in 0..110 {
        given.places.listed(merchant(0));
        given.go_on();
    }
    assert!(given.reads - before <= 11, "{} reads for 110 looks", given.reads - before);
}

#[test]
fn a_burst_to_a_prompt_receiver_is_read_in_batches() {
    let mut given = Given::new(512);
    given.due(merchant(0), 5_000);
    given.go_on();
    let mut rounds = 0;
    while !given.under_way.is_empty() {
        given.end(merchant(0), Pace::Prompt);
        rounds += 1;
    }
    assert!(given.rows[&merchant(0)].is_empty(), "all are delivered");
    assert!(rounds < 130, "{rounds} round trips");
    assert!(given.reads < 16, "{} reads", given.reads);
}

#[test]
fn what_ends_while_it_is_read_again_is_not_sent_twice() {
    let mut given = Given::new(64);
    given.due(merchant(0), 1);
    given.go_on();
    // A read that began before the try was recorded still brings it.
    given.places.ring(merchant(0));
    let unread = given.places.take_unread();
    assert_eq!(unread, [merchant(0)]);
    let limit = given.places.begin_reading(merchant(0)).expect("is of use");
    given.places.over(merchant(0), due(0).id, Pace::Prompt);
    given.places.read(merchant(0), limit, &[due(0)]);
    assert_eq!(given.places.take(), None);
    // From then on what the database says counts.
    given.places.ring(merchant(0));
    let limit = given.places.begin_reading(merchant(0)).expect("is of use");
    given.places.read(merchant(0), limit, &[due(0)]);
    assert_eq!(given.places.take(), Some((merchant(0), due(0))));
}

#[test]
fn what_is_put_off_gives_its_place_back_and_waits() {
    let mut given = Given::new(64);
    given.due(merchant(0), 1);
    given.go_on();
    given.places.put_off(merchant(0));
    given.places.ring(merchant(0));
    given.go_on();
    assert_eq!(given.count(merchant(0)), 1, "not begun again");
    given.places.forget(merchant(0), due(0).id);
    given.places.ring(merchant(0));
    given.go_on();
    assert_eq!(given.count(merchant(0)), 2, "until its rest is over");
}
