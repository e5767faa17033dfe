import type { NavigateOptions } from "@tanstack/react-router";
import type { Notification } from "../api/notifications";
import { t } from "../language";
import { moment } from "../ui/format";

/** What a notification says, in one line. */
export function headline({ kind, noun, actorName, title, text }: Notification): string {
  const who = actorName || t.notifications.someone;
  const what = title || t.notifications.gone;
  if (kind === "mentioned") return t.notifications.mentioned(who, what);
  if (kind === "reminder") return t.notifications.reminder(what);
  if (kind === "job" && noun === "import") return t.notifications.imported(text);
  if (kind === "job" && noun === "webhook") return t.notifications.webhookStopped(text);
  if (kind === "job") return t.notifications.job(text);
  if (kind === "voicemail") return t.notifications.voicemail(title || t.voicemail.unknown);
  const { ticket, deal, activity } = t.notifications.assigned;
  return (noun === "ticket" ? ticket : noun === "deal" ? deal : activity)(who, what);
}

/** What there is to say beside it. */
export function detail({ kind, noun, text, contactName, dueAt }: Notification): string {
  if (kind === "mentioned") return text;
  return [dueAt && t.notifications.due(moment(dueAt)), noun !== "contact" && contactName]
    .filter(Boolean)
    .join(" · ");
}

type Destination = Pick<NavigateOptions, "to" | "params">;

/** The page of what a notification is about; none where it is gone. */
export function destination(n: Notification): Destination | null {
  if (n.kind === "voicemail") return { to: "/voicemail" };
  if (n.kind !== "job" && !n.title) return null;
  switch (n.noun) {
    case "contact":
      return { to: "/contacts/$contactId", params: { contactId: n.recordId } };
    case "ticket":
      return { to: "/tickets/$ticketId", params: { ticketId: n.recordId } };
    case "deal":
      return { to: "/deals/$dealId", params: { dealId: n.recordId } };
    case "import":
      return { to: "/contacts/import/$importId", params: { importId: n.recordId } };
    case "webhook":
      return { to: "/settings/$section", params: { section: "webhooks" } };
    case "activity":
      return n.contactId
        ? { to: "/contacts/$contactId", params: { contactId: n.contactId } }
        : { to: "/my-day" };
  }
  return null;
}
