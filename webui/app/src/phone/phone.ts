import { createStore } from "zustand/vanilla";
import type { Call, Match, Ticket } from "../api/types";
import { type Connection, LiveError } from "../live/connection";
import type { DialTarget } from "../live/dial";
import type { ServerMessage } from "../live/messages";
import { SoundError } from "./devices";
import {
  currentCall,
  initialState,
  ownCalls,
  type PhoneEvent,
  type PhoneState,
  reduce,
  ringingCalls,
} from "./machine";
import { Ringer } from "./ringtone";
import { Sound } from "./sound";

export type { DialTarget } from "../live/dial";

export type Briefing = { matches: Match[]; openTickets: Ticket[]; recentCalls: Call[] };

/** What the phone asks of the HTTP API. */
export type PhoneApi = {
  liveCalls: () => Promise<Call[]>;
  brief: (call: Call) => Promise<Briefing>;
};

/** Codes of the service, of the microphone and of the connection alike. */
export type PhoneProblem = { code: string; detail: string };

const REST_MS = 3000;

/**
 * Phone ties the state machine to the live connection and the sound. It knows
 * no framework: components read its store and call its methods.
 */
export class Phone {
  readonly store;
  readonly sound: Sound;
  readonly ringer = new Ringer();
  onProblem: (problem: PhoneProblem) => void = () => undefined;

  private readonly connection: Connection;
  private readonly api: PhoneApi;
  private readonly stops: (() => void)[] = [];
  private silenced = new Set<string>();
  private cancelled = false;
  private measuring = false;
  private syncing = 0;
  private sinceSync: PhoneEvent[] = [];
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, api: PhoneApi, userId: string) {
    this.connection = connection;
    this.api = api;
    this.store = createStore<PhoneState>(() => initialState(userId));
    this.sound = new Sound(connection, userId);
    this.sound.onNeed = () => this.keepSound();
  }

  start(): void {
    this.stops.push(
      this.connection.onState(() => this.linkChanged()),
      this.connection.onMessage((message) => this.receive(message)),
      this.connection.onResync(() => void this.resync()),
      this.store.subscribe((state) => this.follow(state)),
      this.sound.store.subscribe(() => this.ringOrNot()),
    );
    this.linkChanged();
    this.sound.start();
    if (this.connection.getState() === "online") void this.resync();
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    clearTimeout(this.resting);
    this.ringer.silence();
    this.sound.stop();
  }

  /** Gets microphone and speaker ready; call it from a click. */
  async enableSound(): Promise<void> {
    await this.attempt(async () => {
      await this.ringer.unlock();
      await this.sound.unblock();
      await this.sound.ensure();
      this.follow(this.store.getState());
    });
  }

  async dial({ label, ...target }: DialTarget): Promise<void> {
    if (this.store.getState().dialling) return;
    this.cancelled = false;
    this.dispatch({ type: "dial", label });
    const placed = await this.attempt(async () => {
      await this.sound.ensure();
      if (this.cancelled) return;
      await this.holdOthers("");
      const reply = (await this.connection.request("call.dial", target)) as { callId: string };
      this.dispatch({ type: "dialled", callId: reply.callId });
      if (this.cancelled) await this.connection.request("call.hangup", { callId: reply.callId });
    });
    if (!placed || this.cancelled) this.dispatch({ type: "dialFailed" });
  }

  answer(callId: string): Promise<boolean> {
    return this.attempt(async () => {
      await this.sound.ensure();
      await this.holdOthers(callId);
      await this.connection.request("call.answer", { callId });
    });
  }

  reject(callId: string): Promise<boolean> {
    return this.attempt(() => this.connection.request("call.reject", { callId }));
  }

  /** Ends the current call, or the dialling of one. */
  async hangUp(callId?: string): Promise<void> {
    const state = this.store.getState();
    const id = callId ?? currentCall(state)?.call.id ?? state.dialling?.callId;
    if (!id) {
      this.cancelled = true;
      this.dispatch({ type: "dialFailed" });
      return;
    }
    await this.attempt(() => this.connection.request("call.hangup", { callId: id }));
  }

  hold(callId: string): Promise<boolean> {
    return this.attempt(() => this.connection.request("call.hold", { callId }));
  }

  skipDigits(callId: string): Promise<boolean> {
    return this.attempt(() => this.connection.request("call.skip_digits", { callId }));
  }

  resume(callId: string): Promise<boolean> {
    return this.attempt(async () => {
      await this.sound.ensure();
      await this.holdOthers(callId);
      await this.connection.request("call.resume", { callId });
    });
  }

  transfer(callId: string, userId: string): Promise<boolean> {
    return this.attempt(() => this.connection.request("call.transfer", { callId, userId }));
  }

  /** Ends a transfer before the colleague answers. */
  takeBack(callId: string): Promise<boolean> {
    return this.attempt(async () => {
      await this.holdOthers(callId);
      await this.connection.request("call.transfer.cancel", { callId });
    });
  }

  async mute(callId: string, muted: boolean): Promise<void> {
    // At once on this side: a cough does not wait for the network.
    this.dispatch({ type: "muted", callId, muted });
    const done = await this.attempt(() => this.connection.request("call.mute", { callId, muted }));
    if (!done) this.dispatch({ type: "muted", callId, muted: !muted });
  }

  async digits(callId: string, digits: string): Promise<void> {
    this.ringer.key(digits);
    await this.attempt(() => this.connection.request("call.dtmf", { callId, digits }));
  }

  /** Stops the ringtone of the calls that ring now. */
  silence(): void {
    for (const live of ringingCalls(this.store.getState())) this.silenced.add(live.call.id);
    this.ringer.silence();
  }

  wrapUpDone(): void {
    this.dispatch({ type: "wrapUpDone" });
  }

  noticeOver(): void {
    this.dispatch({ type: "noticeOver" });
  }

  /** Takes in a call that a person corrected over HTTP. */
  corrected(call: Call): void {
    this.dispatch({ type: "corrected", call });
  }

  private dispatch(event: PhoneEvent): void {
    if (this.syncing > 0) this.sinceSync.push(event);
    this.store.setState((state) => reduce(state, event), true);
  }

  private receive(message: ServerMessage): void {
    switch (message.type) {
      case "hello":
        // The service knows nothing of media that an earlier connection offered.
        this.sound.reset();
        this.dispatch({ type: "greeted", sessionId: message.data.sessionId });
        break;
      case "call.offered":
        this.dispatch({ type: "offered", data: message.data });
        break;
      case "call.updated":
        this.dispatch({ type: "updated", data: message.data });
        break;
      case "call.ended":
        this.silenced.delete(message.data.call.id);
        this.dispatch({ type: "ended", data: message.data });
        break;
    }
  }

  private linkChanged(): void {
    this.dispatch({ type: "link", online: this.connection.getState() === "online" });
  }

  private async resync(): Promise<void> {
    this.syncing++;
    try {
      const calls = await this.api.liveCalls();
      const since = this.sinceSync;
      this.store.setState((state) => {
        // What arrived while the list was on its way is newer than the list.
        const events: PhoneEvent[] = [{ type: "resynced", calls }, ...since];
        return events.reduce(reduce, state);
      }, true);
      this.keepSound();
      await Promise.all(calls.map((call) => this.brief(call)));
    } catch {
      // The next connection asks again; until then the page keeps what it knows.
    } finally {
      this.syncing--;
      if (this.syncing === 0) this.sinceSync = [];
    }
  }

  private async brief(call: Call): Promise<void> {
    const known = this.store.getState().calls.find((live) => live.call.id === call.id);
    if (!known || known.briefed) return;
    const briefing = await this.api.brief(call).catch(() => null);
    if (briefing) this.dispatch({ type: "briefed", callId: call.id, ...briefing });
  }

  /** Every change of state passes here: ringtone, mute and microphone follow it. */
  private follow(state: PhoneState): void {
    const current = currentCall(state);
    this.sound.setMuted(current?.muted ?? false);
    this.ringOrNot();
    this.measure(current?.call.status === "connected");
    clearTimeout(this.resting);
    if (current || state.dialling) {
      // A call that a script or another device placed needs sound here as well.
      if (current && this.sound.store.getState().link === "off") this.keepSound();
      return;
    }
    this.resting = setTimeout(() => this.sound.rest(), REST_MS);
  }

  private measure(on: boolean): void {
    if (this.measuring === on) return;
    this.measuring = on;
    this.sound.measure(on);
  }

  private ringOrNot(): void {
    const state = this.store.getState();
    const owner = this.sound.store.getState().role === "owner";
    const rings = ringingCalls(state).some((live) => !this.silenced.has(live.call.id));
    if (!owner || !rings) this.ringer.silence();
    else this.ringer.ring(ownCalls(state).length > 0 ? "waiting" : "ring");
  }

  /** A live call needs this tab's sound after a reload, a takeover or a broken path. */
  private keepSound(): void {
    const owner = this.sound.store.getState().role === "owner";
    if (!owner || this.connection.getState() !== "online") return;
    if (ownCalls(this.store.getState()).length === 0) return;
    void this.attempt(() => this.sound.ensure());
  }

  /** One call is talked on at a time; the others wait on hold. */
  private async holdOthers(callId: string): Promise<void> {
    for (const live of ownCalls(this.store.getState())) {
      if (live.call.status !== "connected" || live.call.id === callId) continue;
      await this.connection.request("call.hold", { callId: live.call.id });
    }
  }

  private async attempt(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      if (error instanceof SoundError) this.onProblem({ code: error.code, detail: "" });
      else if (error instanceof LiveError) {
        this.onProblem({ code: error.code, detail: error.message });
      } else throw error;
      return false;
    }
  }
}
