import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import { type Page, pagesQuery } from './page';
import type { Call, Contact, ContactKind, Match, Note, Ticket } from './types';

export type ContactFilter = {
  q?: string;
  kind?: ContactKind;
  status?: string;
  customerId?: string;
  archived?: boolean;
  sort?: string;
};

export type PhoneInput = { raw: string; label?: string; primary?: boolean };

export type ContactDraft = {
  firstName: string;
  lastName: string;
  email?: string;
  phones?: PhoneInput[];
  jobTitle?: string;
  customerId?: string;
  company?: string;
  createCustomer?: boolean;
  kind?: ContactKind;
  status?: string;
  marketingOptOut?: boolean;
  notes?: string;
};

export type ContactPatch = Partial<Omit<ContactDraft, 'email' | 'customerId' | 'notes'>> & {
  email?: string | null;
  emails?: string[];
  customerId?: string | null;
  lockedToCustomer?: boolean;
};

export const contactsQuery = (filter: ContactFilter) =>
  pagesQuery<Contact>(['contacts', 'list', filter], '/contacts', { ...filter, limit: 100 });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ['contacts', 'one', id],
    queryFn: ({ signal }) => send<Contact>('GET', `/contacts/${id}`, { signal }),
  });

export const contactStatusesQuery = queryOptions({
  queryKey: ['contacts', 'statuses'],
  queryFn: async ({ signal }) =>
    (await send<{ items: string[] }>('GET', '/contacts/statuses', { signal })).items,
  staleTime: 60_000,
});

/** A few contacts for a picker; nothing is asked until something is typed. */
export const contactSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'search', q],
    queryFn: async ({ signal }) =>
      (await send<Page<Contact>>('GET', '/contacts', { query: { q, limit: 8 }, signal })).items,
    enabled: q.trim() !== '',
    staleTime: 10_000,
  });

export const contactNotesQuery = (id: string) =>
  pagesQuery<Note>(['contacts', 'notes', id], `/contacts/${id}/notes`, { limit: 50 });

export const contactCallsQuery = (id: string) =>
  pagesQuery<Call>(['contacts', 'calls', id], `/contacts/${id}/calls`, { limit: 50 });

export const contactTicketsQuery = (id: string) =>
  pagesQuery<Ticket>(['contacts', 'tickets', id], `/contacts/${id}/tickets`, { limit: 50 });

export const createContact = (draft: ContactDraft) =>
  send<Contact>('POST', '/contacts', { body: draft });

export const createContactOf = (customerId: string, draft: ContactDraft) =>
  send<Contact>('POST', `/customers/${customerId}/contacts`, { body: draft });

export const updateContact = (id: string, patch: ContactPatch, version?: number) =>
  send<Contact>('PATCH', `/contacts/${id}`, { body: patch, ifMatch: version });

export const archiveContact = (id: string) => send<void>('DELETE', `/contacts/${id}`);
export const restoreContact = (id: string) => send<Contact>('POST', `/contacts/${id}/restore`);

export const confirmCustomer = (id: string, customerId: string) =>
  send<Contact>('POST', `/contacts/${id}/confirm-customer`, { body: { customerId } });

export const similarContacts = async (draft: ContactDraft, signal?: AbortSignal) =>
  (await send<{ matches: Match[] }>('POST', '/contacts/similar', { body: draft, signal })).matches;

export const addNote = (id: string, body: string) =>
  send<Note>('POST', `/contacts/${id}/notes`, { body: { body } });
