/** Files that are dropped or pasted anywhere in the thing that a section belongs to. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { pasted } from "@/app/chat/Attach";

const AROUND = "article, .notebody";

/** Whether files are held over it. */
export function useTaking(section: RefObject<HTMLElement>, on: boolean, onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const around = on ? section.current?.closest<HTMLElement>(AROUND) : null;
    if (!around) return undefined;
    let depth = 0;
    const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const left = (): void => {
      depth = 0;
      setOver(false);
    };
    const stop = new AbortController();
    const listen = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void): void => around.addEventListener(name, act, { signal: stop.signal });
    listen("dragenter", (event) => {
      if (!carries(event)) return;
      depth += 1;
      setOver(true);
    });
    listen("dragleave", (event) => carries(event) && --depth <= 0 && left());
    listen("dragover", (event) => carries(event) && event.preventDefault());
    listen("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      left();
      latest.current([...(event.dataTransfer?.files ?? [])]);
    });
    listen("paste", (event) => {
      const given = event.defaultPrevented ? [] : pasted(event);
      if (given.length === 0) return;
      event.preventDefault();
      latest.current(given);
    });
    return () => {
      stop.abort();
      setOver(false);
    };
  }, [on, section]);
  return over;
}
