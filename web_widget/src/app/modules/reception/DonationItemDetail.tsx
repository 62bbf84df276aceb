import type { JSX } from "preact";
import type { Id } from "@/contract";
import { PieceDetail } from "./PieceDetail";
import { DONATION_ITEMS } from "./pieces";

/** Something that is given, beside its donation. */
export default function DonationItemDetail({ id }: { id: Id }): JSX.Element {
  return <PieceDetail of={DONATION_ITEMS} id={id} />;
}
