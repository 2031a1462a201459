// The verdict, the counts as bars, and the list of findings.
import type { ByteSpan, DocumentReport, Finding, Summary } from "contact-schema/lint";
import { RULES } from "contact-schema/rules";
import { element, inline } from "./dom.js";

/** A finding and the document it is in. */
export interface Found {
  readonly document: DocumentReport<ByteSpan>;
  readonly finding: Finding<ByteSpan>;
}

/** How many findings are shown at a time: few enough that a frame lays them out. */
const PAGE = 50;

/** How many findings are added to the list in one frame. */
const AT_ONCE = 10;

/** How many bars each chart has. */
const BARS = 12;

const number = new Intl.NumberFormat("en");

const plural = (count: number, one: string, many = `${one}s`) => `${number.format(count)} ${count === 1 ? one : many}`;

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

type Filter = { readonly by: "rule" | "member"; readonly name: string };

/** The member of a finding as the counts name it: `*` for indices and for unknown names. */
function memberOf({ rule, pointer }: Finding): string | undefined {
  if (pointer === null) return undefined;
  if (rule === "unknown-member") return "/*";
  return pointer.replace(/^\/phones\/\d+$/, "/phones/*");
}

const isWarningRule = (rule: string) => RULES[rule as keyof typeof RULES]?.severity === "warning";

const memberName = (member: string) => (member === "" ? "whole document" : member);

/** What happens at a click. */
export interface Actions {
  readonly onSelect: (found: Found) => void;
  readonly onFix: (found: Found) => void;
  readonly onFixAll: () => void;
}

export class Results {
  readonly #actions: Actions;
  #summary: Summary | undefined;
  #found: Found[] = [];
  #total = 0;
  #filter: Filter | undefined;
  #shown = PAGE;
  /** What is in the list, so that only new findings are added. */
  #listed: Found[] = [];
  /** The frame in which more are added. */
  #frame = 0;

  constructor(actions: Actions) {
    this.#actions = actions;
    byId("fix-all").addEventListener("click", actions.onFixAll);
    byId("more").addEventListener("click", () => {
      this.#shown += PAGE;
      this.#list();
    });
  }

  /** Forgets everything. */
  clear(): void {
    this.#found = [];
    this.#listed = [];
    this.#total = 0;
    this.#filter = undefined;
    this.#shown = PAGE;
    byId("findings").replaceChildren();
    this.showFixable(false);
  }

  /** Shows whether there are safe fixes. */
  showFixable(isFixable: boolean): void {
    byId("fixes").hidden = !isFixable;
  }

  /** Shows these counts, and these documents after those that are there. */
  add(summary: Summary, documents: readonly DocumentReport<ByteSpan>[], isRunning: boolean): void {
    this.#summary = summary;
    for (const document of documents) {
      for (const finding of document.findings) this.#found.push({ document, finding });
    }
    this.#total = Object.values(summary.rules).reduce((sum: number, count) => sum + (count ?? 0), 0);
    this.#verdict(isRunning);
    this.#charts();
    this.#list();
  }

  /** Shows that there is nothing to check. */
  empty(): void {
    this.clear();
    this.#summary = undefined;
    const verdict = byId("verdict");
    verdict.dataset.state = "empty";
    verdict.replaceChildren(
      element("strong", "", "Nothing to check yet"),
      element("span", "muted", "Paste a document, or choose an example."),
    );
    byId("charts").replaceChildren();
    this.#list();
  }

  /** Shows what went wrong. */
  fail(message: string): void {
    this.empty();
    const verdict = byId("verdict");
    verdict.dataset.state = "invalid";
    verdict.replaceChildren(element("strong", "", "The check failed"), element("span", "muted", message));
  }

  #verdict(isRunning: boolean): void {
    const { documents, invalid, unjudged, warnings } = this.#summary as Summary;
    const verdict = byId("verdict");
    const bad = invalid + unjudged;
    const errors = this.#total - warnings;
    const state = bad > 0 ? "invalid" : warnings > 0 ? "warning" : "valid";
    const isOne = documents === 1;
    const title =
      bad === 0
        ? isOne
          ? "Valid"
          : "All valid"
        : isOne
          ? plural(errors, "error")
          : `${number.format(bad)} of ${plural(documents, "document")} ${bad === 1 ? "has" : "have"} errors`;
    const facts = [
      isOne || bad > 0 ? "" : plural(documents, "document"),
      isOne || bad === 0 ? "" : plural(errors, "error"),
      unjudged > 0 ? `${number.format(unjudged)} of unknown kind` : "",
      warnings > 0 ? plural(warnings, "warning") : isOne ? "no warnings" : "",
    ].filter((fact) => fact !== "");
    const shownTitle = isRunning && bad === 0 ? "Checking…" : title;
    verdict.dataset.state = isRunning && bad === 0 ? "empty" : state;
    const text = `${shownTitle}|${facts.join("|")}`;
    // A screen reader reads what changed, so nothing is written anew.
    if (verdict.dataset.text === text) return;
    verdict.dataset.text = text;
    verdict.replaceChildren(element("strong", "", shownTitle), element("span", "muted", facts.join(" · ")));
  }

  #charts(): void {
    const { rules, members } = this.#summary as Summary;
    const bySize = (counts: readonly (readonly [string, number])[]) => counts.toSorted((a, b) => b[1] - a[1]);
    const ruleCounts = bySize(Object.entries(rules).map(([rule, count]) => [rule, count ?? 0]));
    const memberCounts = bySize(
      Object.entries(members).map(([member, counts]) => [
        member,
        Object.values(counts).reduce((sum: number, count) => sum + (count ?? 0), 0),
      ]),
    );
    const hasErrors = (member: string) => Object.keys(members[member] ?? {}).some((rule) => !isWarningRule(rule));
    const charts = byId("charts");
    const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
    charts.replaceChildren(
      ...(ruleCounts.length > 0 ? [this.#chart("By rule", "rule", ruleCounts, isWarningRule)] : []),
      ...(memberCounts.length > 0
        ? [this.#chart("By member", "member", memberCounts, (member) => !hasErrors(member))]
        : []),
    );
    if (focused !== undefined) charts.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #chart(
    title: string,
    by: Filter["by"],
    counts: readonly (readonly [string, number])[],
    isWarning: (name: string) => boolean,
  ): HTMLElement {
    const max = Math.max(...counts.map(([, count]) => count));
    const bars = counts.slice(0, BARS).map(([name, count]) => {
      const isPressed = this.#filter?.by === by && this.#filter.name === name;
      const fill = element("span", `fill${isWarning(name) ? " warning" : ""}`);
      fill.style.width = `${Math.max(2, (100 * count) / max)}%`;
      const track = element("span", "track", fill);
      track.setAttribute("aria-hidden", "true");
      const button = element(
        "button",
        "bar-row",
        element("span", "bar-name", by === "member" ? memberName(name) : name),
        element("span", "bar-count", number.format(count)),
        track,
      );
      button.type = "button";
      button.dataset.key = `${by} ${name}`;
      button.setAttribute("aria-pressed", String(isPressed));
      button.title = "Show only these findings";
      button.addEventListener("click", () => this.#setFilter(isPressed ? undefined : { by, name }));
      return element("li", "", button);
    });
    const rest = counts.length - bars.length;
    const chart = element("div", "chart", element("h3", "", title), element("ul", "", ...bars));
    if (rest > 0) chart.append(element("p", "muted", `and ${number.format(rest)} more`));
    return chart;
  }

  #setFilter(filter: Filter | undefined): void {
    this.#filter = filter;
    this.#shown = PAGE;
    this.#listed = [];
    byId("findings").replaceChildren();
    this.#charts();
    this.#list();
  }

  #list(): void {
    const filter = this.#filter;
    const matching = filter
      ? this.#found.filter(({ finding }) => (filter.by === "rule" ? finding.rule : memberOf(finding)) === filter.name)
      : this.#found;
    const shown = matching.slice(0, this.#shown);
    const list = byId("findings");
    if (!this.#listed.every((found, at) => found === shown[at])) {
      list.replaceChildren();
      this.#listed = [];
    }
    const added = shown.slice(this.#listed.length, this.#listed.length + AT_ONCE);
    list.append(...added.map((found) => this.#item(found)));
    this.#listed.push(...added);
    cancelAnimationFrame(this.#frame);
    if (this.#listed.length < shown.length) this.#frame = requestAnimationFrame(() => this.#list());
    byId("more").hidden = shown.length === matching.length;
    const rest = byId("rest");
    const kept = this.#found.length;
    rest.hidden = kept >= this.#total || this.#summary === undefined;
    rest.textContent = `The list has the first ${number.format(kept)} findings. The bars count all ${number.format(this.#total)}.`;
  }

  #item(found: Found): HTMLElement {
    const { document, finding } = found;
    const isWarning = finding.severity === "warning";
    const where = `line ${number.format(finding.line)}, column ${number.format(finding.column)}`;
    const meta = element("span", "meta", where);
    if (finding.pointer) meta.prepend(element("code", "", finding.pointer), " · ");
    const button = element(
      "button",
      "finding",
      element("span", `badge ${isWarning ? "warning" : "error"}`, finding.severity),
      element("span", "message", ...inline(finding.message)),
      meta,
    );
    button.type = "button";
    // The fix says it already.
    if (finding.help !== undefined && finding.help !== finding.fix?.title)
      button.append(element("span", "help", ...inline(finding.help)));
    button.addEventListener("click", () => this.#actions.onSelect(found));
    const rule = RULES[finding.rule as keyof typeof RULES];
    const why = element(
      "details",
      "why",
      element("summary", "", finding.rule),
      element("p", "", ...inline(rule?.explanation ?? "")),
    );
    const item = element("li", "", button, ...this.#fix(found), why);
    const isLast = document.findings.at(-1) === finding;
    if (isLast && document.more > 0)
      item.append(element("p", "muted", `and ${plural(document.more, "more finding")} in this document`));
    return item;
  }

  /** The button that fixes a finding of the text in the editor. */
  #fix(found: Found): Node[] {
    const { fix } = found.finding;
    if (fix === undefined || fix.edits.length === 0) return [];
    const button = element("button", "button fix", "Fix");
    button.type = "button";
    button.setAttribute("aria-label", `Fix: ${fix.title}`);
    button.addEventListener("click", () => this.#actions.onFix(found));
    const title = element("span", "fix-title", ...inline(fix.title));
    if (fix.safety === "unsafe") title.append(element("span", "muted", " · a guess: check the result"));
    return [element("div", "fix-row", button, title)];
  }
}
