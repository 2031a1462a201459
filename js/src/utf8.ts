/** Returns the length in bytes of UTF-8 of `text` from index `start` to `end`. */
export function utf8Length(text: string, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts for two of the pair's four bytes.
    length += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return length;
}

/** Bytes that are not UTF-8: where they start, and how many cannot be part of one character. */
export interface InvalidUtf8 {
  readonly at: number;
  readonly length: number;
}

/** Finds the first bytes that are not UTF-8 (Unicode, table 3-7).  */
export function findInvalidUtf8(bytes: Uint8Array): InvalidUtf8 | undefined {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] as number;
    const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0) return { at, length: 1 };
    for (let next = 1; next < length; next++) {
      const byte = bytes[at + next];
      if (byte === undefined) return { at, length: next };
      // The byte after the first decides between shortest forms, surrogates and what is beyond
      // Unicode.
      const min = next > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
      const max = next > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
      if (byte < min || byte > max) return { at, length: next };
    }
    at += length;
  }
  return undefined;
}
