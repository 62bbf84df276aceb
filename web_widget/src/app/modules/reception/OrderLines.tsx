import { ExternalLink, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "@/components/Button";
import { api } from "@/connection";
import type { OrderLine, SetOrderLine } from "@/contract/generated";
import { t } from "@/i18n";
import { toast } from "@/store/toasts";
import { exact } from "../budget/amounts";
import { learnOrders, offeredOnOrders } from "./known_orders";
import { changed, drafted, EMPTY, plain, read, type Draft } from "./order_lines";
import { orders, type Order } from "./store";

type Change = (lines: readonly OrderLine[]) => readonly (OrderLine | SetOrderLine)[] | null;

/** What is ordered: a row each, changed where it stands; the last one takes the next product. */
export function OrderLines({ order }: { order: Order }): JSX.Element {
  const [edited, setEdited] = useState<number | null>(null);
  const line = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => void learnOrders().catch(() => undefined), []); // what is here is shown all the same
  /** One change after the other, each on what the hub has then: nobody's line is written over unseen. */
  const save = (change: Change): Promise<boolean> => {
    const done = line.current.then(async () => {
      const now = orders.slot(order.id).value;
      const lines = now ? change(now.lines) : null;
      if (!now || !lines) {
        toast(t("reception.line_changed"));
        return false;
      }
      const body = { lines: lines.map(plain), revision: now.revision };
      return orders.optimistic(order.id, {}, () => api.patch<Order>(`${orders.path}/${order.id}`, body)).then(() => true, () => false); // said in a toast
    });
    line.current = done;
    return done;
  };
  const money = (cents: number): string => exact(cents, order.currency);
  const replace = (place: number, old: OrderLine, next: readonly SetOrderLine[]): Promise<boolean> => save((lines) => changed(lines, place, old, next));
  return (
    <div class="olines" role="table" aria-label={t("reception.lines")}>
      <div class="oline heads" role="row">
        {(["product", "quantity", "unit_price", "shipping", "total", "link"] as const).map((name) => <span key={name} role="columnheader" class={name}>{t(`reception.${name}`)}</span>)}
      </div>
      {order.lines.map((one, place) => edited === place
        ? <LineForm key={place} start={drafted(one)} label={t("reception.change_line", { product: one.product })} onLeave={() => setEdited(null)} onSave={async (next) => { const fine = await replace(place, one, [next]); if (fine) setEdited(null); return fine; }} />
        : <Line key={place} line={one} money={money} onEdit={() => setEdited(place)} onRemove={() => void replace(place, one, [])} />)}
      <LineForm start={EMPTY} label={t("reception.add_line")} fresh onSave={(next) => save((lines) => [...lines, next])} />
      <div class="oline sums" role="row">
        <span role="cell" class="product">{t("reception.total")}</span><span role="cell" class="quantity" /><span role="cell" class="unit_price" />
        <span role="cell" class="shipping num">{money(order.shipping_cents)}</span>
        <b role="cell" class="total num">{money(order.total_cents)}</b><span role="cell" class="link" />
      </div>
    </div>
  );
}

function Line({ line, money, onEdit, onRemove }: { line: OrderLine; money: (cents: number) => string; onEdit: () => void; onRemove: () => void }): JSX.Element {
  // The hub keeps nothing else; what a page follows is looked at twice.
  const link = line.link && /^https?:\/\//.test(line.link) ? line.link : null;
  return (
    <div class="oline" role="row">
      <span role="cell" class="product"><button type="button" class="title" onClick={onEdit}>{line.product}</button></span>
      <span role="cell" class="quantity num"><i aria-hidden="true">×</i>{line.quantity}</span>
      <span role="cell" class="unit_price num">{money(line.unit_price_cents)}</span>
      <span role="cell" class={`shipping num${line.shipping_cents ? "" : " none"}`}><i aria-hidden="true">+</i>{line.shipping_cents ? money(line.shipping_cents) : ""}</span>
      <b role="cell" class="total num">{money(line.total_cents)}</b>
      <span role="cell" class="link">
        {link ? <a class="ibtn" href={link} target="_blank" rel="noopener noreferrer" aria-label={t("reception.open_link", { product: line.product })} title={link}><ExternalLink aria-hidden="true" /></a> : null}
        <IconButton label={t("reception.remove_line", { product: line.product })} onClick={onRemove}><Trash2 aria-hidden="true" /></IconButton>
      </span>
    </div>
  );
}

interface FormProps {
  start: Draft;
  label: string;
  fresh?: boolean;
  onLeave?: () => void;
  /** Whether the hub took it: what it refused stays to be put right. */
  onSave: (line: SetOrderLine) => Promise<boolean>;
}

function LineForm({ start, label, fresh, onLeave, onSave }: FormProps): JSX.Element {
  const [draft, setDraft] = useState(start);
  const [wrong, setWrong] = useState<keyof Draft | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const list = useId();
  const focus = (name: keyof Draft): void => form.current?.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  useEffect(() => { if (!fresh) focus("product"); }, [fresh]);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const said = read(draft);
    if ("wrong" in said) {
      setWrong(said.wrong);
      focus(said.wrong);
      return;
    }
    setWrong(null);
    setBusy(true);
    const fine = await onSave(said.line);
    setBusy(false);
    if (fine && fresh) {
      setDraft(EMPTY);
      focus("product");
    }
  };
  const cell = (name: keyof Draft, more: JSX.IntrinsicElements["input"]): JSX.Element => (
    <span role="cell" class={name}>
      <input class="input" name={name} type="text" autocomplete="off" readOnly={busy} aria-label={t(`reception.${name}`)} aria-invalid={wrong === name || undefined} placeholder={t(`reception.${name}`)} value={draft[name]} {...more}
        onInput={(event) => { setWrong(null); setDraft({ ...draft, [name]: event.currentTarget.value }); }} />
    </span>
  );
  return (
    <form ref={form} role="none" onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => { if (event.key === "Escape" && onLeave) { event.stopPropagation(); event.preventDefault(); onLeave(); } }}>
      <div role="row" class={`oline edit${fresh ? " fresh" : ""}`} aria-label={label}>
        {cell("product", { maxLength: 300, list, ...(fresh ? { placeholder: t("reception.add_line"), "data-quickadd": true } : {}) })}
        {cell("quantity", { inputMode: "numeric", maxLength: 9, class: "input num" })}
        {cell("unit_price", { inputMode: "decimal", maxLength: 20, class: "input num" })}
        {cell("shipping", { inputMode: "decimal", maxLength: 20, class: "input num" })}
        {cell("link", { inputMode: "url", maxLength: 2_000 })}
        <span role="cell" class="save"><Button small type="submit" tone={fresh ? "outline" : "primary"} disabled={busy}>{t(fresh ? "add" : "save")}</Button></span>
        <datalist id={list}>{offeredOnOrders("product").map((one) => <option key={one} value={one} />)}</datalist>
      </div>
    </form>
  );
}
