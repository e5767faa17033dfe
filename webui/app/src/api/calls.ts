import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import { type Page, pagesQuery } from './page';
import type { Call, CallDetail, Direction, Lookup, Match, Outcome, Ticket } from './types';

export type CallFilter = {
  direction?: Direction;
  outcome?: Outcome;
  from?: string;
  to?: string;
  mine?: boolean;
};

export const callsQuery = (filter: CallFilter) =>
  pagesQuery<Call>(['calls', 'list', filter], '/calls', { ...filter, limit: 100 });

export const callQuery = (id: string) =>
  queryOptions({
    queryKey: ['calls', 'one', id],
    queryFn: ({ signal }) => send<CallDetail>('GET', `/calls/${id}`, { signal }),
  });

export const updateCall = (id: string, patch: { contactId?: string | null; notes?: string }) =>
  send<Call>('PATCH', `/calls/${id}`, { body: patch });

/** The calls that last and are the user's, or ring for them. */
export const liveCalls = async () =>
  (
    await send<Page<Call>>('GET', '/calls', {
      query: { status: 'ringing,connected,held', mine: true, limit: 50 },
    })
  ).items;

export const lookup = (number: string) => send<Lookup>('GET', '/lookup', { query: { number } });

/** Asks over HTTP what the offer of a call would have told. */
export async function briefCall(
  call: Call,
): Promise<{ matches: Match[]; openTickets: Ticket[]; recentCalls: Call[] }> {
  const number = call.direction === 'outbound' ? call.to : call.from;
  const asked = number.e164 ?? number.raw;
  const matches = asked ? (await lookup(asked)).matches : [];
  const contactId = call.contactId ?? matches[0]?.contact.id;
  if (!contactId) return { matches, openTickets: [], recentCalls: [] };
  const [tickets, calls] = await Promise.all([
    send<Page<Ticket>>('GET', `/contacts/${contactId}/tickets`, { query: { limit: 20 } }),
    send<Page<Call>>('GET', `/contacts/${contactId}/calls`, { query: { limit: 6 } }),
  ]);
  return {
    matches,
    openTickets: tickets.items.filter(({ status }) => status !== 'solved' && status !== 'closed'),
    recentCalls: calls.items.filter(({ id }) => id !== call.id).slice(0, 5),
  };
}
