import type { BulkDraft } from "../api/bulk";
import type { ContactFilter } from "../api/contacts";
import type { ContactKind } from "../api/types";
import { type CustomSearch, customSearch } from "./customSearch";
import { kinds } from "./kinds";

/** The list as its address has it: several values are separated by commas. */
export type ContactSearch = CustomSearch & {
  q?: string;
  kind?: string;
  status?: string;
  owner?: string;
  customer?: string;
  tag?: string;
  optOut?: string;
  locked?: string;
  source?: string;
  /** A number of days such as 7d, or 2026-01-01..2026-01-31 with either end open. */
  created?: string;
  /** As created; also never, or over30d for those not called that long. */
  called?: string;
  archived?: true;
  sort?: string;
  view?: string;
  cols?: string;
};

export const sourceNames = ["manual", "import", "inbound_email", "call", "demo"] as const;
export const presets = ["1d", "7d", "30d", "90d"] as const;

const text = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) || undefined : undefined;

const yesNo = (value: unknown) => {
  const given = String(value);
  return given === "true" || given === "false" ? given : undefined;
};

const uuid = (value: unknown) =>
  typeof value === "string" && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined;

const time = /^(1d|7d|30d|90d|(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?)$/;

const span = (value: unknown, more: string[] = []) => {
  const given = text(value);
  return given && given !== ".." && (time.test(given) || more.includes(given)) ? given : undefined;
};

const kindsOf = (value: unknown) => {
  const known = (text(value) ?? "").split(",").filter((kind) => kinds.includes(kind as never));
  return known.join(",") || undefined;
};

/** Reads the address; what makes no sense there is left out. */
export function contactSearch(search: Record<string, unknown>): ContactSearch {
  return {
    ...customSearch(search),
    q: text(search.q),
    kind: kindsOf(search.kind),
    status: text(search.status),
    owner:
      search.owner === "me" || search.owner === "none" ? String(search.owner) : uuid(search.owner),
    customer: uuid(search.customer),
    tag: text(search.tag),
    optOut: yesNo(search.optOut ?? ""),
    locked: yesNo(search.locked ?? ""),
    source: sourceNames.find((known) => known === search.source),
    created: span(search.created),
    called: span(search.called, ["never", "over30d", "over90d"]),
    archived: search.archived === true ? true : undefined,
    sort: text(search.sort),
    view: uuid(search.view),
    cols: text(search.cols),
  };
}

const dayStart = (year: number, month: number, day: number) =>
  new Date(year, month, day).toISOString();

/** The instants of a span of days, as days begin where the user is. */
export function instants(given: string, now = new Date()): { from?: string; to?: string } {
  const ago = (days: number) => dayStart(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const over = /^over(\d+)d$/.exec(given);
  if (over) return { to: ago(Number(over[1])) };
  const last = /^(\d+)d$/.exec(given);
  if (last) return { from: ago(Number(last[1]) - 1) };
  const [from, to] = given.split("..").map((day) => day.split("-").map(Number));
  const at = (day: number[] | undefined, later: number) =>
    day?.length === 3
      ? dayStart(day[0] as number, (day[1] as number) - 1, (day[2] as number) + later)
      : undefined;
  return { from: at(from, 0), to: at(to, 1) };
}

/** What the service is asked for a list. */
export function filterOf(search: ContactSearch): ContactFilter {
  const created = search.created ? instants(search.created) : {};
  const never = search.called === "never";
  const called = search.called && !never ? instants(search.called) : {};
  return {
    ...customSearch(search),
    q: search.q,
    kind: search.kind ? (search.kind.split(",") as ContactKind[]) : undefined,
    status: search.status,
    ownerId: search.owner,
    customerId: search.customer,
    tag: search.tag ? search.tag.split(",") : undefined,
    marketingOptOut: search.optOut as ContactFilter["marketingOptOut"],
    locked: search.locked as ContactFilter["locked"],
    source: search.source as ContactFilter["source"],
    createdFrom: created.from,
    createdTo: created.to,
    lastCallFrom: called.from,
    lastCallTo: called.to,
    lastCall: never ? "never" : undefined,
    archived: search.archived,
  };
}

/** The same for a change of all that the list keeps: there custom fields are told apart. */
export function bulkFilterOf(search: ContactSearch): BulkDraft["filter"] {
  const byKey: Record<string, { key: string; value?: string; from?: string; to?: string }> = {};
  for (const [name, value] of Object.entries(customSearch(search))) {
    const [, key = "", end = "value"] = name.split(".");
    byKey[key] = { ...byKey[key], key, [end]: value };
  }
  const custom = Object.values(byKey);
  const filter = filterOf(search);
  const plain = Object.entries(filter).filter(([name]) => !name.startsWith("custom."));
  return { ...Object.fromEntries(plain), custom: custom.length > 0 ? custom : undefined };
}

/** The parameters that a view keeps: all but which view it is. */
export function paramsOf(search: ContactSearch): Record<string, string | true> {
  const { view: _view, cols: _cols, ...rest } = search;
  return Object.fromEntries(
    Object.entries(rest).filter((entry): entry is [string, string | true] => Boolean(entry[1])),
  );
}
