import type { JSX } from "preact";
import type { User } from "@/contract";
import { Dialog } from "@/components/Dialog";
import { t } from "@/i18n";
import { directRoom } from "@/store/rooms";
import { me } from "@/store/session";
import { toastError } from "@/store/toasts";
import { closeOverlay } from "../overlay";
import { navigate } from "../router";
import { PeoplePicker } from "./PeoplePicker";

/** Opens the conversation with someone. */
export default function NewDirect(): JSX.Element {
  const open = (user: User): void => {
    closeOverlay();
    void directRoom(user.id).then((room) => navigate(`/rooms/${room.id}`), toastError);
  };
  return <Dialog title={t("rooms.new_direct")} onClose={closeOverlay}><PeoplePicker onPick={open} without={new Set(me.value ? [me.value.id] : [])} /></Dialog>;
}
