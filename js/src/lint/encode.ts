// Strings on their way into the module. A lone surrogate is no Unicode, and `TextEncoder` would
// write U+FFFD in its place: the linter would check another text than the one that was handed over.
// It is encoded as the three bytes of its number (WTF-8) instead, which the linter refuses at that
// place.

const ENCODER = new TextEncoder();

/** A surrogate without its other half. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export const isHighSurrogate = (unit: number): boolean => unit >>> 10 === 0x36;

/**
 * Writes `text` as UTF-8, and lone surrogates as WTF-8. `room` has three bytes for each unit.
 * Returns how many bytes were written.
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
