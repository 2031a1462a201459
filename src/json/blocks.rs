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
//! The trick for a range of bytes is wraparound: `byte - first` is at most `last - first` only for
//! bytes of the range. To compare unsigned bytes takes two instructions of SSE2, and four in V8's
//! WebAssembly; to compare signed ones takes one. So the difference starts at -128, not at 0:
//!
//! ```text
//! byte                  '/'   '0'   '9'   ':'
//! byte - '0'            255     0     9    10     unsigned: at most 9
//! byte - '0' - 128      127  -128  -119  -118     signed: less than -118
//! ```
//!
//! Each routine has a twin in the reader that takes one byte or eight at a time. It serves builds
//! without the feature, and the tests compare the two.

use wide::{i8x16, i8x32};

/// Returns the bytes as signed numbers: the same bits.
#[inline(always)]
pub(crate) fn signed<const N: usize>(block: [u8; N]) -> [i8; N] {
    block.map(u8::cast_signed)
}

/// Returns all ones for each byte from `first` to `last`, and 0 for other bytes.
#[inline(always)]
pub(crate) fn within(bytes: i8x16, first: u8, last: u8) -> i8x16 {
    let from_least = bytes - i8x16::splat((first ^ 0x80).cast_signed());
    from_least.simd_lt(i8x16::splat(((last - first + 1) ^ 0x80).cast_signed()))
}

/// Returns one bit for each byte, the first lowest: 1 for `"`, `\` and control characters.
#[inline(always)]
pub(crate) fn stops(block: &[u8; 32]) -> u32 {
    let bytes = i8x32::new(signed(*block));
    // `^ 2` moves `"` (0x22) to 0x20, next to the control characters, which stay below it. `^ 0x80`
    // makes these the least signed numbers.
    let moved = bytes ^ i8x32::splat((b'"' ^ 0x20 ^ 0x80).cast_signed());
    let is_least = moved.simd_lt(i8x32::splat((0x21 ^ 0x80_u8).cast_signed()));
    (is_least | bytes.simd_eq(i8x32::splat(b'\\'.cast_signed()))).to_bitmask()
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
    let bytes = i8x16::new(signed(*block));
    let equal = |byte: u8| bytes.simd_eq(i8x16::splat(byte.cast_signed()));
    (equal(b' ') | equal(b'\n') | equal(b'\r') | equal(b'\t')).to_bitmask().trailing_ones() as usize
}

/// Returns the number of digits at the start of the block.
#[inline(always)]
pub(crate) fn leading_digits(block: &[u8; 16]) -> usize {
    within(i8x16::new(signed(*block)), b'0', b'9').to_bitmask().trailing_ones() as usize
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
