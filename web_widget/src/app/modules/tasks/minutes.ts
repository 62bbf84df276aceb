/** Lengths of time in minutes, as people write them. */

/** "45 min", "1 h 30", "2 h". The same in English and French. */
export function minutesWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}

/** Minutes; null when nothing is written; undefined when it is not understood. */
export function readMinutes(text: string): number | null | undefined {
  const words = text.trim().toLowerCase().replace(",", ".");
  if (!words) return null;
  const clock = /^(\d{1,3})(?:\s*h(?:ours?|eures?|rs?)?|:)\s*(\d{1,2})?(?:\s*m(?:in)?)?$/.exec(words);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2] ?? 0);
  const hours = /^(\d+(?:\.\d+)?)\s*h(?:ours?|eures?|rs?)?$/.exec(words);
  if (hours) return Math.round(Number(hours[1]) * 60);
  const minutes = /^(\d{1,6})\s*(?:m|min|minutes?)?$/.exec(words);
  return minutes ? Number(minutes[1]) : undefined;
}
