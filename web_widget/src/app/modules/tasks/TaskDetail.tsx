import type { JSX } from "preact";
import type { Id } from "@/contract";
import { EntityCard } from "../../EntityCard";

export default function TaskDetail({ id }: { id: Id }): JSX.Element {
  return <EntityCard kind="task" id={id} />;
}
