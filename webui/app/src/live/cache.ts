import type { QueryClient } from "@tanstack/react-query";
import type { Contact } from "../api/types";
import type { Connection } from "./connection";
import type { Presence, ServerMessage } from "./messages";

export const presenceKey = (userId: string) => ["presence", userId] as const;

const LIST_REFRESH_MS = 1500;

/** Where the query cache keeps the records of a noun. */
const scopes = {
  customer: "customers",
  ticket: "tickets",
  deal: "deals",
  activity: "activities",
  note: "notes",
  webhook: "webhooks",
  custom_field: "fields",
  tag: "tags",
  organisation: "organisation",
  user: "users",
  pipeline: "pipelines",
  view: "views",
  route: "routes",
  trunk: "trunks",
  voicemail: "voicemails",
  callback: "callbacks",
} as const;

/**
 * Keeps the query cache true to what the service tells. Lists are refreshed at
 * most once in a while, because an import changes thousands of contacts.
 */
export function followMessages(connection: Connection, client: QueryClient): () => void {
  const refresh = lazily((scope) => client.invalidateQueries({ queryKey: [scope, "list"] }));
  const stops = [
    connection.onMessage((message) => take(message, client, refresh)),
    // Whatever was missed while away may be on the screen.
    connection.onResync(() => {
      void client.invalidateQueries({ queryKey: ["contacts", "one"] });
      void client.invalidateQueries({ queryKey: ["tickets", "one"] });
      void client.invalidateQueries({ queryKey: ["notifications"] });
      refresh("contacts");
      refresh("tickets");
      refresh("calls");
      refresh("activities");
      refresh("board");
      refresh("voicemails");
      refresh("callbacks");
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function take(message: ServerMessage, client: QueryClient, refresh: (scope: string) => void): void {
  switch (message.type) {
    case "hello":
      if (message.data.presence) {
        client.setQueryData<Presence>(presenceKey(message.data.userId), message.data.presence);
      }
      break;
    case "board.updated":
      // The service bounds it to one a second.
      void client.invalidateQueries({ queryKey: ["board", "list"] });
      break;
    case "presence.updated":
      refresh("board");
      client.setQueryData<Presence>(presenceKey(message.data.userId), message.data);
      break;
    case "contact.updated": {
      const { contactId, version } = message.data;
      const known = client.getQueryData<Contact>(["contacts", "one", contactId]);
      // One's own change comes back as news; the answer to it is already here.
      if (!known || known.version < version) {
        void client.invalidateQueries({ queryKey: ["contacts", "one", contactId] });
        void client.invalidateQueries({ queryKey: ["contacts", "notes", contactId] });
      }
      void client.invalidateQueries({ queryKey: ["contacts", "history", contactId] });
      refresh("contacts");
      break;
    }
    case "contact.merged": {
      const { survivorId, duplicateId } = message.data;
      for (const contactId of [survivorId, duplicateId]) {
        void client.invalidateQueries({
          predicate: ({ queryKey }) => queryKey[0] === "contacts" && queryKey.includes(contactId),
        });
      }
      for (const scope of ["contacts", "tickets", "deals", "activities", "calls"]) refresh(scope);
      break;
    }
    case "lists.updated":
      // Many records changed at once: what is on the screen is read anew.
      void client.invalidateQueries({ queryKey: [`${message.data.noun}s`] });
      break;
    case "job.updated":
      void client.invalidateQueries({
        queryKey: [`${message.data.noun}s`, "one", message.data.id],
      });
      refresh(`${message.data.noun}s`);
      break;
    case "record.updated": {
      const { noun, id, contactId } = message.data;
      const scope = scopes[noun];
      void client.invalidateQueries({ queryKey: [scope, "one", id] });
      if (contactId) {
        void client.invalidateQueries({ queryKey: ["contacts", scope, contactId] });
        void client.invalidateQueries({ queryKey: ["contacts", "timeline", contactId] });
        void client.invalidateQueries({ queryKey: ["contacts", "history", contactId] });
      }
      // Everyone's own record tells of the organisation too, and deals begin with its currency.
      if (noun === "organisation") void client.invalidateQueries({ queryKey: ["me"] });
      if (noun === "organisation") refresh("pipelines");
      refresh(scope);
      // Every contact shows them.
      if (noun === "custom_field" || noun === "tag") {
        void client.invalidateQueries({ queryKey: ["contacts", "one"] });
        refresh("contacts");
      }
      break;
    }
    case "notification.created":
    case "notification.read":
      void client.invalidateQueries({ queryKey: ["notifications"] });
      break;
    case "call.offered":
    case "call.updated":
      refresh("calls");
      break;
    case "call.ended": {
      const { id, contactId } = message.data.call;
      refresh("calls");
      void client.invalidateQueries({ queryKey: ["calls", "one", id] });
      if (contactId) {
        void client.invalidateQueries({ queryKey: ["contacts", "calls", contactId] });
        void client.invalidateQueries({ queryKey: ["contacts", "activities", contactId] });
        void client.invalidateQueries({ queryKey: ["contacts", "timeline", contactId] });
      }
      break;
    }
  }
}

function lazily(run: (scope: string) => unknown): (scope: string) => void {
  const due = new Set<string>();
  return (scope) => {
    if (due.has(scope)) return;
    due.add(scope);
    setTimeout(() => {
      due.delete(scope);
      run(scope);
    }, LIST_REFRESH_MS);
  };
}
