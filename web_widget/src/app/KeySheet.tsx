import type { JSX } from "preact";
import { keysOf, showKeys } from "@/actions/keyboard";
import { allActions } from "@/actions/table";
import type { Action } from "@/actions/types";
import { Dialog } from "@/components/Dialog";
import { locale, t, type Key } from "@/i18n";
import { closeOverlay } from "./overlay";
import "./KeySheet.css";

const GROUPS: Action["group"][] = ["app", "go", "room", "row", "do"];

/** Every key, from the table of actions. */
export default function KeySheet(): JSX.Element {
  const then = locale.value === "fr" ? "puis" : "then";
  return (
    <Dialog title={t("keys.title")} onClose={closeOverlay} wide>
      <div class="keysheet">
        {GROUPS.map((group) => {
          const actions = allActions().filter((action) => action.group === group && keysOf(action).length > 0);
          if (actions.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`keys.${group}` as Key)}</h3>
              <dl>
                {actions.map((action) => (
                  <div key={action.id}><dt>{t(action.title)}</dt><dd>{keysOf(action).map((keys) => <kbd key={keys}>{showKeys(keys, then)}</kbd>)}</dd></div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
