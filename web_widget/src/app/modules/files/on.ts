import type { EntityRef } from "@/contract";
import { view } from "../registry";

/** The files of a thing, in its detail; their code comes with the first. */
export const FilesOn = view<{ thing: EntityRef; write: boolean }>("files", () => import("./FilesOn"));
