import type { JSX } from "preact";
import type { Id } from "@/contract";
import { PieceDetail } from "./PieceDetail";
import { LOAN_ITEMS } from "./pieces";

/** Something that is lent, beside its loan. */
export default function LoanItemDetail({ id }: { id: Id }): JSX.Element {
  return <PieceDetail of={LOAN_ITEMS} id={id} />;
}
