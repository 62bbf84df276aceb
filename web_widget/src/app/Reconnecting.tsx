import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { connection, nudge, signedIn } from "@/connection";
import { Button } from "@/components/Button";
import { t } from "@/i18n";
import { waiting } from "@/store/outbox";
import "./Reconnecting.css";

/** A gap of a moment is nobody's business. */
const CALM_MS = 2000;
/** Then one may want to do something about it. */
const LONG_MS = 8000;
const BACK_MS = 4000;

/**
 * That the hub is away for a while, and what that means: nothing one wrote is lost. It floats, so that nothing moves;
 * a screen reader is told once, and once more when the connection is back.
 */
export function Reconnecting(): JSX.Element {
  const away = connection.value !== "online" && signedIn.value !== false;
  const [stage, setStage] = useState<"none" | "away" | "long" | "back">("none");
  const told = useRef(false);
  useEffect(() => {
    if (!away) {
      setStage(told.current ? "back" : "none");
      told.current = false;
      const timer = setTimeout(() => setStage("none"), BACK_MS);
      return () => clearTimeout(timer);
    }
    setStage("none");
    const timers = [
      setTimeout(() => {
        told.current = true;
        setStage("away");
      }, CALM_MS),
      setTimeout(() => setStage("long"), LONG_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, [away]);

  const shown = stage === "away" || stage === "long";
  const count = waiting.value;
  const title = t(navigator.onLine ? "connection.away" : "connection.no_network");
  return (
    <>
      <p class="sr" role="status" aria-live="polite">{shown ? `${title} ${t("connection.kept")}` : stage === "back" ? t("connection.back") : ""}</p>
      {shown ? (
        <div class="away">
          <span class="pulse" aria-hidden="true" />
          <p aria-hidden="true"><b>{title}</b> {count > 0 ? t("connection.waiting", { count }) : t("connection.kept")}</p>
          {stage === "long" ? <Button small onClick={nudge}>{t("connection.now")}</Button> : null}
        </div>
      ) : null}
    </>
  );
}
