//! Valid and invalid values and bodies for tests.

#[cfg(feature = "arbitrary")]
#[cfg_attr(docsrs, doc(cfg(feature = "arbitrary")))]
mod arbitrary;
pub mod faults;
#[cfg(feature = "proptest")]
#[cfg_attr(docsrs, doc(cfg(feature = "proptest")))]
pub mod proptest;
mod ways;

/// Shared by the tests, fuzz targets, benchmarks and examples of this crate, with any features. Not
/// part of the public interface.
pub mod testing {
    pub use super::faults;
    pub use super::ways::Body;
}
