// Encodes strings for the module. `TextEncoder` replaces a lone surrogate by U+FFFD, so the linter
// would check another text. Here it is encoded as the three bytes of its code point (WTF-8), which the
// linter reports as an error at that place.

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** A surrogate without its other half. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export const isHighSurrogate = (unit: number): boolean => unit >>> 10 === 0x36;

/**
 * Writes `text` as UTF-8, and lone surrogates as WTF-8. `room` must have three bytes for each unit.
 * Returns the number of bytes written.
 */
export function encodeInto(text: string, room: Uint8Array): number {
  let written = 0;
  let rest = text;
  for (;;) {
    const lone = rest.search(LONE_SURROGATE);
    const wellFormed = lone < 0 ? rest : rest.slice(0, lone);
    written += ENCODER.encodeInto(wellFormed, room.subarray(written)).written;
    if (lone < 0) return written;
    const unit = rest.charCodeAt(lone);
    room.set([0xe0 | (unit >>> 12), 0x80 | ((unit >>> 6) & 0x3f), 0x80 | (unit & 0x3f)], written);
    written += 3;
    rest = rest.slice(lone + 1);
  }
}

/** Decodes bytes that `encodeInto` wrote. */
export function decode(bytes: Uint8Array): string {
  let text = "";
  let done = 0;
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const [middle = 0, last = 0] = bytes.subarray(at + 1, at + 3);
    if (middle < 0xa0) continue;
    const unit = 0xd000 | ((middle & 0x3f) << 6) | (last & 0x3f);
    text += DECODER.decode(bytes.subarray(done, at)) + String.fromCharCode(unit);
    done = at + 3;
  }
  return text + DECODER.decode(bytes.subarray(done));
}
