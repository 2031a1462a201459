//! The reader's block routines (feature `simd`): they test 16 or 32 bytes at once.
//!
//! The idea: compare all bytes of a block with a constant in one instruction, and turn the result
//! into a bit mask with one bit for each byte, the first byte lowest. The number of trailing zeros
//! of the mask is then the offset of the first match:
//!
//! ```text
//! block   A d a \" , ...
//! == '"'  0 0 0  1  0        mask = 0b01000, trailing_zeros = 3
//! ```
//!
//! The trick for a range of bytes is unsigned wraparound: `byte - b'0'` is at most 9 for digits
//! only, and `x.min(9) == x` tests "at most 9", since SSE2 has no unsigned comparison.
//!
//! Each routine has a twin in the reader that takes one byte or eight at a time. It serves builds
//! without the feature, and the tests compare the two.

use wide::{u8x16, u8x32};

/// Returns one bit for each byte, the first lowest: 1 for `"`, `\` and control characters.
#[inline(always)]
pub(crate) fn stops(block: &[u8; 32]) -> u32 {
    let bytes = u8x32::new(*block);
    // `^ 2` moves `"` (0x22) to 0x20, next to the control characters, which stay below it.
    let moved = bytes ^ u8x32::splat(b'"' ^ 0x20);
    (moved.min(u8x32::splat(0x20)).simd_eq(moved) | bytes.simd_eq(u8x32::splat(b'\\'))).to_bitmask()
}

/// Same as [`stops`], for 128 bytes.
#[inline(always)]
pub(crate) fn many_stops(block: &[u8; 128]) -> u128 {
    let (blocks, _) = block.as_chunks();
    blocks.iter().rev().fold(0, |bits, block| bits << 32 | u128::from(stops(block)))
}

/// Returns the number of white-space bytes at the start of the block.
#[inline(always)]
pub(crate) fn leading_whitespace(block: &[u8; 16]) -> usize {
    let bytes = u8x16::new(*block);
    let equal = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
    (equal(b' ') | equal(b'\n') | equal(b'\r') | equal(b'\t')).to_bitmask().trailing_ones() as usize
}

/// Returns the number of digits at the start of the block.
#[inline(always)]
pub(crate) fn leading_digits(block: &[u8; 16]) -> usize {
    let above = u8x16::new(*block) - u8x16::splat(b'0');
    above.min(u8x16::splat(9)).simd_eq(above).to_bitmask().trailing_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::{leading_digits, leading_whitespace, many_stops, stops};

    /// Tries every byte at every position of a block, between bytes that match and bytes that do
    /// not. Each bit depends only on its own byte, so it is enough to vary one byte at a time.
    fn each_block<const N: usize>(judge: impl Fn(&[u8; N])) {
        for at in 0..N {
            for byte in 0..=u8::MAX {
                for other in *b"a0 \"" {
                    let mut block = [other; N];
                    block[at] = byte;
                    judge(&block);
                }
            }
        }
    }

    #[test]
    fn every_byte_at_every_place() {
        let is_stop = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
        let bits = |block: &[u8]| block.iter().rev().fold(0, |bits, &byte| bits << 1 | u128::from(is_stop(byte)));
        each_block::<32>(|block| assert_eq!(u128::from(stops(block)), bits(block)));
        each_block::<128>(|block| assert_eq!(many_stops(block), bits(block)));
        each_block::<16>(|block| {
            let leading = |is: fn(&u8) -> bool| block.iter().take_while(|byte| is(byte)).count();
            assert_eq!(leading_digits(block), leading(u8::is_ascii_digit));
            assert_eq!(leading_whitespace(block), leading(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')));
        });
    }
}
