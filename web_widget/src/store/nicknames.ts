/** What one calls people oneself: said by the module that keeps contacts, asked for wherever a name is shown. */
import type { Id } from "@/contract";

let find: (id: Id) => string | undefined = () => undefined;

export function onNicknames(known: typeof find): void {
  find = known;
}

export function nicknameOf(id: Id): string | undefined {
  return find(id);
}
