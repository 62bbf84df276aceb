import type { JSX } from "preact";
import type { Id } from "@/contract";
import { EntityCard } from "../../EntityCard";

export default function LineDetail({ id }: { id: Id }): JSX.Element {
  return <EntityCard kind="budget" id={id} />;
}
