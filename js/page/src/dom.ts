// Elements.

/** An element with these children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(name);
  node.className = className;
  node.append(...children);
  return node;
}

/** The text with what stands in backticks as code. */
export const inline = (text: string): (Node | string)[] =>
  text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? element("code", "", part) : part));
