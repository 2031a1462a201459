/** How many Unicode code points `text` has. A surrogate without its other half counts as one. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    // The second half of a pair adds nothing.
    if (text.charCodeAt(at) >> 10 === 0x36 && text.charCodeAt(at + 1) >> 10 === 0x37) at++;
    count++;
  }
  return count;
}

/** The index of the code point number `count`, from 0. */
export function indexOfCodePoint(text: string, count: number): number {
  let at = 0;
  for (; count > 0 && at < text.length; count--) at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  return at;
}
