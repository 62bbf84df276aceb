import { Square, X } from "lucide-preact";
import type { JSX } from "preact";
import { Button, IconButton } from "@/components/Button";
import { EkoFace } from "@/components/EkoFace";
import { t } from "@/i18n";
import type { Thought } from "./thought";
import "./Thinking.css";

/** A thought while it grows, with a way to stop it; and, if it came to nothing, why. */
export function Thinking({ thought, doing }: { thought: Thought; doing: string }): JSX.Element | null {
  if (thought.thinking) {
    return (
      <section class="thought" aria-label={doing}>
        <header role="status">
          <EkoFace mood={thought.text ? "working" : "thinking"} />
          <span>{doing}</span>
          <Button small tone="plain" onClick={() => thought.stop()} disabled={thought.run.value === null}><Square aria-hidden="true" />{t("thought.stop")}</Button>
        </header>
        {thought.text ? <p class="grows">{thought.text}</p> : null}
      </section>
    );
  }
  const failed = thought.failed;
  if (failed === null) return null;
  return (
    <section class="thought failed" role="alert">
      <header>
        <EkoFace mood="sorry" />
        <span>{failed}</span>
        <Button small onClick={() => thought.again()}>{t("retry")}</Button>
        <IconButton label={t("close")} onClick={() => thought.dismiss()}><X aria-hidden="true" /></IconButton>
      </header>
    </section>
  );
}
