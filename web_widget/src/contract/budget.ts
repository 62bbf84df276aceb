/** Budget lines, and what they come to. */
import type { Id, Entity, DateOnly } from "./wire";

// As the hub has them.
export type { EnvelopeLeft as BudgetEnvelope, Summary as BudgetSummary } from "./generated";

export interface BudgetLine extends Entity {
  date: DateOnly;
  vendor: string | null;
  label: string | null;
  category: string | null;
  amount_cents: number;
  vat_cents: number | null;
  currency: string;
  project_id: Id | null;
  department: string | null;
  invoice_id: string | null;
  invoice_number: string | null;
  notes: string | null;
  source: object | null;
}

export interface BudgetTotal {
  total_cents: number;
  vat_cents: number;
  count: number;
  [field: string]: unknown;
}
