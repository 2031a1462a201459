// What the page and its workers say to each other.
import type { ByteSpan, DocumentReport, LintOptions, Report, Summary } from "contact-schema/lint";

/** The first message to a worker: the module of the linter. */
export interface Start {
  readonly type: "start";
  readonly module: WebAssembly.Module;
}

/** A job for a worker. A worker has one at a time. */
export type Job =
  | { readonly type: "text"; readonly id: number; readonly text: string; readonly options: LintOptions }
  /** To apply all safe fixes. */
  | { readonly type: "fix"; readonly id: number; readonly text: string; readonly options: LintOptions }
  | { readonly type: "file"; readonly file: Blob; readonly options: LintOptions };

/** What a worker answers. */
export type Answer =
  | {
      readonly type: "text";
      readonly id: number;
      readonly report: Report;
      /** Whether there is a safe fix. */
      readonly isFixable: boolean;
    }
  | { readonly type: "fix"; readonly id: number; readonly output: string }
  | {
      readonly type: "file";
      readonly isDone: boolean;
      readonly summary: Summary;
      /** The documents with findings since the last answer, as far as they are kept. */
      readonly documents: readonly DocumentReport<ByteSpan>[];
    }
  | { readonly type: "error"; readonly message: string };
