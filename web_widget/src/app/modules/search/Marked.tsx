import type { JSX } from "preact";
import type { Marks } from "./find";

/** A text with the words marked that were looked for. Their places count characters, not UTF-16 units. */
export function Marked({ text, marks }: { text: string; marks: Marks }): JSX.Element {
  const letters = Array.from(text);
  const parts: (string | JSX.Element)[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start < at || end > letters.length) continue;
    parts.push(letters.slice(at, start).join(""), <mark key={start}>{letters.slice(start, end).join("")}</mark>);
    at = end;
  }
  parts.push(letters.slice(at).join(""));
  return <>{parts}</>;
}
