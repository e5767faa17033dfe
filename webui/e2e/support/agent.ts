import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import type { Service } from './service.ts';
import { goertzelShare, writeTone } from './sound.ts';

export const password = 'ringbook-demo';

declare global {
  interface Window {
    /** The far ends' tracks, collected by listenIn. */
    heardTracks: MediaStreamTrack[];
  }
}

/** A person at a browser of their own, whose microphone says one tone. */
export class Agent {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(browser: Browser, context: BrowserContext, page: Page) {
    this.browser = browser;
    this.context = context;
    this.page = page;
  }

  /** Opens a browser; hz is what the microphone hears. Nobody is logged in yet. */
  static async open(service: Service, hz: number, options: AgentOptions = {}): Promise<Agent> {
    const microphone = join(service.folder, `microphone-${hz}.wav`);
    writeTone(microphone, hz, 10);
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      chromiumSandbox: false,
      args: [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${microphone}`,
        '--allow-loopback-in-peer-connection',
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
    const context = await browser.newContext({
      baseURL: service.url,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      permissions: ['microphone', 'notifications'],
      viewport: options.viewport ?? { width: 1280, height: 800 },
      colorScheme: options.colorScheme ?? 'light',
      reducedMotion: 'reduce',
    });
    await context.addInitScript(listenIn);
    return new Agent(browser, context, await context.newPage());
  }

  /** Logs in without the form and opens the first page. */
  async login(email = 'agent@example.com'): Promise<void> {
    await this.post('/session', { email, password });
    await this.page.goto('/');
    await this.online();
  }

  /** Waits until the page's live connection stands. */
  async online(page: Page = this.page): Promise<void> {
    await expect(page.getByRole('button', { name: /Available/ })).toBeVisible();
  }

  async post<T = unknown>(path: string, data: unknown): Promise<T> {
    const answer = await this.context.request.post(`/api/v1${path}`, {
      data,
      headers: { 'X-Ringbook': '1' },
    });
    expect(answer.ok(), `POST ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    const text = await answer.text();
    return (text ? JSON.parse(text) : {}) as T;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.context.request.get(`/api/v1${path}`);
    expect(answer.ok(), `GET ${path}: ${answer.status()}`).toBe(true);
    return (await answer.json()) as T;
  }

  /** The share of a tone in what the agent's browser plays now. */
  async hearsShare(hz: number, page: Page = this.page): Promise<number> {
    const { rate, samples } = await page.evaluate(captureSound);
    return goertzelShare({ rate, samples: Float64Array.from(samples) }, hz);
  }

  /** Waits until the agent hears hardly anything but the tone. */
  async hears(hz: number, timeout = 10_000, page: Page = this.page): Promise<void> {
    await expect
      .poll(() => this.hearsShare(hz, page), {
        timeout,
        intervals: [50],
        message: `${hz} Hz heard`,
      })
      .toBeGreaterThan(0.9);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Takes a picture of the page into screenshots/, for people to look at. */
  async picture(name: string, page: Page = this.page): Promise<void> {
    await page.screenshot({ path: join(import.meta.dirname, '../screenshots', `${name}.png`) });
  }

  /** A contact of this test alone, so that tests do not meet in the call log. */
  async contact(fields: Record<string, unknown>): Promise<{ id: string }> {
    return this.post('/contacts', fields);
  }

  /** A number that no contact has, from the range that Ofcom keeps for drama. */
  async freeNumber(): Promise<string> {
    for (let last = 999; last >= 0; last--) {
      const number = `+44161496${String(last).padStart(4, '0')}`;
      const found = await this.get<{ matches: unknown[] }>(
        `/lookup?number=${encodeURIComponent(number)}`,
      );
      if (found.matches.length === 0) return number;
    }
    throw new Error('every number of the range is taken');
  }
}

type AgentOptions = {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
};

/** Runs in each page before its own scripts. */
function listenIn(): void {
  window.heardTracks = [];
  // The browser's clean-up of voices would take a steady tone for noise.
  if (!localStorage.getItem('ringbook.devices')) {
    localStorage.setItem(
      'ringbook.devices',
      JSON.stringify({ state: { cleanUp: false, soundDismissed: true }, version: 0 }),
    );
  }
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', (event) => window.heardTracks.push(event.track));
    }
  };
}

/** Runs in the page: a third of a second of what the newest far end says. */
async function captureSound(): Promise<{ rate: number; samples: number[] }> {
  const track = window.heardTracks.findLast((heard) => heard.readyState === 'live');
  if (!track) return { rate: 48_000, samples: [] };
  const stream = new MediaStream([track]);
  // Chromium feeds WebAudio from a remote stream only while an element plays it.
  const player = new Audio();
  player.srcObject = stream;
  player.muted = true;
  await player.play();
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 16_384;
  context.createMediaStreamSource(stream).connect(analyser);
  const end = context.currentTime + analyser.fftSize / context.sampleRate + 0.05;
  while (context.currentTime < end) await new Promise((next) => setTimeout(next, 10));
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  await context.close();
  player.srcObject = null;
  return { rate: context.sampleRate, samples: Array.from(samples) };
}
