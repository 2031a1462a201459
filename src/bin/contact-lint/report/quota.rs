//! The choice of findings in a report with a maximum.

use contact_schema::Severity;

/// The maximum length in bytes of the held warnings.
const MAX_HELD_BYTES: usize = 4 << 20;

/// The findings that a report still accepts, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    All,
    /// All but warnings.
    Violations,
    Nothing,
}

impl Wanted {
    pub(crate) fn takes(self, severity: Severity) -> bool {
        match self {
            Self::All => true,
            Self::Violations => severity != Severity::Warning,
            Self::Nothing => false,
        }
    }
}

/// The decision on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Show,
    /// Show it at the end, if a place is left.
    Hold,
    Drop,
}

/// The places of a report with a maximum number of findings.
///
/// Violations come first: warnings take at most half of the places. Further warnings are held until
/// the end, and get the remaining places.
#[derive(Debug)]
pub(crate) struct Quota<T> {
    max: u64,
    shown: u64,
    /// The maximum length in bytes of the held warnings.
    max_held_bytes: usize,
    held: Vec<T>,
    held_bytes: usize,
}

impl<T> Quota<T> {
    pub(crate) const fn new(max: u64) -> Self {
        Self { max, shown: 0, max_held_bytes: MAX_HELD_BYTES, held: Vec::new(), held_bytes: 0 }
    }

    /// Returns a quota that drops the warnings that others hold.
    pub(super) fn dropping(max: u64) -> Self {
        Self { max_held_bytes: 0, ..Self::new(max) }
    }

    /// Decides on the next finding. If it is to be shown, it takes a place.
    pub(crate) fn admit(&mut self, severity: Severity) -> Admission {
        self.admit_group(severity, 1)
    }

    /// Decides on the next findings, which are shown together or not at all. They may take more
    /// places than there are.
    pub(crate) fn admit_group(&mut self, severity: Severity, count: u64) -> Admission {
        if self.shown >= self.max {
            return Admission::Drop;
        }
        if severity == Severity::Warning && self.shown >= self.max / 2 {
            return if self.can_hold() { Admission::Hold } else { Admission::Drop };
        }
        self.shown += count;
        Admission::Show
    }

    /// Whether there is a place for one more warning, if no violation takes it.
    fn can_hold(&self) -> bool {
        self.held_bytes < self.max_held_bytes && (self.held.len() as u64) < self.max - self.shown
    }

    /// Holds a warning of `bytes` bytes.
    pub(crate) fn hold(&mut self, warning: T, bytes: usize) {
        self.held.push(warning);
        self.held_bytes += bytes;
    }

    /// Returns the held warnings for which there are places, and gives the places to them.
    pub(crate) fn release(&mut self) -> impl Iterator<Item = T> + use<T> {
        let places = usize::try_from(self.max.saturating_sub(self.shown)).unwrap_or(usize::MAX);
        let mut held = std::mem::take(&mut self.held);
        held.truncate(places);
        self.held_bytes = 0;
        self.shown += held.len() as u64;
        held.into_iter()
    }

    /// Returns the number of findings shown.
    pub(crate) fn shown(&self) -> u64 {
        self.shown
    }

    pub(crate) fn wanted(&self) -> Wanted {
        if self.shown >= self.max {
            Wanted::Nothing
        } else if self.shown >= self.max / 2 && !self.can_hold() {
            Wanted::Violations
        } else {
            Wanted::All
        }
    }
}

#[cfg(test)]
mod tests {
    use contact_schema::Severity;

    use super::{Admission, Quota, Wanted};

    #[test]
    fn warnings_leave_places_for_violations() {
        for max in 0..6 {
            for warnings in 0..10_u64 {
                for violations in 0..10_u64 {
                    let mut quota = Quota::new(max);
                    let mut shown = [0; 2];
                    for severity in [Severity::Warning, Severity::Violation] {
                        let (count, index) =
                            if severity == Severity::Warning { (warnings, 0) } else { (violations, 1) };
                        for _ in 0..count {
                            let takes = quota.wanted().takes(severity);
                            match quota.admit(severity) {
                                Admission::Show => shown[index] += 1,
                                Admission::Hold => quota.hold((), 1),
                                Admission::Drop => assert!(!takes),
                            }
                        }
                    }
                    shown[0] += quota.release().count() as u64;
                    assert_eq!(shown[0] + shown[1], max.min(warnings + violations), "{max} {warnings} {violations}");
                    assert!(shown[1] >= violations.min(max.div_ceil(2)), "{max} {warnings} {violations}");
                    assert_eq!(quota.shown(), shown[0] + shown[1]);
                }
            }
        }
    }

    #[test]
    fn what_is_held_is_bounded() {
        let mut quota = Quota::new(10_000);
        let mut held = 0;
        for _ in 0..20_000 {
            if quota.admit(Severity::Warning) == Admission::Hold {
                quota.hold((), 1 << 20);
                held += 1;
            }
        }
        assert_eq!(held, 4);
        assert_eq!(quota.wanted(), Wanted::Violations);
        assert_eq!(quota.admit(Severity::Violation), Admission::Show);
        assert_eq!(Quota::<()>::dropping(1).wanted(), Wanted::Violations);
    }
}
