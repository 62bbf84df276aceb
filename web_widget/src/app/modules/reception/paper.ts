import { download } from "@/connection";
import { toastError } from "@/store/toasts";
import type { Sheet } from "./store";

/** Has the hub draw a sheet, and hands the PDF to the browser. */
export async function printed(path: string, sheet: Sheet): Promise<void> {
  try {
    await download(`${path}/${sheet.id}/pdf`, `${sheet.name.replace(/[\\/:*?"<>|]+/g, "_").slice(0, 120)}.pdf`);
  } catch (error) {
    toastError(error);
  }
}
