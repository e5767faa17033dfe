import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { callQuery, updateCall } from "../api/calls";
import { meQuery } from "../api/session";
import type { CallDetail, CallEvent, CallPatch, Leg } from "../api/types";
import { t } from "../language";
import { Badge } from "../ui/Badge";
import { Button, buttonClass } from "../ui/Button";
import { CallState, DirectionIcon } from "../ui/CallLine";
import { ContactPicker } from "../ui/ContactPicker";
import { causeText } from "../ui/causes";
import { Dialog } from "../ui/Dialog";
import { Fact, Facts } from "../ui/Facts";
import { TextArea } from "../ui/fields";
import { callerName, exactTime, fullMoment, otherParty, partyNumber, span } from "../ui/format";
import { PhoneLink } from "../ui/PhoneLink";
import { problemText } from "../ui/problem";
import { Failed, Skeleton } from "../ui/states";
import { say } from "../ui/toasts";
import { Recordings } from "./Recordings";
import { SIPLadder } from "./SIPLadder";

type CallDrawerProps = { callId: string | undefined; onClose: () => void };

/** One call in full: who, when, how it sounded, why it ended, and notes on it. */
export function CallDrawer({ callId, onClose }: CallDrawerProps) {
  return (
    <Dialog open={Boolean(callId)} onClose={onClose} title={t.calls.detail} side>
      {callId && <Detail key={callId} callId={callId} />}
    </Dialog>
  );
}

function Detail({ callId }: { callId: string }) {
  const { data: me } = useQuery(meQuery);
  const { data: call, isError, error, refetch } = useQuery(callQuery(callId));
  if (isError) return <Failed error={error} retry={() => void refetch()} />;
  if (!call) return <Skeleton rows={8} />;
  return (
    <div className="flex flex-col gap-6">
      <Head call={call} />
      <Times call={call} />
      <Recordings callId={call.id} ids={call.recordings} />
      <Attribution call={call} />
      <Notes call={call} />
      <Legs legs={call.legs} />
      <Events events={call.events} />
      {me && me.role !== "agent" && <SIPLadder callId={call.id} />}
    </div>
  );
}

function Head({ call }: { call: CallDetail }) {
  const party = otherParty(call);
  const number = partyNumber(party);
  const cause = causeText(call);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <DirectionIcon call={call} named={false} />
        <h3 className="text-lg font-semibold">
          {call.contactId ? (
            <Link
              to="/contacts/$contactId"
              params={{ contactId: call.contactId }}
              className="hover:underline"
            >
              {callerName(call)}
            </Link>
          ) : (
            callerName(call)
          )}
        </h3>
        <CallState call={call} />
      </div>
      {number && (
        <PhoneLink number={number} e164={party.e164} contactId={call.contactId ?? undefined} />
      )}
      {cause && <p className="text-sm text-muted">{cause}</p>}
    </div>
  );
}

function Times({ call }: { call: CallDetail }) {
  const { quality } = call;
  return (
    <Facts>
      <Fact label={t.calls.direction}>{t.calls.directions[call.direction]}</Fact>
      <Fact label={t.calls.started}>{fullMoment(call.startedAt)}</Fact>
      <Fact label={t.calls.wait}>{span(call.waitSeconds)}</Fact>
      {call.answeredAt && <Fact label={t.calls.talk}>{span(call.talkSeconds)}</Fact>}
      {call.holdSeconds > 0 && <Fact label={t.calls.hold}>{span(call.holdSeconds)}</Fact>}
      {call.userName && <Fact label={t.calls.agent}>{call.userName}</Fact>}
      {call.queueName && <Fact label={t.calls.queue}>{call.queueName}</Fact>}
      {call.line && <Fact label={t.calls.line}>{call.line}</Fact>}
      {call.hangupBy && <Fact label={t.calls.hangupBy}>{t.calls.hangupByWho[call.hangupBy]}</Fact>}
      {quality && (
        <Fact label={t.calls.quality}>
          {t.calls.qualityText(quality.mos, quality.lossPercent, quality.jitterMs)}
        </Fact>
      )}
    </Facts>
  );
}

function useCallChange(callId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (patch: CallPatch) => updateCall(callId, patch),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["calls"] });
      void client.invalidateQueries({ queryKey: ["contacts", "calls"] });
      say(t.calls.saved);
    },
  });
}

function Attribution({ call }: { call: CallDetail }) {
  const change = useCallChange(call.id);
  const number = partyNumber(otherParty(call));
  return (
    <section className="flex flex-col gap-2">
      <ContactPicker
        label={call.contactId ? t.calls.otherContact : t.calls.attribute}
        onPick={(contact) => change.mutate({ contactId: contact.id })}
      />
      <div className="flex flex-wrap gap-2">
        {!call.contactId && number && (
          <Link
            to="/contacts/new"
            search={{ phone: number, callId: call.id }}
            className={buttonClass("plain", "small")}
          >
            <UserPlus aria-hidden className="size-4" />
            {t.contacts.newButton}
          </Link>
        )}
        {call.contactId && (
          <Button size="small" onClick={() => change.mutate({ contactId: null })}>
            {t.calls.detach}
          </Button>
        )}
      </div>
      {change.isError && (
        <p role="alert" className="text-sm text-bad">
          {problemText(change.error)}
        </p>
      )}
    </section>
  );
}

function Notes({ call }: { call: CallDetail }) {
  const [text, setText] = useState(call.notes);
  const change = useCallChange(call.id);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ notes: text });
      }}
    >
      <TextArea
        label={t.calls.notes}
        value={text}
        maxLength={20_000}
        error={change.isError ? problemText(change.error) : undefined}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== call.notes && (
        <div className="flex justify-end">
          <Button type="submit" tone="primary" size="small" disabled={change.isPending}>
            {t.calls.saveNotes}
          </Button>
        </div>
      )}
    </form>
  );
}

function Legs({ legs }: { legs: Leg[] }) {
  if (legs.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{t.calls.legs}</h3>
      <ul className="flex flex-col gap-2">
        {legs.map((leg) => (
          <li key={leg.id} className="rounded-lg border p-3 text-sm">
            <p className="flex flex-wrap items-center gap-2">
              <Badge>{t.calls.legKinds[leg.kind] ?? leg.kind}</Badge>
              <span className="tabular">{leg.party.name || partyNumber(leg.party)}</span>
              <span className="ml-auto text-muted">
                {t.calls.legStates[leg.state] ?? leg.state}
              </span>
            </p>
            <p className="mt-1 text-muted">
              {[
                t.calls.legTimes(
                  exactTime(leg.startedAt),
                  leg.endedAt ? exactTime(leg.endedAt) : "",
                ),
                leg.cause.sip && `SIP ${leg.cause.sip}`,
                leg.cause.q850 && `Q.850 ${leg.cause.q850}`,
                leg.quality &&
                  t.calls.qualityText(
                    leg.quality.mos,
                    leg.quality.lossPercent,
                    leg.quality.jitterMs,
                  ),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Events({ events }: { events: CallEvent[] }) {
  if (events.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">{t.calls.events}</h3>
      <ol className="flex flex-col gap-1.5 border-l-2 pl-4 text-sm">
        {events.map((event) => (
          <li key={event.sequence} className="flex items-baseline gap-3">
            <time dateTime={event.at} className="tabular shrink-0 text-muted">
              {exactTime(event.at)}
            </time>
            <span className="min-w-0 break-words">
              {t.calls.eventNames[event.name] ?? event.name}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
