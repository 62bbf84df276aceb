import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "@/i18n";
import { word, type Field } from "./fields";

interface Props {
  field: Field;
  value: string;
  onValue: (value: string) => void;
  /** A choice was made, or Enter pressed. */
  onDone?: () => void;
  /** What was typed before. */
  offered?: readonly string[];
  disabled?: boolean;
}

/** One field: a choice, a number, a day, or text with what was typed before on offer. */
export function FieldInput({ field, value, onValue, onDone, offered = [], disabled }: Props): JSX.Element {
  const id = useId();
  const list = offered.length > 0 ? `${id}-known` : undefined;
  const choose = (event: { currentTarget: { value: string } }): void => {
    onValue(event.currentTarget.value);
    onDone?.();
  };
  const written = {
    id, value, disabled,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
    onKeyDown: (event: KeyboardEvent) => { if (event.key === "Enter") { event.preventDefault(); onDone?.(); } },
  };
  return (
    <label class="rfield" for={id}>
      <span>{t(field.label)}</span>
      {field.options ? (
        <select id={id} class="input" value={value} disabled={disabled} onChange={choose}>
          {field.required ? null : <option value="">–</option>}
          {field.options.map((option) => <option key={option} value={option}>{word(option)}</option>)}
        </select>
      ) : field.as === "day" ? (
        <input id={id} class="input" type="date" value={value} disabled={disabled} onChange={choose} />
      ) : field.as === "number" ? (
        <input {...written} class="input num" type="number" min={1} max={1_000_000} step={1} inputMode="numeric" />
      ) : field.as === "money" ? (
        <input {...written} class="input num" type="text" autocomplete="off" inputMode="decimal" maxLength={20} />
      ) : (
        <>
          <input {...written} class="input" type="text" autocomplete="off" maxLength={100} list={list} />
          {list ? <datalist id={list}>{offered.map((one) => <option key={one} value={one} />)}</datalist> : null}
        </>
      )}
    </label>
  );
}
