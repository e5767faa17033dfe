import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff, Connection, LiveError, type Socket } from "./connection";

class FakeSocket implements Socket {
  readyState = 1;
  sent: string[] = [];
  closed = false;
  onclose: ((event: CloseEvent) => unknown) | null = null;
  onmessage: ((event: MessageEvent) => unknown) | null = null;

  send(data: string) {
    this.sent.push(data);
  }
  close() {
    this.closed = true;
  }
  say(message: object) {
    this.raw(JSON.stringify({ at: "2026-01-01T00:00:00Z", ...message }));
  }
  raw(data: unknown) {
    this.onmessage?.({ data } as MessageEvent);
  }
  die() {
    this.onclose?.({} as CloseEvent);
  }
}

function setup() {
  const sockets: FakeSocket[] = [];
  const connection = new Connection({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    random: () => 1,
    replyTimeoutMs: 1000,
  });
  const resync = vi.fn();
  const message = vi.fn();
  const failure = vi.fn();
  connection.onResync(resync);
  connection.onMessage(message);
  connection.onFailure(failure);
  connection.start();
  const last = () => sockets[sockets.length - 1] as FakeSocket;
  return { connection, sockets, last, resync, message, failure };
}

const hello = { type: "hello", seq: 1, data: { sessionId: "s", nodeId: "n", userId: "u" } };

describe("Connection", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is online once greeted, and asks for a resync then", () => {
    const { connection, last, resync } = setup();
    expect(connection.getState()).toBe("connecting");
    last().say(hello);
    expect(connection.getState()).toBe("online");
    expect(resync).toHaveBeenCalledTimes(1);
  });

  it("asks for a resync after a gap, and not without one", () => {
    const { last, resync, message } = setup();
    last().say(hello);
    last().say({ type: "presence.updated", seq: 2, data: {} });
    expect(resync).toHaveBeenCalledTimes(1);
    last().say({ type: "presence.updated", seq: 5, data: {} });
    expect(resync).toHaveBeenCalledTimes(2);
    last().say({ type: "presence.updated", seq: 6, data: {} });
    expect(resync).toHaveBeenCalledTimes(2);
    expect(message).toHaveBeenCalledTimes(4);
  });

  it("counts replies in the sequence and resolves their requests", async () => {
    const { connection, last, resync } = setup();
    last().say(hello);
    const reply = connection.request("call.answer", { callId: "c" });
    const { id, type } = JSON.parse(last().sent[0] as string);
    expect(type).toBe("call.answer");
    last().say({ type: "ok", seq: 2, id, data: { fine: true } });
    await expect(reply).resolves.toEqual({ fine: true });
    expect(resync).toHaveBeenCalledTimes(1);
  });

  it("rejects with the code of an error reply", async () => {
    const { connection, last } = setup();
    last().say(hello);
    const reply = connection.request("call.answer", { callId: "c" });
    last().say({ type: "error", seq: 2, id: "1", code: "already_answered", detail: "by Bo" });
    await expect(reply).rejects.toMatchObject({ code: "already_answered", message: "by Bo" });
  });

  it("reconnects with growing waits, and starts over after a greeting", () => {
    const { connection, sockets, last, failure } = setup();
    last().die();
    expect(connection.getState()).toBe("reconnecting");
    expect(failure).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(399);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);
    last().die();
    vi.advanceTimersByTime(799);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    last().say(hello);
    last().die();
    expect(failure).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(400);
    expect(sockets).toHaveLength(4);
  });

  it("reconnects at once when nudged", () => {
    const { connection, sockets, last } = setup();
    last().die();
    connection.nudge();
    expect(sockets).toHaveLength(2);
  });

  it("rejects what waits when the connection is lost, and what is sent offline", async () => {
    const { connection, last } = setup();
    last().say(hello);
    const reply = connection.request("call.hangup", { callId: "c" });
    last().die();
    await expect(reply).rejects.toBeInstanceOf(LiveError);
    await expect(connection.request("call.hangup", { callId: "c" })).rejects.toMatchObject({
      code: "offline",
    });
  });

  it("treats a missing reply as a dead connection", async () => {
    const { connection, last } = setup();
    last().say(hello);
    const reply = connection.request("call.hangup", { callId: "c" });
    const rejected = expect(reply).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(1000);
    await rejected;
    expect(connection.getState()).toBe("reconnecting");
  });

  it("ignores what is not a message, and stays closed once stopped", () => {
    const { connection, sockets, last, message } = setup();
    last().raw("not json");
    last().raw('{"type":"hello"}');
    last().raw(new ArrayBuffer(2));
    expect(message).not.toHaveBeenCalled();
    connection.stop();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(connection.getState()).toBe("closed");
  });
});

describe("backoff", () => {
  it.each([
    [0, 0, 200],
    [0, 1, 400],
    [3, 1, 3200],
    [20, 1, 15_000],
    [20, 0, 7500],
  ])("attempt %i with %d waits %i ms", (attempt, random, wait) => {
    expect(backoff(attempt, random)).toBe(wait);
  });
});
