import { SendHorizontal, X } from "lucide-preact";
import type { JSX } from "preact";
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Room } from "@/contract";
import { closable } from "@/actions/close";
import { Button, IconButton } from "@/components/Button";
import { t } from "@/i18n";
import { fileSize } from "@/i18n/format";
import { brought, readDraft, writeDraft } from "@/store/drafts";
import { editMessage, logOf } from "@/store/messages";
import { sendMessage } from "@/store/outbox";
import { tellTyping } from "@/store/presence";
import { roomName } from "@/store/rooms";
import { me } from "@/store/session";
import { toast } from "@/store/toasts";
import { takeUploads, uploadsOf } from "@/store/uploads";
import { attach, AttachButton, pasted, Tray, useDrop } from "./Attach";
import { plainText } from "./MessageView";
import { PollButton } from "./PollButton";
import { SendLater } from "./SendLater";
import { Suggestions, useSuggestions } from "./Suggestions";
import { editing, handed, replyTo, startEdit } from "./state";
import "./Composer.css";

const LIMIT = 16 * 1024;

/** Where one writes. What is typed is kept per room; Enter sends, Shift+Enter breaks, Up edits one's last message. */
export function Composer({ room }: { room: Room }): JSX.Element {
  const [text, setText] = useState(() => readDraft(room.id));
  const box = useRef<HTMLTextAreaElement>(null);
  const edited = editing.value?.room_id === room.id ? editing.value : null;
  const reply = replyTo.value?.room_id === room.id ? replyTo.value : null;
  const files = uploadsOf(room.id);
  const coming = files.some((one) => one.state === "sending");
  const ready = files.some((one) => one.state === "done");
  const take = (given: File[]): void => {
    attach(room, given);
    box.current?.focus();
  };
  const drop = useDrop(take);
  const suggest = useSuggestions(room, box, text, put);

  function put(next: string, caret?: number): void {
    setText(next);
    if (!editing.peek()) writeDraft(room.id, next);
    if (caret !== undefined) queueMicrotask(() => box.current?.setSelectionRange(caret, caret));
  }

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, Math.round(window.innerHeight * 0.4))}px`;
  }, [text, room.id]);
  useEffect(() => {
    setText(editing.peek()?.room_id === room.id ? editing.peek()!.content : readDraft(room.id));
    // On a phone the keyboard would cover what one came to read.
    if (!window.matchMedia("(pointer: coarse)").matches) box.current?.focus();
    return () => {
      editing.value = null;
      replyTo.value = null;
    };
  }, [room.id]);
  useEffect(() => {
    setText(edited ? edited.content : readDraft(room.id));
    if (edited) queueMicrotask(() => box.current?.setSelectionRange(edited.content.length, edited.content.length));
  }, [edited?.id]);
  useSignalEffect(() => {
    const given = brought.value;
    if (given?.room !== room.id || editing.peek()) return;
    brought.value = null;
    setText(given.text);
  });
  useSignalEffect(() => {
    const given = handed.value;
    if (given?.room !== room.id) return;
    handed.value = null;
    put([text, given.text].filter(Boolean).join("\n"));
    box.current?.focus();
  });
  useEffect(() => closable(() => {
    if (!editing.peek() && !replyTo.peek()) return false;
    editing.value = null;
    replyTo.value = null;
    return true;
  }), []);

  const send = async (): Promise<void> => {
    const content = text.trim();
    if (edited ? !content : !content && !ready) return;
    if (!edited && coming) return void toast(t("attach.coming"));
    const size = new TextEncoder().encode(content).length;
    if (size > LIMIT) return void toast(t("composer.too_long", { size: fileSize(size) }), { tone: "bad" });
    if (edited) {
      editing.value = null;
      if (content !== edited.content && !(await editMessage(edited, content))) put(content);
      return;
    }
    put("");
    tellTyping(room.id, false);
    const answered = reply?.id ?? null;
    replyTo.value = null;
    await sendMessage(room.id, content, answered, takeUploads(room.id));
  };

  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (suggest.onKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      void send();
    } else if (event.key === "ArrowUp" && !text && !event.altKey && !event.shiftKey) {
      const self = me.peek()?.id;
      const mine = [...logOf(room.id).messages.peek()].reverse().find((message) => message.sender.id === self && message.kind === "text" && !message.deleted_at);
      if (mine) {
        event.preventDefault();
        startEdit(mine);
      }
    }
  };
  const onInput = (event: Event & { currentTarget: HTMLTextAreaElement }): void => {
    put(event.currentTarget.value);
    suggest.refresh();
    if (event.currentTarget.value.trim() && !edited) tellTyping(room.id, true);
  };

  const name = roomName(room);
  return (
    <div class={`composer${drop.over ? " drop" : ""}`} {...drop.handlers}>
      <Suggestions state={suggest} />
      {edited || reply ? (
        <div class="about">
          <span class="ell">{edited ? t("message.editing") : t("message.replying", { name: reply?.sender.display_name ?? "" })}{reply ? <em>{plainText(reply.content)}</em> : null}</span>
          <IconButton label={t(edited ? "composer.cancel_edit" : "composer.cancel_reply")} keys="Esc" onClick={() => { editing.value = null; replyTo.value = null; }}><X aria-hidden="true" /></IconButton>
        </div>
      ) : null}
      {edited ? null : <Tray room={room} />}
      <textarea ref={box} data-composer rows={1} value={text} placeholder={t("composer.placeholder", { name })} aria-label={t("composer.label", { name })}
        role={suggest.open ? "combobox" : undefined} aria-expanded={suggest.open || undefined} aria-controls={suggest.open ? "suggestions" : undefined}
        aria-activedescendant={suggest.open ? `suggestion-${suggest.at}` : undefined} aria-autocomplete="list"
        onInput={onInput} onKeyDown={onKey} onClick={suggest.refresh} onPaste={(event) => {
          const given = edited ? [] : pasted(event);
          if (given.length === 0) return;
          event.preventDefault();
          take(given);
        }} onBlur={suggest.close} dir="auto" enterkeyhint="send" />
      <div class="foot">
        {edited ? null : <AttachButton onFiles={take} />}
        {edited ? null : <PollButton room={room} />}
        <span class="hints" aria-hidden="true">{t("composer.hint_markdown")}<span><kbd>/</kbd> {t("composer.hint_commands")}</span><span><kbd>@</kbd> {t("composer.hint_people")}</span></span>
        {edited ? null : <SendLater room={room} text={text} reply={reply} files={files.length > 0} onKept={() => { put(""); replyTo.value = null; }} />}
        <Button small tone="primary" disabled={!text.trim() && (edited !== null || !ready)} onClick={() => void send()}>{t(edited ? "composer.save" : "composer.send")}<SendHorizontal aria-hidden="true" /></Button>
      </div>
    </div>
  );
}
