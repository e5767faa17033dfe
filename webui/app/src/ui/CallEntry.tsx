import { Link } from "@tanstack/react-router";
import type { Call } from "../api/types";
import { t } from "../language";
import { CallState, DirectionIcon } from "./CallLine";
import { fullMoment, moment, otherParty, partyNumber, span } from "./format";
import { PhoneLink } from "./PhoneLink";

/** A past call with all that was said of it, in the tabs of a record. */
export function CallEntry({ call, showContact = false }: { call: Call; showContact?: boolean }) {
  const party = otherParty(call);
  const number = partyNumber(party);
  return (
    <div className="flex flex-col gap-1 px-5 py-3 max-sm:px-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span className="inline-flex items-center gap-2 font-medium">
          <DirectionIcon call={call} named={false} />
          {t.calls.directions[call.direction]}
        </span>
        <CallState call={call} />
        {number && <PhoneLink number={number} e164={party.e164} />}
        <Link
          to="/calls"
          search={{ call: call.id }}
          className="ml-auto inline-flex min-h-6 items-center text-muted hover:text-ink hover:underline"
        >
          <time dateTime={call.startedAt} title={fullMoment(call.startedAt)}>
            {moment(call.startedAt)}
          </time>
        </Link>
      </div>
      {showContact && call.contactId && (
        <Link
          to="/contacts/$contactId"
          params={{ contactId: call.contactId }}
          className="inline-flex min-h-6 items-center self-start text-sm hover:underline"
        >
          {call.contactName}
        </Link>
      )}
      <p className="text-sm text-muted">
        {[
          call.talkSeconds > 0 && t.calls.talked(span(call.talkSeconds)),
          call.userName,
          call.queueName,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {call.notes && <p className="text-sm break-words whitespace-pre-wrap">{call.notes}</p>}
    </div>
  );
}
