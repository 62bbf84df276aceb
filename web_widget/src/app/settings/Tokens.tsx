import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { AccessToken, Page } from "@/contract";
import { api } from "@/connection";
import { Button } from "@/components/Button";
import { Field, Select } from "@/components/Field";
import { Row } from "@/components/Row";
import { t } from "@/i18n";
import { relative } from "@/i18n/format";
import { toastError } from "@/store/toasts";
import { copyText } from "../chat/MessageView";

export default function Tokens(): JSX.Element {
  const [list, setList] = useState<AccessToken[] | null>(null);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<"read" | "write">("read");
  const [made, setMade] = useState<AccessToken | null>(null);
  const load = (): void => void api.get<Page<AccessToken>>("/api/tokens", { limit: 200 }).then((page) => setList(page.items), toastError);
  useEffect(load, []);
  const create = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      setMade(await api.post<AccessToken>("/api/tokens", { name: name.trim(), scopes: scope === "write" ? ["read", "write"] : ["read"] }));
      setName("");
      load();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <>
      <section>
        <p class="mute">{t("settings.tokens_text")}</p>
        <form onSubmit={(event) => void create(event)} style={{ display: "grid", gap: "12px" }}>
          <Field label={t("settings.token_name")} value={name} onValue={setName} maxLength={100} required />
          <Select label={t("settings.token_scopes")} value={scope} onValue={setScope} options={[["read", t("settings.token_read")], ["write", t("settings.token_write")]] as const} />
          <div><Button type="submit" disabled={!name.trim()}>{t("settings.token_create")}</Button></div>
        </form>
        {made?.token ? (
          <div role="status" style={{ display: "grid", gap: "6px" }}>
            <p>{t("settings.token_once")}</p>
            <div class="secret"><code>{made.token}</code><Button onClick={() => copyText(made.token!)}>{t("copy")}</Button></div>
          </div>
        ) : null}
      </section>
      <section>
        {list?.length === 0 ? <p class="mute">{t("settings.no_tokens")}</p> : null}
        <div>
          {list?.map((token) => (
            <Row key={token.id} title={token.name} note={[token.scopes.join(", "), token.last_used_at ? t("settings.last_used", { when: relative(token.last_used_at) }) : t("settings.token_never")].join(" · ")}
              end={<Button small tone="bad" onClick={() => void api.delete(`/api/tokens/${token.id}`).then(load, toastError)}>{t("settings.token_revoke")}</Button>} />
          ))}
        </div>
      </section>
    </>
  );
}
