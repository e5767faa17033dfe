import type { Call, Match, Ticket } from '../api/types';

/** Whoever took a call that rang here too. */
export type AnsweredBy = { id: string; name: string };

/** What a screen pop is told of a ringing call. */
export type Offered = {
  call: Call;
  matches: Match[];
  openTickets: Ticket[];
  recentCalls: Call[];
  lookupUnavailable?: boolean;
  line: string;
  queueName: string;
  timeoutAt?: string;
};

export type Updated = {
  call: Call;
  matches?: Match[] | null;
  problem?: string;
  answeredBy?: AnsweredBy | null;
  muted: boolean;
  ringback: boolean;
  audioOwner: string;
};

export type Ended = { call: Call; answeredBy?: AnsweredBy | null };

export type PresenceStatus = 'available' | 'busy' | 'away' | 'wrapup' | 'offline';

export type Presence = {
  userId: string;
  name: string;
  status: PresenceStatus;
  reason: string;
  since: string;
  onCall: boolean;
};

export type Hello = {
  nodeId: string;
  sessionId: string;
  userId: string;
  presence?: Presence | null;
};

export type ContactUpdated = {
  contactId: string;
  version: number;
  change: 'created' | 'updated' | 'archived';
};

/** Every message that the server sends of its own accord, by its type. */
export type ServerMessages = {
  hello: Hello;
  'call.offered': Offered;
  'call.updated': Updated;
  'call.ended': Ended;
  'presence.updated': Presence;
  'contact.updated': ContactUpdated;
  'rtc.answer': { sdp: string };
  'rtc.candidate': RTCIceCandidateInit;
};

export type ServerMessage = {
  [T in keyof ServerMessages]: { type: T; seq: number; at: string; data: ServerMessages[T] };
}[keyof ServerMessages];

/** Every message that this client sends, by its type. */
export type ClientMessages = {
  'rtc.offer': { sdp: string };
  'rtc.candidate': RTCIceCandidateInit;
  'call.dial': { to?: string; contactId?: string; phone?: string };
  'call.answer': { callId: string };
  'call.reject': { callId: string };
  'call.hangup': { callId: string };
  'call.hold': { callId: string };
  'call.resume': { callId: string };
  'call.mute': { callId: string; muted: boolean };
  'call.dtmf': { callId: string; digits: string };
  'presence.set': { status: PresenceStatus; reason?: string };
};
