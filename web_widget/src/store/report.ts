/** Tells the hub what went wrong in the browser: at most one report per fault and ten per visit, and no content. */
import { signedIn } from "@/connection";
import { accessToken } from "@/connection";

const seen = new Set<string>();

export function report(error: unknown, where: string): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  const key = `${where}|${fault.message}`;
  if (seen.has(key) || seen.size >= 10 || signedIn.peek() !== true) return;
  seen.add(key);
  console.error(where, fault);
  void (async () => {
    const token = await accessToken();
    await fetch("/api/client-errors", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ message: fault.message.slice(0, 500), stack: (fault.stack ?? "").slice(0, 4000), url: window.location.pathname, where }),
    });
  })().catch(() => undefined); // a report about a fault must not make another
}

export function startReports(): void {
  window.addEventListener("error", (event) => {
    // The browser's note that a size will be told in the next frame: not a fault.
    if (!event.message.startsWith("ResizeObserver loop")) report(event.error ?? event.message, "window");
  });
  window.addEventListener("unhandledrejection", (event) => {
    // A refusal by the hub was shown where it happened.
    if (event.reason?.name === "ApiError" || event.reason?.name === "AbortError") return;
    report(event.reason, "promise");
  });
}
