import { MessageSquare } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api, asApiError, type ApiError } from "@/connection";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Message } from "@/contract";
import { t } from "@/i18n";
import { errorText } from "@/store/toasts";
import { navigate, segment } from "../../router";

/** The address of a message by itself: leads to its place in its room. */
export default function MessagePlace(): JSX.Element {
  const id = segment(1);
  const [error, setError] = useState<ApiError | null>(null);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    setError(null);
    if (!id) return navigate("/rooms", { replace: true });
    let left = false;
    void api.get<Message>(`/api/messages/${encodeURIComponent(id)}`).then(
      (message) => left || navigate(`/rooms/${message.room_id}?message=${message.id}`, { replace: true }),
      (fault: unknown) => left || setError(asApiError(fault)),
    );
    return () => {
      left = true;
    };
  }, [id, again]);
  if (!error) return <Skeleton lines={8} />;
  const gone = error.code === "not_found" || error.code === "invalid";
  return (
    <Empty icon={<MessageSquare aria-hidden="true" />} title={gone ? t("chat.message_gone") : t("chat.load_error")} text={gone ? undefined : errorText(error)}
      action={gone ? undefined : <Button onClick={() => setAgain((times) => times + 1)}>{t("retry")}</Button>} />
  );
}
