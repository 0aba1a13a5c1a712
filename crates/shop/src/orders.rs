//! The orders, in memory: the oldest make room for new ones.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::order::Order;

const MAX_ORDERS: usize = 2_000;

/// The letters of order numbers: none that is taken for a digit.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const RANDOM_LETTERS: usize = 12;

#[derive(Debug, Default)]
pub(crate) struct Orders {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    by_no: HashMap<String, Order>,
    oldest_first: VecDeque<String>,
}

impl Orders {
    pub(crate) fn add(&self, order: Order) {
        let mut kept = self.lock();
        if kept.oldest_first.len() == MAX_ORDERS
            && let Some(oldest) = kept.oldest_first.pop_front()
        {
            kept.by_no.remove(&oldest);
        }
        kept.oldest_first.push_back(order.no.clone());
        kept.by_no.insert(order.no.clone(), order);
    }

    /// What is made of an order, under the lock; `None` if there is no such order.
    pub(crate) fn with<T>(&self, no: &str, look: impl FnOnce(&mut Order) -> T) -> Option<T> {
        self.lock().by_no.get_mut(no).map(look)
    }

    /// A panic elsewhere leaves an order as it was: no change is made half.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An order number: the merchant's day, and letters that nobody guesses, because whoever knows an order's number sees its page.
/// One length and a letter at the end keep it apart from the amount that follows it in hashes.
pub(crate) fn new_no(day: client::Date) -> String {
    let mut random = [0; RANDOM_LETTERS];
    getrandom::fill(&mut random).expect("every system that runs this has a source of randomness");
    let letters = random.iter().filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()));
    let letters: String = letters.map(|&letter| char::from(letter)).collect();
    format!("W{day}{letters}")
}

#[cfg(test)]
mod tests {
    use client::Clock;

    use super::*;
    use crate::flow::FLOWS;
    use crate::goods::GOODS;
    use crate::language::Language;
    use crate::way::Way;

    fn order(no: &str) -> Order {
        Order::new(no.to_owned(), &GOODS[0], &FLOWS[0], Way::BillingKey, Language::KOREAN, Clock::default())
    }

    #[test]
    fn the_oldest_order_makes_room() {
        let orders = Orders::default();
        (0..=MAX_ORDERS).for_each(|position| orders.add(order(&position.to_string())));
        assert!(orders.with("0", |_| ()).is_none());
        assert!(orders.with("1", |_| ()).is_some());
        assert_eq!(orders.lock().by_no.len(), MAX_ORDERS);
    }

    #[test]
    fn order_numbers_have_one_length_and_end_in_a_letter() {
        let day = client::kst_now().date;
        let (one, other) = (new_no(day), new_no(day));
        assert_ne!(one, other);
        assert!(one.len() == other.len() && one.len() == 21);
        assert!(one.ends_with(|c: char| c.is_ascii_uppercase()));
    }
}
