import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { similarContacts } from "./contacts";
import { pagesQuery } from "./page";
import type { Contact, DuplicatePair, MergeChoices } from "./types";

const at = (id: string) => ({ path: { id } });

/** What merging would do: asked anew each time, because others may write meanwhile. */
export const mergePreviewQuery = (duplicateId: string, survivorId: string) =>
  queryOptions({
    queryKey: ["contacts", "preview", duplicateId, survivorId],
    queryFn: ({ signal }) =>
      take(
        api.GET("/contacts/{id}/merge-preview", {
          params: { ...at(duplicateId), query: { survivorId } },
          signal,
        }),
      ),
    staleTime: 0,
  });

export const mergeContacts = (duplicateId: string, survivorId: string, fields: MergeChoices) =>
  take(api.POST("/contacts/{id}/merge", { params: at(duplicateId), body: { survivorId, fields } }));

export const undoMerge = (id: string) => take(api.POST("/merges/{id}/undo", { params: at(id) }));

export const contactMergesQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", "merges", id],
    queryFn: async ({ signal }) =>
      (await take(api.GET("/contacts/{id}/merges", { params: at(id), signal }))).items,
  });

/** Among the lists of contacts, so that it is refreshed with them. */
export const duplicatesQuery = pagesQuery<DuplicatePair>(
  ["contacts", "list", "duplicates"],
  (cursor, signal) =>
    take(api.GET("/contacts/duplicates", { params: { query: { cursor, limit: 50 } }, signal })),
);

export const dismissDuplicate = (a: string, b: string) =>
  take(api.POST("/contacts/duplicates/dismiss", { body: { contactIds: [a, b] } }));

export const undismissDuplicate = (a: string, b: string) =>
  take(api.POST("/contacts/duplicates/undismiss", { body: { contactIds: [a, b] } }));

/** Who else a contact may be. */
export const similarToQuery = (contact: Contact) =>
  queryOptions({
    queryKey: ["contacts", "similar", contact.id, contact.version],
    queryFn: async ({ signal }) => {
      const { firstName, lastName, email, phones, customerId } = contact;
      const matches = await similarContacts(
        {
          firstName,
          lastName,
          email: email ?? undefined,
          phones: phones.map((phone) => phone.raw),
          customerId: customerId ?? undefined,
        },
        signal,
      );
      return matches.filter((match) => match.contact.id !== contact.id).slice(0, 6);
    },
  });
