/** What is asked of the hub, and what is on screen once a transfer is over. */
import { kinds } from "@/app/entity_kinds";
import { api, newKey, on } from "@/connection";
import type { EntityEvent, EntityKind } from "@/contract";
import type { ImportFile } from "@/contract/generated";
import { storeOf } from "@/store/kinds";
import { loadRooms } from "@/store/rooms";
import { isUnderWay } from "./report";
import { transfers, type Transfer } from "./store";

export async function bringIn(input: ImportFile): Promise<Transfer> {
  const made = await api.post<Transfer>("/api/transfers/import", input, { key: newKey() });
  transfers.apply(made);
  return made;
}

export async function takeOut(scope: "mine" | "all"): Promise<Transfer> {
  const made = await api.post<Transfer>("/api/transfers/export", { scope }, { key: newKey() });
  transfers.apply(made);
  return made;
}

/** Nothing tells of each thing that an import writes or takes back: all that is here is asked for again, once. */
function renewed({ entity }: EntityEvent<Transfer>): void {
  if (entity.direction !== "import" || entity.dry_run || isUnderWay(entity)) return;
  for (const kind of Object.keys(kinds) as EntityKind[]) {
    if (kind !== "transfer" && kind !== "user") void storeOf(kind)?.renew();
  }
  if (entity.scope === "all") void loadRooms();
}
on<EntityEvent<Transfer>>("transfer.updated", renewed);
