import { describe, expect, it } from "vitest";
import { countersOf, gradeOf, mosOf, qualityOf, sampleBetween } from "./quality";

describe("mosOf", () => {
  it.each([
    [{ rttMs: 2, jitterMs: 1, lossPercent: 0 }, 4.4, "good"],
    [{ rttMs: 80, jitterMs: 10, lossPercent: 0 }, 4.36, "good"],
    [{ rttMs: 60, jitterMs: 5, lossPercent: 6 }, 3.9, "fair"],
    [{ rttMs: 300, jitterMs: 30, lossPercent: 5 }, 2.9, "poor"],
    [{ rttMs: 5000, jitterMs: 500, lossPercent: 100 }, 1, "poor"],
  ] as const)("%o", (sample, mos, grade) => {
    expect(mosOf(sample)).toBeCloseTo(mos, 0);
    expect(qualityOf(sample).grade).toBe(grade);
  });
});

describe("gradeOf", () => {
  it.each([
    [4, "good"],
    [3.99, "fair"],
    [3.6, "fair"],
    [3.59, "poor"],
  ])("%d is %s", (mos, grade) => expect(gradeOf(mos)).toBe(grade));
});

describe("sampleBetween", () => {
  const zero = { received: 100, lost: 5, jitterSeconds: 0, rttSeconds: 0 };
  it("counts the loss of the interval only", () => {
    const after = { received: 190, lost: 15, jitterSeconds: 0.004, rttSeconds: 0.02 };
    expect(sampleBetween(zero, after)).toEqual({ rttMs: 20, jitterMs: 4, lossPercent: 10 });
  });
  it("has no opinion on silence", () => expect(sampleBetween(zero, zero)).toBeNull());
  it("survives a loss count that shrinks", () => {
    expect(sampleBetween(zero, { ...zero, received: 200, lost: 3 })?.lossPercent).toBe(0);
  });
});

describe("countersOf", () => {
  it("reads the inbound stream and the nominated pair", () => {
    const report = new Map<string, unknown>([
      [
        "a",
        { type: "inbound-rtp", kind: "audio", packetsReceived: 9, packetsLost: 1, jitter: 0.002 },
      ],
      ["b", { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.01 }],
      ["c", { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 }],
    ]);
    expect(countersOf(report)).toEqual({
      received: 9,
      lost: 1,
      jitterSeconds: 0.002,
      rttSeconds: 0.01,
    });
  });
  it("is null without an inbound stream", () => expect(countersOf(new Map())).toBeNull());
});
