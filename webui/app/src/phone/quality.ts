/** What getStats says of the far end's stream over the last interval. */
export type Sample = { rttMs: number; jitterMs: number; lossPercent: number };

export type Quality = Sample & { mos: number; grade: Grade };
export type Grade = "good" | "fair" | "poor";

/**
 * The mean opinion score of G.711 by the simplified E-model (ITU-T G.107):
 * delay and loss lower the rating R from 93.2, and R maps to 1..4.4.
 */
export function mosOf({ rttMs, jitterMs, lossPercent }: Sample): number {
  const latency = rttMs + 2 * jitterMs + 10;
  let r = latency < 160 ? 93.2 - latency / 40 : 93.2 - (latency - 120) / 10;
  r = Math.max(0, Math.min(100, r - 2.5 * lossPercent));
  const mos = 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r);
  return Math.max(1, Math.min(5, mos));
}

/** Four is where users are satisfied (R of 80), 3.6 where many are not (R of 70). */
export function gradeOf(mos: number): Grade {
  if (mos >= 4) return "good";
  return mos >= 3.6 ? "fair" : "poor";
}

export function qualityOf(sample: Sample): Quality {
  const mos = mosOf(sample);
  return { ...sample, mos, grade: gradeOf(mos) };
}

/** The counters of an inbound stream that a sample is the difference of. */
export type Counters = {
  received: number;
  lost: number;
  jitterSeconds: number;
  rttSeconds: number;
};

/** What happened between two readings, or null when nothing was received. */
export function sampleBetween(before: Counters, after: Counters): Sample | null {
  const received = after.received - before.received;
  const lost = Math.max(0, after.lost - before.lost);
  if (received <= 0) return null;
  return {
    rttMs: after.rttSeconds * 1000,
    jitterMs: after.jitterSeconds * 1000,
    lossPercent: (100 * lost) / (received + lost),
  };
}

type Stat = {
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
};

/** Reads the counters from a getStats report. */
export function countersOf(report: Iterable<[string, unknown]>): Counters | null {
  let counters: Counters | null = null;
  let rttSeconds = 0;
  for (const [, value] of report) {
    const stat = value as Stat;
    if (stat.type === "inbound-rtp" && stat.kind === "audio") {
      counters = {
        received: stat.packetsReceived ?? 0,
        lost: stat.packetsLost ?? 0,
        jitterSeconds: stat.jitter ?? 0,
        rttSeconds: 0,
      };
    }
    if (stat.type === "candidate-pair" && stat.nominated && stat.currentRoundTripTime) {
      rttSeconds = stat.currentRoundTripTime;
    }
  }
  return counters && { ...counters, rttSeconds };
}
