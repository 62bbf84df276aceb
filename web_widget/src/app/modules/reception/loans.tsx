/** Loans: what is out, with whom, until when. */
import { Handshake, Undo2 } from "lucide-preact";
import type { JSX } from "preact";
import { Button } from "@/components/Button";
import { t } from "@/i18n";
import { addDays, today } from "@/i18n/format";
import { exact } from "../budget/amounts";
import { Accessories } from "./Accessories";
import { offeredOnOrders } from "./known_orders";
import { Ready } from "./marks";
import { LOAN_ITEMS } from "./pieces";
import { Scanning } from "./Scanning";
import { longDay, type SheetKind } from "./sheets";
import { loans, loanState, type Loan } from "./store";

const USUAL_DAYS = 30;

export const LOANS: SheetKind<Loan> = {
  store: loans,
  icon: Handshake,
  at: "loans",
  list: "/reception/loans",
  words: { list: "reception.loans", make: "reception.new_loan", makeHint: "reception.new_loan_placeholder", search: "reception.search_loans", none: "reception.no_loan", noneHint: "reception.no_loan_text", noneFound: "reception.no_loan_found" },
  fields: [
    { name: "borrower", label: "reception.borrower", options: ["person", "company"], required: true },
    { name: "contact", label: "reception.contact" },
    { name: "reference", label: "reception.reference" },
    { name: "lent_on", label: "reception.lent_on", as: "day", required: true },
    { name: "due_on", label: "reception.due_on", as: "day" },
    { name: "price_cents", label: "reception.price", as: "money" },
    { name: "currency", label: "reception.currency", required: true },
  ],
  offered: offeredOnOrders,
  start: () => ({ due_on: addDays(today(), USUAL_DAYS) }),
  states: [["out", "reception.loan_out"], ["overdue", "reception.loan_overdue"], ["returned", "reception.loan_returned"]],
  statesLabel: "reception.loan_state",
  about: (loan) => [
    t("reception.lent", { day: longDay(loan.lent_on) }),
    loan.due_on ? t("reception.due", { day: longDay(loan.due_on) }) : "",
    loan.price_cents ? exact(loan.price_cents, loan.currency) : t("reception.free"),
  ].filter(Boolean).join(" · "),
  mark: (loan) => <><LoanPill loan={loan} />{loan.total ? <Ready ready={loan.ready} total={loan.total} says="reception.back_of" /> : null}</>,
  tools: (loan) => <Returning loan={loan} />,
  more: (loan) => (loan.returned_at ? [{ label: t("reception.not_back"), run: () => act(loan, "give-out") }] : []),
  body: (loan) => <><Accessories of={loans} sheet={loan} /><Scanning of={LOAN_ITEMS} sheet={loan.id} total={loan.total} closed={null} /></>,
};

const act = (loan: Loan, action: "take-back" | "give-out"): void => void loans.act(loan.id, action).catch(() => undefined); // said in a toast

function LoanPill({ loan }: { loan: Loan }): JSX.Element | null {
  const state = loanState(loan);
  return state === "out" ? null : <span class={`pill ${state === "returned" ? "finished" : "overdue"}`}>{t(state === "returned" ? "reception.is_returned" : "reception.loan_overdue")}</span>;
}

function Returning({ loan }: { loan: Loan }): JSX.Element {
  return (
    <>
      <LoanPill loan={loan} />
      {loan.returned_at ? null : <Button small onClick={() => act(loan, "take-back")}><Undo2 aria-hidden="true" />{t(loan.total > 1 ? "reception.all_back" : "reception.is_back_now")}</Button>}
    </>
  );
}
