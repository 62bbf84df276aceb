/**
 * The scanner's side of a sheet: one field that has the cursor again after everything one does, what the next pieces
 * get, the counts, and the table in which several rows are set at once.
 */
import { CheckCheck, ScanBarcode, X } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { api, asApiError, newKey } from "@/connection";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { errorText, toastError } from "@/store/toasts";
import { toastUndo } from "@/store/undo";
import { ListState } from "../parts/ListState";
import { useAll } from "../parts/useAll";
import { Counts, shown, type Shown } from "./Counts";
import { FieldInput } from "./FieldInput";
import { asSent } from "./fields";
import { learn, offered, storeOf, type Piece, type PieceKind } from "./pieces";
import { PieceRows } from "./PieceRows";

type Values = Record<string, string | number | null>;

interface Refused {
  key: number;
  serial: string;
  why: string;
  /** Tried again under the same one: what came through unheard comes in once. */
  idempotency: string;
}

export function Scanning({ of, sheet, total, closed }: { of: PieceKind; sheet: Id; total: number; closed: string | null }): JSX.Element {
  const store = storeOf(of);
  const list = useAll(useMemo(() => store.query({ limit: 200, [of.above]: sheet }), [store, of, sheet]));
  const pieces = list.items.value;
  const [given, setGiven] = useState<Record<string, string>>({});
  const [show, setShow] = useState<Shown>("all");
  const [picked, setPicked] = useState<ReadonlySet<Id>>(new Set());
  const field = useRef<HTMLInputElement>(null);
  const byKeys = useRef(false);
  useEffect(() => void learn(of).catch(() => undefined), [of]); // what is here is offered all the same
  useEffect(() => field.current?.focus(), [closed]);
  /** Back to the scan field, unless somebody is going through the page with the keyboard. */
  const back = (): void => {
    if (!byKeys.current) field.current?.focus();
  };
  const rows = pieces.filter((piece) => shown(of, piece, show));
  const chosen = rows.filter((piece) => picked.has(piece.id)).map((piece) => piece.id);
  const filled = of.fields.filter((one) => given[one.name]?.trim());
  const values: Values = Object.fromEntries(filled.map((one) => [one.name, asSent(one, given[one.name] ?? "") ?? null]));
  const set = async (given: Values): Promise<void> => {
    try {
      await api.post(`${store.path}/set`, { ids: chosen, ...given });
      setPicked(new Set());
      toastUndo(t("reception.set_done", { count: chosen.length }), { kind: of.kind, id: "/set" });
    } catch (error) {
      toastError(error);
    }
    field.current?.focus();
  };
  return (
    <div class="scanning" onPointerDown={() => (byKeys.current = false)} onKeyDown={(event) => { if (event.target !== field.current) byKeys.current = true; }}>
      <div class="scanhead">
        {closed ? <p class="rclosed">{closed}</p> : <ScanField of={of} sheet={sheet} values={values} input={field} />}
        <fieldset class="given">
          <legend class="sr">{t("reception.given")}</legend>
          {of.fields.map((one) => (
            <FieldInput key={one.name} field={{ ...one, required: false }} offered={offered(of, one.name)} value={given[one.name] ?? ""} onValue={(value) => setGiven((now) => ({ ...now, [one.name]: value }))} onDone={back} />
          ))}
        </fieldset>
        <div class="setbar">
          <Button small tone={chosen.length ? "primary" : "outline"} disabled={chosen.length === 0 || filled.length === 0} onClick={() => void set(values)}>
            <CheckCheck aria-hidden="true" />{t("reception.set_on", { count: chosen.length })}
          </Button>
          {of.quick && chosen.length > 0 ? <Button small onClick={() => of.quick && void set(of.quick.values)}>{t(of.quick.label)}</Button> : null}
          {filled.length > 0 ? <Button small tone="plain" onClick={() => { setGiven({}); back(); }}>{t("reception.given_none")}</Button> : null}
          <span class="mute small">{t(chosen.length > 0 && filled.length === 0 ? "reception.fill_first" : "reception.given_hint")}</span>
        </div>
        <Counts of={of} pieces={pieces} total={total} value={show} onValue={(next) => { setShow(next); back(); }} />
      </div>
      <ListState query={list} none={rows.length === 0} empty={show === "all" ? <Empty icon={<ScanBarcode aria-hidden="true" />} title={t("reception.no_piece")} text={closed ? undefined : t("reception.no_piece_text")} /> : <Empty title={t("reception.none_such")} />}>
        <PieceRows of={of} rows={rows} picked={picked} onPicked={(next) => { setPicked(next); back(); }} />
      </ListState>
    </div>
  );
}

let nextKey = 1;

/** Takes one serial after another; what is refused stays, with the reason, until somebody has seen to it. */
function ScanField({ of, sheet, values, input }: { of: PieceKind; sheet: Id; values: Values; input: { current: HTMLInputElement | null } }): JSX.Element {
  const [serial, setSerial] = useState("");
  const [waiting, setWaiting] = useState(0);
  const [refused, setRefused] = useState<Refused[]>([]);
  const [last, setLast] = useState("");
  const line = useRef<Promise<void>>(Promise.resolve());
  const store = storeOf(of);
  const scan = (typed: string, idempotency = newKey()): void => {
    setWaiting((count) => count + 1);
    const fields = { serial: typed, ...values };
    // One after the other, in the order of scanning.
    line.current = line.current.then(async () => {
      try {
        const piece = await api.post<Piece>(of.scan(sheet), fields, { key: idempotency });
        store.apply(piece);
        setLast(t("reception.scanned", { serial: piece.serial }));
      } catch (error) {
        const why = asApiError(error).code === "offline" ? t("error.offline") : errorText(error);
        setLast("");
        setRefused((now) => [...now, { key: nextKey++, serial: typed, why, idempotency }]);
      } finally {
        setWaiting((count) => count - 1);
      }
    });
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const typed = serial.trim();
    if (!typed) return;
    setSerial("");
    scan(typed);
  };
  const forget = (one: Refused): void => setRefused((now) => now.filter((other) => other !== one));
  return (
    <>
      <form class="scanfield" onSubmit={submit}>
        <ScanBarcode aria-hidden="true" />
        <input ref={input} data-quickadd type="text" autocomplete="off" autocapitalize="characters" spellcheck={false} enterkeyhint="done" maxLength={200}
          aria-label={t("reception.scan")} placeholder={t("reception.scan")} value={serial} onInput={(event) => setSerial(event.currentTarget.value)} />
        <span class="num mute small" role="status">{waiting > 0 ? t("reception.waiting", { count: waiting }) : last}</span>
      </form>
      {refused.length > 0 ? (
        <div class="refused" role="alert"><ul>
          {refused.map((one) => (
            <li key={one.key}>
              <b class="ell">{one.serial}</b><span>{one.why}</span>
              <Button small tone="plain" onClick={() => { forget(one); scan(one.serial, one.idempotency); input.current?.focus(); }}>{t("retry")}</Button>
              <IconButton label={t("reception.forget", { serial: one.serial })} onClick={() => { forget(one); input.current?.focus(); }}><X aria-hidden="true" /></IconButton>
            </li>
          ))}
        </ul></div>
      ) : null}
    </>
  );
}

