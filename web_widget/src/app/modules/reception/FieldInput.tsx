import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "@/i18n";
import { offered, word, type PieceField, type PieceKind } from "./pieces";

interface Props {
  of: PieceKind;
  field: PieceField;
  value: string;
  onValue: (value: string) => void;
  /** A choice was made, or Enter pressed. */
  onDone?: () => void;
  disabled?: boolean;
}

/** One field of pieces: a choice, or text with what was typed before on offer. */
export function FieldInput({ of, field, value, onValue, onDone, disabled }: Props): JSX.Element {
  const id = useId();
  const list = `${id}-known`;
  return (
    <label class="rfield" for={id}>
      <span>{t(field.label)}</span>
      {field.options ? (
        <select id={id} class="input" value={value} disabled={disabled} onChange={(event) => { onValue(event.currentTarget.value); onDone?.(); }}>
          <option value="">–</option>
          {field.options.map((option) => <option key={option} value={option}>{word(option)}</option>)}
        </select>
      ) : (
        <>
          <input id={id} class="input" type="text" autocomplete="off" maxLength={100} list={list} value={value} disabled={disabled} onInput={(event) => onValue(event.currentTarget.value)}
            onKeyDown={(event) => { if (event.key === "Enter") { event.preventDefault(); onDone?.(); } }} />
          <datalist id={list}>{offered(of, field.name).map((one) => <option key={one} value={one} />)}</datalist>
        </>
      )}
    </label>
  );
}
