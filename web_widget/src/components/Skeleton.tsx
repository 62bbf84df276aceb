import type { JSX } from "preact";
import { t } from "@/i18n";
import "./Empty.css";

const WIDTHS = [62, 84, 47, 71, 55, 78];

/** Grey lines where rows will be; shows itself only after 150 ms. */
export function Skeleton({ lines = 5 }: { lines?: number }): JSX.Element {
  return (
    <div class="skeleton" role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, index) => <i key={index} style={{ width: `${WIDTHS[index % WIDTHS.length]}%` }} />)}
    </div>
  );
}
