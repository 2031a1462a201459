/** Whether `c` is a control character or an invisible format character, which could deceive whoever reads it. */
export function isControl(c: string): boolean {
  return /[\p{Cc}\u{ad}\u{61c}\u{180e}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/u.test(
    c,
  );
}
