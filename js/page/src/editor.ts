// The editor: CodeMirror in a shadow root, where its styles need no exception of the content
// security policy.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { element, inline } from "./dom.js";
import { MAX_EDITED } from "./input.js";

/** The replacement of a part of the text. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A part of the text with something to say about it. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly isWarning: boolean;
  readonly message: string;
  readonly help: string | undefined;
  readonly rule: string;
  readonly explanation: string;
  /** What can be done about it. */
  readonly fix?: { readonly title: string; readonly changes: readonly Change[] } | undefined;
}

const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "transparent", height: "100%", fontSize: "14px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "12px 0", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-line": { padding: "0 16px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--muted)", border: "none", paddingLeft: "6px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active-line)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--selection)",
  },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-specialChar": { color: "var(--error)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--error) 1.5px",
    textUnderlineOffset: "3px",
    backgroundColor: "var(--error-soft)",
    borderRadius: "2px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning) 1.5px",
    textUnderlineOffset: "3px",
    backgroundColor: "var(--warning-soft)",
    borderRadius: "2px",
  },
  // Chromium underlines selected text in the colour of the selection.
  ".cm-lintRange-error::selection, .cm-lintRange-error ::selection": { color: "var(--error-text) !important" },
  ".cm-lintRange-warning::selection, .cm-lintRange-warning ::selection": { color: "var(--warning-text) !important" },
  ".cm-lintRange-active": { outline: "1px solid currentColor" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--error)" },
  ".cm-lintPoint-warning:after": { borderBottomColor: "var(--warning)" },
  ".cm-lint-marker": { content: "none", width: "8px", height: "8px", borderRadius: "50%", marginTop: "7px" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--error)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--warning)", borderRadius: "2px" },
  ".cm-gutter-lint": { width: "16px" },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--text)",
    border: "1px solid var(--border)",
    borderRadius: "8px",
    boxShadow: "var(--shadow)",
    overflow: "hidden",
    maxWidth: "min(30rem, 90vw)",
  },
  ".cm-diagnostic": { padding: "8px 12px", fontFamily: "var(--sans)", lineHeight: "1.45", borderLeftWidth: "4px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnosticAction": {
    font: "inherit",
    fontWeight: "600",
    color: "var(--accent-text)",
    backgroundColor: "var(--accent-soft)",
    border: "1px solid var(--border)",
    borderRadius: "6px",
    padding: "2px 10px",
    margin: "6px 0 0",
    cursor: "pointer",
  },
  ".tip-message": { fontWeight: "600" },
  ".tip-help": { color: "var(--accent-text)", fontWeight: "600" },
  ".tip-why, .tip-rule": { color: "var(--muted)", fontSize: "12.5px" },
  ".cm-tooltip code": { fontFamily: "var(--mono)", fontSize: "0.95em" },
  ".tip-rule": { fontFamily: "var(--mono)" },
  ".cm-panels": { backgroundColor: "var(--card)", color: "var(--text)", borderColor: "var(--border)" },
  ".cm-panels input, .cm-panels button": { font: "inherit" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--selection)" },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--card)",
    color: "var(--text)",
    borderColor: "var(--border)",
  },
  ".cm-textfield": { backgroundColor: "var(--page)", color: "var(--text)", borderColor: "var(--border)" },
});

const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-name)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-literal)" },
  { tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket], color: "var(--muted)" },
]);

/**
 * Control and bidirectional characters, which are not shown as they are. Carriage returns are line
 * ends.
 */
const SPECIAL = /(?![\t\n\r])[\p{Cc}\p{Cf}\u2028\u2029\ufffc]/gu;

function tip({ message, help, explanation, rule }: Mark): HTMLElement {
  const node = element("div", "", element("div", "tip-message", ...inline(message)));
  if (help !== undefined) node.append(element("div", "tip-help", ...inline(help)));
  node.append(element("div", "tip-why", ...inline(explanation)), element("div", "tip-rule", rule));
  return node;
}

const PLACEHOLDER = placeholder("Paste a body, an array or NDJSON here");

export class Editor {
  readonly #view: EditorView;
  readonly #mode = new Compartment();
  #isReadOnly = false;
  #version = 0;
  /** The version of the text that is underlined. */
  #marked = 0;

  /**
   * `onChange` is called when the text changed. `onLongText` is called with a pasted or dropped
   * text that is too long to be edited.
   */
  constructor(parent: HTMLElement, onChange: () => void, onLongText: (text: string) => void) {
    const root = parent.attachShadow({ mode: "open" });
    const paste = (text: string | undefined, event: Event) => {
      // Bytes cannot hold a lone surrogate, so such a text stays in the editor, whatever its
      // length.
      if (text === undefined || text.length <= MAX_EDITED || !text.isWellFormed()) return false;
      event.preventDefault();
      onLongText(text);
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        extensions: [
          // Only line feeds end lines: everything else is part of the text that is checked.
          EditorState.lineSeparator.of("\n"),
          lineNumbers(),
          lintGutter(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSpecialChars({ specialChars: SPECIAL }),
          history(),
          drawSelection(),
          bracketMatching(),
          json(),
          syntaxHighlighting(highlighting),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "Documents to check" }),
          // The Tab key is not bound: it leaves the editor.
          keymap.of([...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
          this.#mode.of(PLACEHOLDER),
          theme,
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            this.#version++;
            onChange();
          }),
          EditorView.domEventHandlers({
            paste: (event) => !this.#isReadOnly && paste(event.clipboardData?.getData("text/plain"), event),
            // Where a selection is typed over, Chromium would copy its style into an attribute,
            // which the policy forbids.
            beforeinput: (event, view) => {
              const { state } = view;
              if (
                event.inputType !== "insertText" ||
                event.data === null ||
                state.readOnly ||
                state.selection.main.empty
              )
                return false;
              event.preventDefault();
              view.dispatch(state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
              return true;
            },
            // Files are taken by the page.
            drop: (event) =>
              event.dataTransfer?.types.includes("Files") === true ||
              paste(event.dataTransfer?.getData("text/plain"), event),
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Changes with the text. */
  get version(): number {
    return this.#version;
  }

  focus(): void {
    this.#view.focus();
  }

  /** Replaces the text. A text that is only shown has the number of its first line. */
  show(text: string, firstLine?: number): void {
    this.#isReadOnly = firstLine !== undefined;
    const mode: Extension =
      firstLine === undefined
        ? PLACEHOLDER
        : [EditorState.readOnly.of(true), lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) })];
    this.#view.dispatch(
      {
        changes: { from: 0, to: this.#view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
      },
      { effects: this.#mode.reconfigure(mode) },
    );
  }

  /** Changes the text that is underlined, and moves the focus there. */
  change(changes: readonly Change[]): void {
    const [first] = changes;
    // The places are those of the text that was checked.
    if (first === undefined || this.#isReadOnly || this.#marked !== this.#version) return;
    this.#view.dispatch({
      changes,
      selection: { anchor: first.from },
      scrollIntoView: true,
      userEvent: "input.fix",
    });
    this.#view.focus();
  }

  /** Replaces the part of the text in which it differs from `text`. */
  changeTo(text: string): void {
    const old = this.text;
    const shorter = Math.min(old.length, text.length);
    let start = 0;
    while (start < shorter && old[start] === text[start]) start++;
    let same = 0;
    while (same < shorter - start && old.at(-1 - same) === text.at(-1 - same)) same++;
    if (start === old.length && start === text.length) return;
    this.change([{ from: start, to: old.length - same, insert: text.slice(start, text.length - same) }]);
  }

  /** Underlines these parts. */
  mark(marks: readonly Mark[]): void {
    this.#marked = this.#version;
    const { length } = this.#view.state.doc;
    const diagnostics = marks.map((mark): Diagnostic => {
      const from = Math.min(mark.from, length);
      return {
        from,
        to: Math.min(Math.max(mark.to, from), length),
        severity: mark.isWarning ? "warning" : "error",
        message: mark.help === undefined ? mark.message : `${mark.message}: ${mark.help}`,
        renderMessage: () => tip(mark),
        actions: mark.fix
          ? [{ name: `Fix: ${mark.fix.title}`, apply: () => this.change(mark.fix?.changes ?? []) }]
          : [],
      };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Selects a part, brings it into view and moves the focus there. */
  select(from: number, to: number): void {
    const { length } = this.#view.state.doc;
    const [anchor, head] = [Math.min(from, length), Math.min(to, length)];
    this.#view.dispatch({
      selection: { anchor, head },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    });
    this.#view.focus();
    // On a narrow screen the editor may be above what is seen.
    this.#view.dom.scrollIntoView({ block: "nearest" });
  }
}
