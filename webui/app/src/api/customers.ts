import { queryOptions } from '@tanstack/react-query';
import { send } from './client';
import { type Page, pagesQuery } from './page';
import type { Contact, Customer, Ticket } from './types';

export type CustomerDraft = { name: string; website?: string; phone?: string; address?: string };

export const customersQuery = (filter: { q?: string; sort?: string }) =>
  pagesQuery<Customer>(['customers', 'list', filter], '/customers', { ...filter, limit: 100 });

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customers', 'one', id],
    queryFn: ({ signal }) => send<Customer>('GET', `/customers/${id}`, { signal }),
  });

export const customerSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ['customers', 'search', q],
    queryFn: async ({ signal }) =>
      (await send<Page<Customer>>('GET', '/customers', { query: { q, limit: 8 }, signal })).items,
    staleTime: 10_000,
  });

export const customerContactsQuery = (id: string) =>
  pagesQuery<Contact>(['customers', 'contacts', id], `/customers/${id}/contacts`, { limit: 50 });

export const customerTicketsQuery = (id: string) =>
  pagesQuery<Ticket>(['customers', 'tickets', id], '/tickets', { customerId: id, limit: 50 });

export const createCustomer = (draft: CustomerDraft) =>
  send<Customer>('POST', '/customers', { body: draft });

export const updateCustomer = (id: string, patch: Partial<CustomerDraft>, version?: number) =>
  send<Customer>('PATCH', `/customers/${id}`, { body: patch, ifMatch: version });
