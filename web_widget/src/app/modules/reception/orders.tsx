/** Orders: what is bought, line by line; the hub adds up. */
import { ShoppingCart } from "lucide-preact";
import { exact } from "../budget/amounts";
import { offeredOnOrders } from "./known_orders";
import { OrderLines } from "./OrderLines";
import { longDay, type SheetKind } from "./sheets";
import { orders, type Order } from "./store";

export const ORDERS: SheetKind<Order> = {
  store: orders,
  icon: ShoppingCart,
  at: "orders",
  list: "/reception/orders",
  words: { list: "reception.orders", make: "reception.new_order", makeHint: "reception.new_order_placeholder", search: "reception.search_orders", none: "reception.no_order", noneHint: "reception.no_order_text", noneFound: "reception.no_order_found" },
  fields: [
    { name: "ordered_on", label: "reception.ordered_on", as: "day", required: true },
    { name: "supplier", label: "reception.supplier" },
    { name: "category", label: "reception.category" },
    { name: "currency", label: "reception.currency", required: true },
  ],
  offered: offeredOnOrders,
  about: (order) => [longDay(order.ordered_on), order.supplier, order.category].filter(Boolean).join(" · "),
  mark: (order) => <b class="num rtotal">{exact(order.total_cents, order.currency)}</b>,
  body: (order) => <OrderLines order={order} />,
};
