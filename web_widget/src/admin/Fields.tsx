import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { ChangeOut } from "@/contract/generated";
import { has, t } from "@/i18n";
import { dateWords, dayAndClock, fullMoment, longDay, money, number } from "@/i18n/format";
import { nameOf } from "@/store/people";
import { fieldWord } from "./activity";

/** These change with everything and say nothing. */
const QUIET = new Set(["id", "_id", "created_at", "updated_at", "revision", "words", "audience"]);
const LONG = 400;

/** A change field by field: what was there, and what is there now. */
export function Fields({ change }: { change: ChangeOut }): JSX.Element {
  const fields = Object.entries(change.fields).filter(([name]) => !QUIET.has(name));
  if (fields.length === 0) return <p class="mute small">{t("activity.no_fields")}</p>;
  return (
    <dl class="changes">
      {fields.map(([name, field]) => (
        <div key={name} class="field-change">
          <dt>{fieldWord(name)}</dt>
          {field.secret ? <dd class="mute">{t("activity.secret")}</dd> : field.hidden ? <dd class="mute">{t("activity.hidden")}</dd> : (
            <>
              {change.change !== "created" ? <dd class="before"><span class="sr">{t("activity.before")}: </span><Value name={name} value={field.before} change={change} /></dd> : null}
              {change.change !== "deleted" ? <dd class="after"><span class="sr">{t("activity.after")}: </span><Value name={name} value={field.after} change={change} /></dd> : null}
            </>
          )}
        </div>
      ))}
    </dl>
  );
}

function Value({ name, value, change }: { name: string; value: unknown; change: ChangeOut }): JSX.Element {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return <span class="mute">{t("none")}</span>;
  if (typeof value === "boolean") return <span>{t(value ? "activity.yes" : "activity.no")}</span>;
  if (typeof value === "number") return <span class="num">{name.endsWith("_cents") ? money(value, currencyOf(change)) : number(value)}</span>;
  if (typeof value === "string") return <Text name={name} value={value} kind={change.kind} />;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return <span>{value.map((one) => (/^[0-9a-f]{24}$/.test(one) ? nameOr(name, one) : one)).join(", ")}</span>;
  const named = value as { display_name?: unknown };
  if (typeof named.display_name === "string" && named.display_name) return <span>{named.display_name}</span>;
  return <Long text={JSON.stringify(value, null, 1)} code />;
}

function currencyOf(change: ChangeOut): string {
  const currency = change.fields["currency"];
  return String(currency?.after ?? currency?.before ?? "EUR");
}

/** People by their name; anything else that is only an id stays one. */
function nameOr(field: string, id: string): string {
  return /user|owner|assignee|person|asked_by|by$|member|seen/.test(field) ? nameOf(id) : id;
}

function Text({ name, value, kind }: { name: string; value: string; kind: string }): JSX.Element {
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return <time dateTime={value} title={fullMoment(value)}>{dayAndClock(value)}</time>;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return <time dateTime={value} title={longDay(value)}>{dateWords(value)}</time>;
  if (/^[0-9a-f]{24}$/.test(value)) return nameOr(name, value) === value ? <code>{value}</code> : <span>{nameOr(name, value)}</span>;
  const key = `${kind}.${name}_${value}`;
  if (has(key)) return <span>{t(key)}</span>;
  return <Long text={value} />;
}

function Long({ text, code }: { text: string; code?: boolean }): JSX.Element {
  const [all, setAll] = useState(false);
  const shown = all || text.length <= LONG ? text : `${text.slice(0, LONG)}…`;
  return (
    <>
      {code ? <code class="text">{shown}</code> : <span class="text">{shown}</span>}
      {text.length > LONG ? <button type="button" class="linkish" onClick={() => setAll(!all)}>{t(all ? "activity.less" : "activity.all_of_it")}</button> : null}
    </>
  );
}
