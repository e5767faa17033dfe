import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";
import type { Call, CallPatch, Direction, Match, Outcome, Ticket } from "./types";

export type CallFilter = {
  direction?: Direction;
  outcome?: Outcome;
  from?: string;
  to?: string;
  mine?: boolean;
  q?: string;
  userId?: string;
  queueId?: string;
  /** Seconds of talk. */
  minDuration?: number;
  disposition?: string;
};

const at = (id: string) => ({ path: { id } });

export const callsQuery = (filter: CallFilter) =>
  pagesQuery<Call>(["calls", "list", filter], (cursor, signal) =>
    take(api.GET("/calls", { params: { query: { ...filter, limit: 100, cursor } }, signal })),
  );

export const callTotalsQuery = (filter: CallFilter) =>
  queryOptions({
    queryKey: ["calls", "list", "totals", filter],
    queryFn: ({ signal }) => take(api.GET("/calls/totals", { params: { query: filter }, signal })),
  });

/** Where the browser downloads the calls of a list as a file. */
export function callExportAddress(filter: CallFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value) query.set(name, String(value));
  }
  const text = query.toString();
  return `/api/v1/calls/export.csv${text && `?${text}`}`;
}

export const queuesQuery = queryOptions({
  queryKey: ["queues", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/queues", { signal }))).items,
  staleTime: 60_000,
});

export type SIPMessage = components["schemas"]["SIPMessage"];

/** What the two ends of each leg said to each other; of calls that have ended. */
export const callMessagesQuery = (id: string) =>
  queryOptions({
    queryKey: ["calls", "one", id, "sip"],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/calls/{id}/sip", { params: at(id), signal }))).items,
  });

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ["calls", "one", id],
    queryFn: ({ signal }) => take(api.GET("/calls/{id}", { params: at(id), signal })),
  });

export const updateCall = (id: string, body: CallPatch) =>
  take(api.PATCH("/calls/{id}", { params: at(id), body }));

/** The calls that last and are the user's, or ring for them. */
export const liveCalls = async () => {
  const query = { status: ["ringing", "connected", "held"], mine: true, limit: 50 };
  return (await take(api.GET("/calls", { params: { query } }))).items;
};

export type Briefing = { matches: Match[]; openTickets: Ticket[]; recentCalls: Call[] };

/** Asks over HTTP what the offer of a call would have told. */
export async function briefCall(call: Call): Promise<Briefing> {
  const party = call.direction === "inbound" ? call.from : call.to;
  const number = party.e164 ?? party.raw;
  const found = number && (await take(api.GET("/lookup", { params: { query: { number } } })));
  const matches = found ? found.matches : [];
  const contactId = call.contactId ?? matches[0]?.contact.id;
  if (!contactId) return { matches, openTickets: [], recentCalls: [] };
  const params = { ...at(contactId), query: { limit: 20 } };
  const [tickets, calls] = await Promise.all([
    take(api.GET("/contacts/{id}/tickets", { params })),
    take(api.GET("/contacts/{id}/calls", { params })),
  ]);
  return {
    matches,
    openTickets: tickets.items.filter(({ status }) => status !== "solved" && status !== "closed"),
    recentCalls: calls.items.filter(({ id }) => id !== call.id).slice(0, 5),
  };
}
