export type Named = { id: string; name: string };
export type Role = 'agent' | 'supervisor' | 'admin';
export type Me = {
  id: string; name: string; email: string; role: Role; extension: string;
  organisation: { id: string; name: string; country: string }; demo: boolean;
};
export type Phone = { raw: string; e164: string | null; extension: string; label: string; primary: boolean };
export type ContactKind = 'customer' | 'contractor' | 'vendor' | 'partner' | 'other';
export type Contact = {
  id: string; firstName: string; lastName: string; name: string; email: string | null; emails: string[];
  phone: string | null; phones: Phone[]; jobTitle: string; customerId: string | null; customer: Named | null;
  kind: ContactKind; status: string; marketingOptOut: boolean; lockedToCustomer: boolean; ownerId: string | null;
  tags: string[]; source: string; archivedAt: string | null; mergedIntoId: string | null;
  createdAt: string; updatedAt: string; version: number;
};
export type Party = { raw: string; e164: string | null; name: string };
export type Cause = { q850: number | null; sip: number | null; text: string };
export type CallQuality = { mos: number; lossPercent: number; jitterMs: number };
export type Direction = 'inbound' | 'outbound' | 'internal';
export type Outcome = 'answered' | 'missed' | 'busy' | 'rejected' | 'failed' | 'cancelled' | 'abandoned' | 'voicemail';
export type Call = {
  id: string; direction: Direction; status: 'ringing' | 'connected' | 'held' | 'ended';
  outcome: Outcome | null; from: Party; to: Party; contactId: string | null; contact: Named | null; contactName: string;
  customerId: string | null; customerName: string; userId: string | null; userName: string; queueId: string | null; queueName: string; line: string;
  startedAt: string; ringingAt: string | null; answeredAt: string | null; endedAt: string | null;
  talkSeconds: number; waitSeconds: number; holdSeconds: number; hangupBy: string | null;
  cause: Cause; disposition: string; notes: string; recordings: string[]; quality: CallQuality | null;
};
export type Leg = {
  id: string; kind: string; userId: string | null; party: Party; state: string; startedAt: string;
  ringingAt: string | null; answeredAt: string | null; endedAt: string | null; cause: Cause; quality: CallQuality | null;
};
export type CallEvent = { sequence: number; at: string; name: string; detail: Record<string, unknown> };
export type CallDetail = Call & { legs: Leg[]; events: CallEvent[] };
export type MatchReason = 'primary' | 'secondary' | 'shared' | 'variant' | 'partial' | 'email' | 'name';
export type Match = { contact: Contact; customer: Named | null; reason: MatchReason; score: number; sharedBy?: number };
export type TicketStatus = 'new' | 'open' | 'pending' | 'solved' | 'closed';
export type Ticket = {
  id: string; number: number; subject: string; status: TicketStatus; priority: string;
  contactId: string | null; contactName: string; customerId: string | null; customerName: string; assigneeId: string | null;
  createdAt: string; updatedAt: string;
};
export type Note = {
  id: string; contactId: string; authorId: string | null; authorName: string; body: string; createdAt: string; updatedAt: string;
};
export type Customer = {
  id: string; name: string; website: string; phone: string; address: string; ownerId: string | null;
  contactCount: number; createdAt: string; updatedAt: string; version: number;
};
export type Lookup = {
  kind: 'dialable' | 'internal' | 'withheld' | 'invalid'; e164: string | null; extension: string; national: string | null; matches: Match[];
};
