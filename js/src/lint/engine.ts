// One instance of the WebAssembly module. The Rust side is js/wasm/src/exports.rs.

/** What the module exports. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  session_new(
    kind: number,
    isNdjson: number,
    isString: number,
    countOffsets: number,
    maxDocumentBytes: number,
    maxFindings: number,
    maxReported: number,
  ): number;
  session_free(session: number): void;
  session_room(session: number, length: number): number;
  session_allow(session: number, length: number): number;
  session_allow_member(session: number, length: number): number;
  session_find_fixes(session: number): void;
  session_fix(session: number, isUnsafe: number): void;
  session_push(session: number, length: number, isLast: number): void;
  session_step(session: number): number;
  session_summary(session: number): void;
  output_pointer(session: number): number;
  output_length(session: number): number;
}

const DECODER = new TextDecoder();

/** An instance of the module. After a failure it is not used again: its memory may be in any state. */
export class Engine {
  readonly #exports: Exports;
  #isBroken = false;

  constructor(instance: WebAssembly.Instance) {
    this.#exports = instance.exports as unknown as Exports;
  }

  get isBroken(): boolean {
    return this.#isBroken;
  }

  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** Calls into the module. */
  call<T>(f: (exports: Exports) => T): T {
    if (this.#isBroken) throw new Error("the linter failed earlier: start again");
    try {
      return f(this.#exports);
    } catch (cause) {
      this.#isBroken = true;
      throw new Error("the linter failed; it may be out of memory", { cause });
    }
  }

  /**
   * Returns the bytes of the module's memory from `pointer` on. Use them before the next call, which
   * may move the memory.
   */
  bytes(pointer: number, length: number): Uint8Array {
    // Pointers are unsigned, but WebAssembly returns them as signed numbers.
    return new Uint8Array(this.#exports.memory.buffer, pointer >>> 0, length);
  }

  /** Returns the output of a session, in the module's memory. */
  outputBytes(session: number): Uint8Array {
    const length = this.call((exports) => exports.output_length(session)) >>> 0;
    return this.bytes(
      this.call((exports) => exports.output_pointer(session)),
      length,
    );
  }

  /** Parses the output of a session, which is JSON; `undefined` if there is none. */
  output(session: number): unknown {
    const bytes = this.outputBytes(session);
    return bytes.length === 0 ? undefined : JSON.parse(DECODER.decode(bytes));
  }
}
