/** Small helps while writing Markdown in a text area. Text goes in through the browser's own editing, so its undo works. */

/** Replaces the selection (or a range) as if typed. */
function type(area: HTMLTextAreaElement, text: string, from = area.selectionStart, to = area.selectionEnd): void {
  area.setSelectionRange(from, to);
  // The standard gives no other way that keeps the browser's undo.
  if (text === "" ? !document.execCommand("delete") : !document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Puts marks around the selection, or takes them off. */
export function wrap(area: HTMLTextAreaElement, mark: string): void {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  if (value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark) {
    type(area, chosen, from - mark.length, to + mark.length);
    area.setSelectionRange(from - mark.length, to - mark.length);
    return;
  }
  type(area, mark + chosen + mark);
  area.setSelectionRange(from + mark.length, to + mark.length);
}

/** Puts a prefix before each selected line, or takes it off. */
export function prefix(area: HTMLTextAreaElement, mark: string): void {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end === -1 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const all = lines.every((line) => line.startsWith(mark));
  const next = lines.map((line) => (all ? line.slice(mark.length) : mark + line.replace(/^(#{1,6} |[-*] (\[[ x]\] )?|> )/, ""))).join("\n");
  type(area, next, from, to);
}

const BULLET = /^(\s*)([-*+] (?:\[[ x]\] )?|(\d+)([.)]) |> )(.*)$/;

/** Enter in a list goes on with the list; on an empty item it leaves the list. Answers whether it did anything. */
export function nextItem(area: HTMLTextAreaElement): boolean {
  const { selectionStart: at, selectionEnd, value } = area;
  if (at !== selectionEnd) return false;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const found = BULLET.exec(value.slice(from, at));
  if (!found) return false;
  const [, indent, mark, number, dot, rest] = found;
  if (!rest && !value.slice(at).match(/^[^\n]+/)) type(area, "", from, at);
  else type(area, `\n${indent}${number ? `${Number(number) + 1}${dot} ` : mark!.replace("[x]", "[ ]")}`);
  return true;
}

/** Tab and Shift+Tab move a list item in and out. */
export function indent(area: HTMLTextAreaElement, out: boolean): boolean {
  const { selectionStart: at, value } = area;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const end = value.indexOf("\n", at);
  const line = value.slice(from, end === -1 ? value.length : end);
  if (!BULLET.test(line)) return false;
  if (out) {
    const spaces = /^ {1,2}/.exec(line)?.[0].length ?? 0;
    if (spaces > 0) type(area, "", from, from + spaces);
    area.setSelectionRange(Math.max(from, at - spaces), Math.max(from, at - spaces));
  } else {
    type(area, "  ", from, from);
    area.setSelectionRange(at + 2, at + 2);
  }
  return true;
}
