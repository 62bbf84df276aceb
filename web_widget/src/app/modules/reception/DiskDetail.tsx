import type { JSX } from "preact";
import type { Id } from "@/contract";
import { PieceDetail } from "./PieceDetail";
import { DISKS } from "./pieces";

/** One disk, beside its session. */
export default function DiskDetail({ id }: { id: Id }): JSX.Element {
  return <PieceDetail of={DISKS} id={id} />;
}
