import type { Match } from "../api/types";
import { t } from "../language";
import { otherParty, partyNumber } from "../ui/format";
import type { LiveCall } from "./machine";

/** The state of a call in the words that the call bar shows and announces. */
export function stateText({ call, ringback, transferTo }: LiveCall): string {
  if (transferTo) return t.phone.transfer.ringing(transferTo.name);
  switch (call.status) {
    case "connected":
      return t.phone.states.connected;
    case "held":
      return t.phone.states.held;
    case "ringing":
      return call.direction !== "inbound" && !ringback && !call.ringingAt
        ? t.phone.states.dialling
        : t.phone.states.ringing;
    case "ended":
      return t.phone.states.ended;
  }
}

/** The one candidate that a call may be shown under before anyone chose. */
export function soleMatch(matches: Match[]): Match | null {
  const exact = matches.filter((match) => match.reason !== "partial");
  return exact.length === 1 ? (exact[0] ?? null) : null;
}

export function nameOf(live: LiveCall): string {
  const { call } = live;
  const chosen = live.matches.find((match) => match.contact.id === call.contactId);
  const party = otherParty(call);
  return (
    call.contact?.name ||
    call.contactName ||
    (chosen ?? soleMatch(live.matches))?.contact.name ||
    party.name ||
    partyNumber(party) ||
    t.calls.withheld
  );
}

export function companyOf(live: LiveCall): string {
  const match =
    live.matches.find(({ contact }) => contact.id === live.call.contactId) ??
    soleMatch(live.matches);
  return live.call.customerName || match?.customer?.name || match?.contact.customer?.name || "";
}

/** Why this contact may be the caller, in a sentence. */
export function reasonText(match: Match): string {
  const { name } = match.contact;
  switch (match.reason) {
    case "secondary":
      return t.match.secondary(name);
    case "shared":
      return t.match.shared(match.sharedBy ?? 2);
    case "variant":
      return t.match.variant(name);
    case "partial":
      return t.match.partial(name);
    default:
      return t.match.primary(name);
  }
}
