//! A fuzzer's bytes as a row of choices.

/// Choices, taken from the front. Where the bytes have run out, every choice is the first.
pub(super) struct Input<'a> {
    rest: &'a [u8],
}

impl<'a> Input<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        first
    }

    pub(super) fn coin(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// A number below the limit, which is at least one.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        let bytes = (64 - (limit - 1).leading_zeros()).div_ceil(8);
        (0..bytes).fold(0, |number, _| number << 8 | u64::from(self.byte())) % limit
    }

    /// One of the items, of which there is at least one.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let at = usize::try_from(self.below(items.len() as u64)).unwrap_or_default();
        *items.get(at).expect("the choice is below the number of items")
    }

    /// A few bytes as text, whatever they are.
    pub(super) fn wild_text(&mut self) -> String {
        let length = usize::from(self.byte() % 64).min(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        String::from_utf8_lossy(taken).into_owned()
    }
}
