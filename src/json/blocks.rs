//! The block routines of the reader (feature `simd`).

use wide::{u8x16, u8x32};

/// One bit for each byte, the first lowest, that is `"`, `\` or a control character.
#[inline(always)]
pub(crate) fn stops(block: &[u8; 32]) -> u32 {
    let bytes = u8x32::new(*block);
    // This moves `"` next to the control characters, and keeps those where they are.
    let moved = bytes ^ u8x32::splat(b'"' ^ 0x20);
    (moved.min(u8x32::splat(0x20)).simd_eq(moved) | bytes.simd_eq(u8x32::splat(b'\\'))).to_bitmask()
}

/// The same of more bytes.
#[inline(always)]
pub(crate) fn many_stops(block: &[u8; 128]) -> u128 {
    let (blocks, _) = block.as_chunks();
    blocks.iter().rev().fold(0, |bits, block| bits << 32 | u128::from(stops(block)))
}

/// How many bytes of white space the block starts with.
#[inline(always)]
pub(crate) fn leading_whitespace(block: &[u8; 16]) -> usize {
    let bytes = u8x16::new(*block);
    let equal = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
    (equal(b' ') | equal(b'\n') | equal(b'\r') | equal(b'\t')).to_bitmask().trailing_ones() as usize
}

/// How many digits the block starts with.
#[inline(always)]
pub(crate) fn leading_digits(block: &[u8; 16]) -> usize {
    let above = u8x16::new(*block) - u8x16::splat(b'0');
    above.min(u8x16::splat(9)).simd_eq(above).to_bitmask().trailing_ones() as usize
}
