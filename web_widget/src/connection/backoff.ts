const LONGEST_MS = 20_000;

/**
 * How long to wait before a try, in milliseconds; `attempt` counts those that failed before it. The first is anywhere
 * within a second, so that thousands of pages whose hub restarted do not come at once; then it grows to 20 s.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  if (attempt <= 0) return random() * 1000;
  const top = Math.min(LONGEST_MS, 1000 * 2 ** Math.min(attempt, 10));
  return top / 2 + (random() * top) / 2;
}
