/** Control characters and invisible characters: the table in `src/escape.rs` of the crate. */
const UNSAFE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is a character on its own.
  /[\p{Cc}\u{ad}\u{34f}\u{61c}\u{115f}-\u{1160}\u{17b4}-\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{2800}\u{3164}\u{fe00}-\u{fe0f}\u{feff}\u{ffa0}\u{fff0}-\u{fffb}\u{13430}-\u{1343f}\u{13441}-\u{13442}\u{16fe4}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/u;

/** Whether `c` is a control character or an invisible one, which could deceive a reader. */
export function isControl(c: string): boolean {
  return UNSAFE.test(c);
}
