/** Lower case without accents: "Élodie" and "elodie" are the same word to a search. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
}

/** How well a text answers a search: 0 not at all; more when words begin with what was typed. */
export function score(text: string, query: string): number {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const target = fold(text);
  let total = 0;
  for (const word of words) {
    if (target.startsWith(word)) total += 4;
    else if (new RegExp(`[\\s\\-_/'’@.(]${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`).test(target)) total += 3;
    else if (target.includes(word)) total += 1;
    else return 0;
  }
  return total / words.length + 1 / (1 + target.length);
}
