import { describe, expect, it } from "vitest";
import { changed, drafted, EMPTY, plain, read } from "@/app/modules/reception/order_lines";
import type { OrderLine } from "@/contract/generated";

const SSD: OrderLine = { product: "SSD", quantity: 4, unit_price_cents: 3999, shipping_cents: 590, link: null, total_cents: 16586 };
const SCREW: OrderLine = { product: "Screw", quantity: 1, unit_price_cents: 0, shipping_cents: 0, link: "https://example.org", total_cents: 0 };

describe("a line that is written", () => {
  it("is read as people write amounts", () => {
    expect(read({ product: " SSD ", quantity: "4", unit_price: "39,99 €", shipping: "5.9", link: "" })).toEqual({ line: plain(SSD) });
    expect(read({ ...EMPTY, product: "x" })).toEqual({ line: { product: "x", quantity: 1, unit_price_cents: 0, shipping_cents: 0, link: null } });
  });
  it("says which field cannot be read", () => {
    const fine = { ...EMPTY, product: "x" };
    expect(read(EMPTY)).toEqual({ wrong: "product" });
    for (const quantity of ["0", "-1", "1.5", "two", "12345678"]) expect(read({ ...fine, quantity })).toEqual({ wrong: "quantity" });
    for (const unit_price of ["-5", "free", "1e5"]) expect(read({ ...fine, unit_price })).toEqual({ wrong: "unit_price" });
    expect(read({ ...fine, shipping: "-0,01" })).toEqual({ wrong: "shipping" });
  });
  it("is the same when nothing is changed", () => {
    for (const line of [SSD, SCREW]) expect(read(drafted(line))).toEqual({ line: plain(line) });
  });
});

describe("a line that is replaced", () => {
  it("is found where it went meanwhile", () => {
    const next = { ...plain(SSD), quantity: 5 };
    expect(changed([SSD, SCREW], 0, SSD, [next])).toEqual([next, SCREW]);
    expect(changed([SCREW, SCREW, SSD], 0, SSD, [next])).toEqual([SCREW, SCREW, next]);
    expect(changed([SSD, SSD], 1, SSD, [])).toEqual([SSD]);
  });
  it("is left alone when somebody else changed it", () => {
    expect(changed([{ ...SSD, quantity: 9 }, SCREW], 0, SSD, [])).toBeNull();
    expect(changed([], 0, SSD, [])).toBeNull();
  });
});
