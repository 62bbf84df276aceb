import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Page, Room } from "@/contract";
import { api, asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Dialog } from "@/components/Dialog";
import { Check, Field } from "@/components/Field";
import { Row } from "@/components/Row";
import { t } from "@/i18n";
import { createRoom, refreshRoom } from "@/store/rooms";
import { errorText, toastError } from "@/store/toasts";
import { closeOverlay } from "../overlay";
import { navigate } from "../router";

/** Creates a room, or joins one that is there. */
export default function NewRoom(): JSX.Element {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [closed, setClosed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const [joinable, setJoinable] = useState<Room[]>([]);
  useEffect(() => {
    void api.get<Page<Room>>("/api/rooms", { joinable: true, limit: 50 }).then((page) => setJoinable(page.items), () => undefined); // creating still works
  }, []);

  const create = async (): Promise<void> => {
    if (!name.trim()) return;
    setBusy(true);
    try {
      const room = await createRoom({ kind: closed ? "private" : "public", name: name.trim(), ...(description.trim() ? { description: description.trim() } : {}) });
      closeOverlay();
      navigate(`/rooms/${room.id}`);
    } catch (error) {
      setRefusal(asApiError(error));
      setBusy(false);
    }
  };
  const join = async (room: Room): Promise<void> => {
    try {
      await api.post(`/api/rooms/${room.id}/join`);
      await refreshRoom(room.id);
      closeOverlay();
      navigate(`/rooms/${room.id}`);
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Dialog title={t("rooms.new")} onClose={closeOverlay} onSubmit={() => void create()}
      footer={<><Button onClick={closeOverlay}>{t("cancel")}</Button><Button type="submit" tone="primary" busy={busy} disabled={!name.trim()}>{t("create")}</Button></>}>
      <Field label={t("rooms.name")} value={name} onValue={setName} maxLength={80} autofocus error={refusal?.field("name")} />
      <Field label={t("rooms.topic")} value={description} onValue={setDescription} maxLength={1000} />
      <Check label={t("rooms.private")} checked={closed} onValue={setClosed} />
      {refusal && !refusal.errors.length ? <p role="alert" style={{ color: "var(--bad)" }}>{errorText(refusal)}</p> : null}
      {joinable.length > 0 ? (
        <section>
          <h3 class="menu-head">{t("rooms.find")}</h3>
          {joinable.map((room) => <Row key={room.id} title={room.name} note={room.description || undefined} end={room.member_count ? t("rooms.member_count", { count: room.member_count }) : null} onOpen={() => void join(room)} />)}
        </section>
      ) : null}
    </Dialog>
  );
}
