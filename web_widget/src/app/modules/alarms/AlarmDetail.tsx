import type { JSX } from "preact";
import type { Id } from "@/contract";
import { EntityCard } from "../../EntityCard";

export default function AlarmDetail({ id }: { id: Id }): JSX.Element {
  return <EntityCard kind="alarm" id={id} />;
}
