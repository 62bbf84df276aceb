/** Esc closes the nearest thing: what was opened last asks first. */
type Closer = () => boolean;
const closers: Closer[] = [];

/** Registers something that Esc can close; it answers whether it did. */
export function closable(close: Closer): () => void {
  closers.push(close);
  return () => {
    const at = closers.lastIndexOf(close);
    if (at !== -1) closers.splice(at, 1);
  };
}

export function closeNearest(target: EventTarget | null): boolean {
  for (let index = closers.length - 1; index >= 0; index -= 1) if (closers[index]!()) return true;
  if (target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")) {
    target.blur();
    return true;
  }
  return false;
}
