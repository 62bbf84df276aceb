import type { JSX } from "preact";
import { t } from "@/i18n";
import { presenceOf } from "@/store/presence";
import { EkoFace, type Mood } from "./EkoFace";
import "./Avatar.css";

/** Initials of at most two words, colour from the id. White on it passes 4.5 : 1 at every hue. */
export function initials(name: string): string {
  const words = name.trim().split(/[\s_.-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!].map((word) => [...word][0]) : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toLocaleUpperCase();
}

/** Ids made one after the other differ in a digit: mixed well, their colours still lie far apart. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return ((hash >>> 8) * 137.508) % 360;
}

interface AvatarProps {
  id: string;
  name: string;
  size?: "s" | "m" | "l";
  bot?: boolean;
  /** How Eko looks. */
  mood?: Mood;
  /** Shows a dot for presence. */
  presence?: boolean;
}

export function Avatar({ id, name, size = "m", bot, mood, presence }: AvatarProps): JSX.Element {
  return (
    <span class={`av ${size}${bot ? " eko" : ""}`} style={bot ? undefined : { background: `oklch(50% 0.105 ${hueOf(id)})` }} aria-hidden="true">
      {bot ? <EkoFace mood={mood ?? "calm"} /> : initials(name)}
      {presence ? <PresenceDot id={id} bot={bot ?? false} /> : null}
    </span>
  );
}

/** A dot for here, busy, away or not here; the word is read aloud. */
export function PresenceDot({ id, bot = false }: { id: string; bot?: boolean }): JSX.Element {
  const presence = presenceOf(id);
  const state = bot ? "available" : presence?.online ? (presence.status ?? "available") : "offline";
  return <span class={`dot ${state}`}><span class="sr">{t(`presence.${state}`)}</span></span>;
}
