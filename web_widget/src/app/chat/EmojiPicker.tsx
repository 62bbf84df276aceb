import type { JSX } from "preact";
import { openPopover } from "@/components/Popover";
import { t } from "@/i18n";
import "./EmojiPicker.css";

const COMMON = ["👍", "✅", "❤️", "😂", "🎉", "👀", "🙏", "🔥", "😮", "😢", "🤔", "👏", "💯", "🚀", "☕", "😅", "🙂", "😍", "👎", "❌", "⏳", "📌", "💡", "🤝"];

/** A panel of common reactions; any other can be typed. */
export function pickEmoji(anchor: Element, onPick: (emoji: string) => void): void {
  openPopover({ anchor, label: t("message.add_reaction"), placement: "top-end", render: (close) => <Panel onPick={(emoji) => { close(); onPick(emoji); }} /> });
}

function Panel({ onPick }: { onPick: (emoji: string) => void }): JSX.Element {
  const typed = (event: Event & { currentTarget: HTMLInputElement }): void => {
    const emoji = /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u{FE0F}|\u{200D}\p{Extended_Pictographic})*/u.exec(event.currentTarget.value)?.[0];
    if (emoji) onPick(emoji);
  };
  const arrows = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <div class="emojis">
      <div class="grid" onKeyDown={arrows}>
        {COMMON.map((emoji, index) => <button key={emoji} type="button" autofocus={index === 0} aria-label={emoji} onClick={() => onPick(emoji)}>{emoji}</button>)}
      </div>
      <input class="input" aria-label={t("message.add_reaction")} placeholder="🙂 …" onInput={typed} />
    </div>
  );
}
