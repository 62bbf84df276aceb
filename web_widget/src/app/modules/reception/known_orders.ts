/** What was typed on orders before, by field. */
import { signal } from "@preact/signals";
import { api } from "@/connection";

const USUAL = ["EUR", "USD", "GBP", "CHF"];
const known = signal<Record<string, string[]>>({});

export async function learnOrders(): Promise<void> {
  known.value = await api.get<Record<string, string[]>>("/api/orders/known");
}

export function offeredOnOrders(field: string): readonly string[] {
  return field === "currency" ? USUAL : known.value[field] ?? [];
}
