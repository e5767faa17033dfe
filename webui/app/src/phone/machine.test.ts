import { describe, expect, it } from "vitest";
import type { Call } from "../api/types";
import {
  currentCall,
  initialState,
  type Phase,
  type PhoneEvent,
  type PhoneState,
  phaseOf,
  reduce,
  ringingCalls,
} from "./machine";

const me = "me";

function call(id: string, over: Partial<Call> = {}): Call {
  return {
    id,
    direction: "inbound",
    status: "ringing",
    outcome: null,
    from: { raw: "+447700900123", e164: "+447700900123", name: "" },
    to: { raw: "+442079460000", e164: "+442079460000", name: "" },
    contactId: null,
    contact: null,
    contactName: "",
    customerId: null,
    userId: null,
    userName: "",
    queueId: null,
    queueName: "Sales",
    line: "Main",
    startedAt: `2026-01-01T00:00:0${id.length}Z`,
    ringingAt: null,
    answeredAt: null,
    endedAt: null,
    talkSeconds: 0,
    waitSeconds: 0,
    holdSeconds: 0,
    hangupBy: null,
    cause: { q850: null, sip: null, text: "" },
    notes: "",
    quality: null,
    ...over,
  } as Call;
}

const link = (online: boolean): PhoneEvent => ({ type: "link", online });
const offered = (id: string, more: object = {}): PhoneEvent => ({
  type: "offered",
  data: {
    call: call(id),
    matches: [],
    openTickets: [],
    recentCalls: [],
    line: "Main",
    queueName: "Sales",
    timeoutAt: "2026-01-01T00:00:20Z",
    transferredBy: null,
    ...more,
  },
});
const updated = (id: string, over: Partial<Call>, more: object = {}): PhoneEvent => ({
  type: "updated",
  data: {
    call: call(id, over),
    problem: "",
    answeredBy: null,
    muted: false,
    ringback: false,
    recording: "",
    recordable: "off",
    sendingDigits: "",
    audioOwner: "",
    transferTo: null,
    transferProblem: "",
    ...more,
  },
});
const ended = (
  id: string,
  over: Partial<Call> = {},
  answeredBy?: { id: string; name: string },
): PhoneEvent => ({
  type: "ended",
  data: { call: call(id, { status: "ended", ...over }), answeredBy: answeredBy ?? null },
});
const greeted: PhoneEvent = { type: "greeted", sessionId: "s" };
const mine: Partial<Call> = {
  userId: me,
  userName: "Me",
  status: "connected",
  answeredAt: "2026-01-01T00:00:09Z",
};
const out: Partial<Call> = { userId: me, direction: "outbound", status: "ringing" };

function run(...events: PhoneEvent[]): PhoneState {
  return events.reduce(reduce, initialState(me));
}

describe("phases", () => {
  const table: [name: string, events: PhoneEvent[], phase: Phase][] = [
    ["before the first greeting", [], "reconnecting"],
    ["online", [link(true)], "idle"],
    ["a call is offered", [link(true), offered("a")], "ringing"],
    ["answered here", [link(true), offered("a"), updated("a", mine)], "active"],
    ["held", [link(true), offered("a"), updated("a", { ...mine, status: "held" })], "held"],
    [
      "resumed",
      [link(true), offered("a"), updated("a", { ...mine, status: "held" }), updated("a", mine)],
      "active",
    ],
    [
      "ended after talk",
      [link(true), offered("a"), updated("a", mine), ended("a", { ...mine, status: "ended" })],
      "wrapup",
    ],
    ["the caller gives up", [link(true), offered("a"), ended("a", { outcome: "missed" })], "idle"],
    [
      "a colleague answers",
      [link(true), offered("a"), updated("a", { ...mine, userId: "bo" })],
      "idle",
    ],
    ["dial pressed", [link(true), { type: "dial", label: "Ann" }], "dialling"],
    ["dial refused", [link(true), { type: "dial", label: "Ann" }, { type: "dialFailed" }], "idle"],
    [
      "dial accepted",
      [link(true), { type: "dial", label: "Ann" }, { type: "dialled", callId: "o" }],
      "dialling",
    ],
    [
      "the far end rings",
      [link(true), { type: "dial", label: "Ann" }, updated("o", out)],
      "dialling",
    ],
    [
      "the far end answers",
      [link(true), updated("o", out), updated("o", { ...out, ...mine })],
      "active",
    ],
    ["a second call while talking", [link(true), updated("a", mine), offered("b")], "active"],
    [
      "a second call while held",
      [link(true), updated("a", { ...mine, status: "held" }), offered("b")],
      "held",
    ],
    ["link lost while talking", [link(true), updated("a", mine), link(false)], "reconnecting"],
    [
      "link back while talking",
      [link(true), updated("a", mine), link(false), link(true)],
      "active",
    ],
    [
      "reload with a live call",
      [link(true), { type: "resynced", calls: [call("a", mine)] }],
      "active",
    ],
    ["reload while ringing", [link(true), { type: "resynced", calls: [call("a")] }], "ringing"],
    [
      "dismissed wrap-up",
      [
        link(true),
        updated("a", mine),
        ended("a", { ...mine, status: "ended" }),
        { type: "wrapUpDone" },
      ],
      "idle",
    ],
    [
      "a new call replaces the wrap-up",
      [
        link(true),
        updated("a", mine),
        ended("a", { ...mine, status: "ended" }),
        updated("b", mine),
      ],
      "active",
    ],
    [
      "ended while dialling is in flight",
      [
        link(true),
        { type: "dial", label: "Ann" },
        { type: "dialled", callId: "o" },
        ended("o", { ...out, status: "ended" }),
      ],
      "wrapup",
    ],
    ["news of someone else’s call", [link(true), updated("x", { ...mine, userId: "bo" })], "idle"],
  ];
  it.each(table)("%s", (_, events, phase) => {
    expect(phaseOf(run(...events))).toBe(phase);
  });
});

describe("notices", () => {
  it("names the colleague who answered", () => {
    const state = run(link(true), offered("a"), ended("a", {}, { id: "bo", name: "Bo" }));
    expect(state.notice).toMatchObject({ kind: "answered", by: "Bo" });
    expect(state.wrapUp).toBeNull();
    expect(reduce(state, { type: "noticeOver" }).notice).toBeNull();
  });

  it("tells of a missed call, not of a declined one", () => {
    expect(run(link(true), offered("a"), ended("a", { outcome: "missed" })).notice?.kind).toBe(
      "missed",
    );
    expect(run(link(true), offered("a"), ended("a", { outcome: "rejected" })).notice).toBeNull();
  });

  it("is silent when the same user answered elsewhere", () => {
    const state = run(link(true), offered("a"), ended("a", {}, { id: me, name: "Me" }));
    expect(state.notice).toBeNull();
  });
});

describe("order of events", () => {
  it("keeps a call connected when its offer arrives late", () => {
    const state = run(link(true), updated("a", mine), offered("a"));
    expect(currentCall(state)?.call.status).toBe("connected");
    expect(ringingCalls(state)).toHaveLength(0);
  });

  it("takes the reply to a dial after the call was told of", () => {
    const state = run(link(true), { type: "dial", label: "Ann" }, updated("o", out), {
      type: "dialled",
      callId: "o",
    });
    expect(state.dialling).toBeNull();
    expect(state.calls).toHaveLength(1);
  });

  it("lists several ringing calls, oldest first", () => {
    const state = run(link(true), offered("a"), offered("bb"));
    expect(ringingCalls(state).map((live) => live.call.id)).toEqual(["a", "bb"]);
  });

  it("keeps the briefing of a known call through a resync, and drops what is gone", () => {
    const state = run(link(true), offered("a"), offered("bb"), {
      type: "resynced",
      calls: [call("a")],
    });
    expect(state.calls).toHaveLength(1);
    expect(state.calls[0]).toMatchObject({ briefed: true, timeoutAt: "2026-01-01T00:00:20Z" });
  });

  it("wraps up a call that ended while the link was down", () => {
    const state = run(link(true), updated("a", mine), { type: "resynced", calls: [] });
    expect(phaseOf(state)).toBe("wrapup");
  });

  it("does not brief twice", () => {
    const brief: PhoneEvent = {
      type: "briefed",
      callId: "a",
      matches: [],
      openTickets: [],
      recentCalls: [call("z")],
    };
    expect(run(link(true), offered("a"), brief).calls[0]?.recentCalls).toHaveLength(0);
    const found = run(link(true), { type: "resynced", calls: [call("a")] }, brief);
    expect(found.calls[0]).toMatchObject({ briefed: true });
    expect(found.calls[0]?.recentCalls).toHaveLength(1);
  });

  it("shows mute at once and follows the service", () => {
    const muted = run(link(true), updated("a", mine), { type: "muted", callId: "a", muted: true });
    expect(currentCall(muted)?.muted).toBe(true);
    expect(currentCall(reduce(muted, updated("a", mine)))?.muted).toBe(false);
  });

  it("talks first, then dials, then holds", () => {
    const state = run(link(true), updated("h", { ...mine, status: "held" }), updated("o", out));
    expect(currentCall(state)?.call.id).toBe("o");
    expect(currentCall(reduce(state, updated("t", mine)))?.call.id).toBe("t");
  });

  it("keeps whom a person chose through news, the end and a reload", () => {
    const row = { ...call("a", mine), contactId: "chosen", contactName: "Beatrix" };
    const chosen = run(link(true), offered("a"), { type: "corrected", call: row });
    const talking = reduce(chosen, updated("a", mine));
    expect(currentCall(talking)?.call).toMatchObject({ contactId: "chosen", status: "connected" });
    expect(reduce(talking, ended("a", mine)).wrapUp?.call.contactId).toBe("chosen");
    const reloaded = run(link(true), { type: "resynced", calls: [row] }, updated("a", mine));
    expect(currentCall(reloaded)?.call.contactId).toBe("chosen");
  });

  it("keeps a call that a colleague sends through a list that does not have it", () => {
    const sent = { transferredBy: { id: "ann", name: "Ann" } };
    const rings = run(link(true), offered("a", sent), { type: "resynced", calls: [] });
    expect(ringingCalls(rings)[0]?.transferredBy?.name).toBe("Ann");
    const held = updated("a", { userId: "ann", status: "held" });
    expect(ringingCalls(reduce(rings, held))).toHaveLength(1);
    expect(ringingCalls(reduce(rings, ended("a")))).toHaveLength(0);
    expect(currentCall(reduce(rings, updated("a", mine)))?.transferredBy).toBeNull();
    expect(run(link(true), offered("a", sent), greeted).calls).toHaveLength(0);
  });

  it("says why a transfer came back, and nothing of one that was taken back", () => {
    const sending = run(
      link(true),
      updated("a", { ...mine, status: "held" }, { transferTo: { id: "bob", name: "Bob" } }),
    );
    expect(currentCall(sending)?.transferTo?.name).toBe("Bob");
    const back = reduce(sending, updated("a", mine, { transferProblem: "declined" }));
    expect(back.notice).toMatchObject({ kind: "returned", by: "Bob", problem: "declined" });
    expect(reduce(sending, updated("a", mine)).notice).toBeNull();
  });
});
