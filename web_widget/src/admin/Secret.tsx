import { Copy } from "lucide-preact";
import type { JSX } from "preact";
import { Button } from "@/components/Button";
import { t } from "@/i18n";
import { copyText } from "@/app/chat/MessageView";

/** Something that is shown once, with its copy button. */
export function Secret({ label, value }: { label: string; value: string }): JSX.Element {
  return (
    <div class="adminsecret">
      <p class="small mute">{label}</p>
      <div><code>{value}</code><Button onClick={() => copyText(value)} aria-label={`${t("copy")}: ${label}`}><Copy aria-hidden="true" />{t("copy")}</Button></div>
    </div>
  );
}
