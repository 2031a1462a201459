//! The block routine of timestamps (feature `simd`).

use wide::u8x16;

/// Whether each byte is between those of `least` and `most` in its place.
#[inline(always)]
pub(crate) fn is_between(block: [u8; 16], least: [u8; 16], most: [u8; 16]) -> bool {
    let (bytes, least) = (u8x16::new(block), u8x16::new(least));
    let above = bytes - least;
    above.min(u8x16::new(most) - least).simd_eq(above).to_bitmask() == 0xFFFF
}
