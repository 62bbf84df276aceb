import type { JSX } from "preact";
import { nudge } from "@/connection";
import { Button } from "@/components/Button";
import { t } from "@/i18n";
import { away } from "@/store/away";
import { waiting } from "@/store/outbox";
import "./Reconnecting.css";

function title(): string {
  return t(navigator.onLine ? "connection.away" : "connection.no_network");
}

/** That the hub is away for a while, and what that means: nothing one wrote is lost. It floats, so that nothing moves. */
export function Reconnecting(): JSX.Element | null {
  const stage = away.value;
  const count = waiting.value;
  if (stage !== "yes" && stage !== "long") return null;
  return (
    <div class="awayplace">
      <div class="away">
        <span class="pulse" aria-hidden="true" />
        <p aria-hidden="true"><b>{title()}</b> {count > 0 ? t("connection.waiting", { count }) : t("connection.kept")}</p>
        {stage === "long" ? <Button small onClick={nudge}>{t("connection.now")}</Button> : null}
      </div>
    </div>
  );
}

/** Says the same to a screen reader: once, and once more when the connection is back. */
export function ReconnectingSaid(): JSX.Element {
  const stage = away.value;
  return <p class="sr" role="status" aria-live="polite">{stage === "yes" || stage === "long" ? `${title()} ${t("connection.kept")}` : stage === "back" ? t("connection.back") : ""}</p>;
}
