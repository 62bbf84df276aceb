/** The activity that is shown, as a CSV file: asked for in parts and put together here. */
import type { Exported } from "@/contract/generated";
import { api, type Query } from "@/connection";
import { t } from "@/i18n";
import { today } from "@/i18n/format";
import { toast, toastError } from "@/store/toasts";

const PART = 5000;
/** The hub answers that many in a row. */
const PARTS = 10;

export async function exportActivity(query: Query): Promise<void> {
  const parts: string[] = [];
  let cursor: string | null | undefined = null;
  try {
    do {
      const part: Exported = await api.get<Exported>("/api/activity/export", { ...query, format: "csv", limit: PART, cursor });
      // Only the first part keeps its line of headings.
      parts.push(parts.length === 0 ? part.content : part.content.slice(part.content.indexOf("\n") + 1));
      cursor = part.next_cursor;
    } while (cursor && parts.length < PARTS);
  } catch (error) {
    toastError(error);
    return;
  }
  saveFile(parts.join(""), `activity-${today()}.csv`);
  if (cursor) toast(t("activity.export_cut", { count: PART * PARTS }));
}

function saveFile(content: string, name: string): void {
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  const url = URL.createObjectURL(new Blob(["\ufeff", content], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
