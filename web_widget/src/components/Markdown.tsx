import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { me } from "@/store/session";
import "./Markdown.css";

type Render = (text: string, style?: "chat" | "page") => string;
const renderer = signal<Render | null>(null);
let asked = false;

/** Fetches the renderer; the text stands there plain until it is here. */
export function loadMarkdown(): void {
  if (asked) return;
  asked = true;
  import("./markdown").then(
    (module) => (renderer.value = module.renderMarkdown),
    () => (asked = false),
  );
}

/** Text with Markdown, made safe. */
export function Markdown({ text, style = "chat" }: { text: string; style?: "chat" | "page" }): JSX.Element {
  loadMarkdown();
  const ref = useRef<HTMLDivElement>(null);
  const self = me.value?.username;
  const html = renderer.value?.(text, style);
  useLayoutEffect(() => {
    for (const mention of ref.current?.querySelectorAll<HTMLElement>("[data-mention]") ?? []) {
      const name = mention.dataset["mention"];
      mention.classList.toggle("me", name === self || name === "room");
    }
  }, [html, self]);
  // Sanitised by renderMarkdown.
  if (html !== undefined) return <div ref={ref} class={`md ${style}`} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />;
  return <div class={`md plain ${style}`} dir="auto">{text}</div>;
}
