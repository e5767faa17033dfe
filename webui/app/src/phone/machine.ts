import type { Call, Match, Ticket } from "../api/types";
import type { AnsweredBy, Ended, Offered, TransferProblem, Updated } from "../live/messages";

/**
 * What the phone is doing, as the call bar shows it. Calls that ring while
 * another call is on are in PhoneState.calls and do not change the phase.
 */
export type Phase = "idle" | "dialling" | "ringing" | "active" | "held" | "wrapup" | "reconnecting";

/** A call that lasts, with what this page was told about it. */
export type LiveCall = {
  call: Call;
  matches: Match[];
  openTickets: Ticket[];
  recentCalls: Call[];
  lookupUnavailable: boolean;
  line: string;
  queueName: string;
  timeoutAt: string | null;
  muted: boolean;
  ringback: boolean;
  /** Empty while the call is not recorded. */
  recording: Updated["recording"];
  /** What the rules let the agent do. */
  recordable: Updated["recordable"];
  /** The extension that is being keyed; empty when none is. */
  sendingDigits: string;
  problem: string;
  audioOwner: string;
  /** The colleague for whom it rings now. */
  transferTo: AnsweredBy | null;
  /** The colleague who sends the call that rings here. */
  transferredBy: AnsweredBy | null;
  /** False for a call found by a resync: its matches were never told. */
  briefed: boolean;
  /** The call as the log last had it: whom a person chose, and what was noted. */
  logged: Call | null;
};

/** A call that was asked for and that the service has not yet told of. */
export type Dialling = { label: string; callId: string | null };

export type Notice =
  | { kind: "answered"; call: Call; by: string }
  | { kind: "missed"; call: Call }
  | { kind: "returned"; call: Call; by: string; problem: TransferProblem };

export type PhoneState = {
  userId: string;
  /** This page's connection, as audioOwner names it. */
  sessionId: string;
  online: boolean;
  /** Oldest first. */
  calls: LiveCall[];
  dialling: Dialling | null;
  /** The call that just ended and may still want notes. */
  wrapUp: LiveCall | null;
  notice: Notice | null;
};

export type PhoneEvent =
  | { type: "link"; online: boolean }
  | { type: "greeted"; sessionId: string }
  | { type: "offered"; data: Offered }
  | { type: "updated"; data: Updated }
  | { type: "ended"; data: Ended }
  | { type: "resynced"; calls: Call[] }
  | {
      type: "briefed";
      callId: string;
      matches: Match[];
      openTickets: Ticket[];
      recentCalls: Call[];
    }
  | { type: "dial"; label: string }
  | { type: "dialled"; callId: string }
  | { type: "dialFailed" }
  | { type: "muted"; callId: string; muted: boolean }
  | { type: "corrected"; call: Call }
  | { type: "wrapUpDone" }
  | { type: "noticeOver" };

export function initialState(userId: string): PhoneState {
  return {
    userId,
    sessionId: "",
    online: false,
    calls: [],
    dialling: null,
    wrapUp: null,
    notice: null,
  };
}

/** Whether the user placed or answered the call. */
export function isMine(call: Call, userId: string): boolean {
  return call.userId === userId;
}

/** Whether the call rings for the user to answer. */
export function isRinging(live: LiveCall, userId: string): boolean {
  return live.call.status === "ringing" && !isMine(live.call, userId);
}

/** A call that a colleague sends and that rings here. */
function isSent(state: PhoneState, live: LiveCall): boolean {
  return live.transferredBy !== null && isRinging(live, state.userId);
}

export function ringingCalls(state: PhoneState): LiveCall[] {
  return state.calls.filter((live) => isRinging(live, state.userId));
}

/** The calls that the user takes part in: talking first, then dialling, then held. */
export function ownCalls(state: PhoneState): LiveCall[] {
  const order = { connected: 0, ringing: 1, held: 2, ended: 3 };
  return state.calls
    .filter((live) => isMine(live.call, state.userId))
    .sort((a, b) => order[a.call.status] - order[b.call.status]);
}

/** The call that mute, hold, keypad and hang-up are about. */
export function currentCall(state: PhoneState): LiveCall | null {
  return ownCalls(state)[0] ?? null;
}

export function phaseOf(state: PhoneState): Phase {
  if (!state.online) return "reconnecting";
  const current = currentCall(state);
  if (current?.call.status === "connected") return "active";
  if (state.dialling || current?.call.status === "ringing") return "dialling";
  if (current?.call.status === "held") return "held";
  if (ringingCalls(state).length > 0) return "ringing";
  return state.wrapUp ? "wrapup" : "idle";
}

export function reduce(state: PhoneState, event: PhoneEvent): PhoneState {
  switch (event.type) {
    case "link":
      return { ...state, online: event.online };
    case "greeted":
      return {
        ...state,
        sessionId: event.sessionId,
        // A transfer is in no list; one that still rings is offered anew.
        calls: state.calls.filter((live) => !isSent(state, live)),
      };
    case "offered":
      return offered(state, event.data);
    case "updated":
      return updated(state, event.data);
    case "ended":
      return ended(state, event.data);
    case "resynced":
      return resynced(state, event.calls);
    case "briefed":
      return briefed(state, event);
    case "dial":
      return { ...state, dialling: { label: event.label, callId: null }, wrapUp: null };
    case "dialled":
      return dialled(state, event.callId);
    case "dialFailed":
      return { ...state, dialling: null };
    case "muted":
      return change(state, event.callId, (live) => ({ ...live, muted: event.muted }));
    case "corrected":
      return corrected(state, event.call);
    case "wrapUpDone":
      return { ...state, wrapUp: null };
    case "noticeOver":
      return { ...state, notice: null };
  }
}

function bare(call: Call): LiveCall {
  return {
    call,
    matches: [],
    openTickets: [],
    recentCalls: [],
    lookupUnavailable: false,
    line: call.line,
    queueName: call.queueName,
    timeoutAt: null,
    muted: false,
    ringback: false,
    recording: "",
    recordable: "off",
    sendingDigits: "",
    problem: "",
    audioOwner: "",
    transferTo: null,
    transferredBy: null,
    briefed: false,
    logged: null,
  };
}

/**
 * The call as told live, attributed as in the log: the service that carries the
 * call is not told whom a person chose for it.
 */
function attributed(live: LiveCall, call: Call): Call {
  if (!live.logged) return call;
  const { contactId, contact, contactName, customerId, customerName, notes, disposition } =
    live.logged;
  return { ...call, contactId, contact, contactName, customerId, customerName, notes, disposition };
}

function change(state: PhoneState, callId: string, by: (live: LiveCall) => LiveCall): PhoneState {
  return {
    ...state,
    calls: state.calls.map((live) => (live.call.id === callId ? by(live) : live)),
  };
}

function put(state: PhoneState, live: LiveCall): PhoneState {
  if (state.calls.some((known) => known.call.id === live.call.id)) {
    return change(state, live.call.id, () => live);
  }
  return { ...state, calls: [...state.calls, live] };
}

function without(state: PhoneState, callId: string): PhoneState {
  return { ...state, calls: state.calls.filter((live) => live.call.id !== callId) };
}

function find(state: PhoneState, callId: string): LiveCall | undefined {
  return state.calls.find((live) => live.call.id === callId);
}

function offered(state: PhoneState, data: Offered): PhoneState {
  const known = find(state, data.call.id);
  return put(state, {
    ...(known ?? bare(data.call)),
    // An offer that overtakes news of the same call must not undo it.
    call: known && known.call.status !== "ringing" ? known.call : data.call,
    matches: data.matches,
    openTickets: data.openTickets,
    recentCalls: data.recentCalls,
    lookupUnavailable: data.lookupUnavailable ?? false,
    line: data.line,
    queueName: data.queueName,
    timeoutAt: data.timeoutAt ?? null,
    transferredBy: data.transferredBy ?? null,
    briefed: true,
  });
}

function updated(state: PhoneState, data: Updated): PhoneState {
  const { call } = data;
  const known = find(state, call.id);
  // What is told of it is how it stands with the colleague who sends it.
  if (known && isSent(state, known) && !isMine(call, state.userId)) return state;
  if (call.status !== "ringing" && !isMine(call, state.userId)) {
    return known ? takenByColleague(state, known, call, data.answeredBy) : state;
  }
  // Supervisors hear of everyone's calls; only one's own belong on the phone.
  if (!known && !isMine(call, state.userId)) return state;
  const live = known ?? bare(call);
  const next = put(state, {
    ...live,
    call: attributed(live, call),
    matches: data.matches ?? live.matches,
    muted: data.muted,
    ringback: data.ringback,
    recording: data.recording,
    recordable: data.recordable,
    sendingDigits: data.sendingDigits,
    problem: data.problem ?? "",
    audioOwner: data.audioOwner,
    transferTo: data.transferTo ?? null,
    transferredBy: null,
  });
  const returned = live.transferTo && !data.transferTo && data.transferProblem;
  if (live.transferTo && returned) {
    const by = live.transferTo.name;
    return { ...next, notice: { kind: "returned", call, by, problem: returned } };
  }
  return isMine(call, state.userId) ? { ...next, dialling: null, wrapUp: null } : next;
}

function takenByColleague(
  state: PhoneState,
  known: LiveCall,
  call: Call,
  by: AnsweredBy | null | undefined,
): PhoneState {
  const next = without(state, known.call.id);
  const name = by?.name || call.userName;
  return name && by?.id !== state.userId
    ? { ...next, notice: { kind: "answered", call, by: name } }
    : next;
}

function ended(state: PhoneState, { call, answeredBy }: Ended): PhoneState {
  const known = find(state, call.id);
  const asked = state.dialling?.callId === call.id;
  const next = without(asked ? { ...state, dialling: null } : state, call.id);
  if (answeredBy && answeredBy.id !== state.userId) {
    return known ? takenByColleague(state, known, call, answeredBy) : next;
  }
  if (isMine(call, state.userId) && (known || asked)) {
    const live = known ?? bare(call);
    return { ...next, wrapUp: { ...live, call: attributed(live, call) } };
  }
  return known && !answeredBy && call.direction !== "outbound" && missed(call)
    ? { ...next, notice: { kind: "missed", call } }
    : next;
}

function missed(call: Call): boolean {
  return !call.answeredAt && call.outcome !== "rejected";
}

function resynced(state: PhoneState, calls: Call[]): PhoneState {
  const lasting = calls
    .filter((call) => call.status !== "ended")
    .filter((call) => call.status === "ringing" || isMine(call, state.userId))
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  const gone = state.calls.find(
    (live) => isMine(live.call, state.userId) && !lasting.some((call) => call.id === live.call.id),
  );
  const sent = state.calls.filter(
    (live) => isSent(state, live) && !lasting.some((call) => call.id === live.call.id),
  );
  const listed = lasting.map((call) => ({
    ...(find(state, call.id) ?? bare(call)),
    call,
    // A row without a contact may be older than the caller's attribution.
    logged: call.contactId ? call : null,
  }));
  return {
    ...state,
    calls: [...listed, ...sent],
    dialling: null,
    wrapUp: gone ?? (lasting.some((call) => isMine(call, state.userId)) ? null : state.wrapUp),
  };
}

function briefed(state: PhoneState, event: Extract<PhoneEvent, { type: "briefed" }>): PhoneState {
  return change(state, event.callId, (live) =>
    live.briefed
      ? live
      : {
          ...live,
          matches: event.matches,
          openTickets: event.openTickets,
          recentCalls: event.recentCalls,
          briefed: true,
        },
  );
}

function dialled(state: PhoneState, callId: string): PhoneState {
  // The call itself may have been told of before the reply to the request.
  if (!state.dialling || find(state, callId)) return { ...state, dialling: null };
  if (state.wrapUp?.call.id === callId) return { ...state, dialling: null };
  return { ...state, dialling: { ...state.dialling, callId } };
}

function corrected(state: PhoneState, call: Call): PhoneState {
  const next = change(state, call.id, (live) => ({
    ...live,
    call: { ...call, status: live.call.status },
    logged: call,
  }));
  return next.wrapUp?.call.id === call.id ? { ...next, wrapUp: { ...next.wrapUp, call } } : next;
}
