//! The order in which the members of the last body came.

/// The maximum number of members of a body.
pub(crate) const MAX_MEMBERS: usize = 16;

/// The order in which the members of the last body came. The walk tries it first.
///
/// Documents from one source usually have the same order. One comparison then finds each name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    /// The member that came after each member; at `START`, the first.
    next: [u8; Order::START + 1],
    /// Whether most members came in this order. If not, trying it costs more than it saves.
    is_steady: bool,
}

impl Order {
    /// The index that stands for the start of a body.
    pub(crate) const START: usize = MAX_MEMBERS;

    /// Returns the documented order.
    #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
    pub(crate) const fn documented() -> Self {
        let mut next = [0; Self::START + 1];
        let mut index = 0;
        while index < Self::START {
            next[index] = index as u8 + 1;
            index += 1;
        }
        Self { next, is_steady: true }
    }

    /// Returns the member that came after `previous`.
    #[inline(always)]
    pub(crate) fn after(&self, previous: usize) -> usize {
        self.next.get(previous).copied().unwrap_or(0).into()
    }

    /// Remembers that `index` came after `previous`.
    pub(crate) fn learn(&mut self, previous: usize, index: usize) {
        if let (Some(slot), Ok(index)) = (self.next.get_mut(previous), u8::try_from(index)) {
            *slot = index;
        }
    }

    #[inline(always)]
    pub(crate) fn is_steady(&self) -> bool {
        self.is_steady
    }

    /// Updates the decision after a body in which `surprises` of `members` members came in another
    /// order.
    pub(crate) fn judge(&mut self, surprises: usize, members: usize) {
        self.is_steady = surprises <= members / 2;
    }
}
