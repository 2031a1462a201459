//! Values and bodies for tests, valid ones and faulty ones.

#[cfg(feature = "arbitrary")]
#[cfg_attr(docsrs, doc(cfg(feature = "arbitrary")))]
mod arbitrary;
pub mod faults;
#[cfg(feature = "proptest")]
#[cfg_attr(docsrs, doc(cfg(feature = "proptest")))]
pub mod proptest;
mod ways;

/// What the tests, fuzz targets, benchmarks and examples of this crate share, whatever its
/// features. Not a part of the interface.
pub mod testing {
    pub use super::faults;
    pub use super::ways::Body;
}
