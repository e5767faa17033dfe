import { writeFileSync } from 'node:fs';
import { test as base } from '@playwright/test';
import { Agent } from './agent.ts';
import { Baresip } from './baresip.ts';
import { Caller } from './caller.ts';
import { Service } from './service.ts';

type OpenAgent = (
  hz: number,
  ...rest: [options?: Parameters<typeof Agent.open>[2]]
) => Promise<Agent>;

type Fixtures = {
  /** Opens a browser for one more person; closed after the test. */
  openAgent: OpenAgent;
  /** agent@example.com, logged in, with a 440 Hz voice. */
  agent: Agent;
  /** Begins an inbound call; hung up after the test. */
  call: (from: string, hz: number, to?: string) => Caller;
  /** Puts a foreign phone where the demo trunk leads; ended after the test. */
  phone: (number: string, hz: number) => Promise<Baresip>;
};

export const agentTone = 440;

export const test = base.extend<Fixtures, { service: Service }>({
  service: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern
    async ({}, use, worker) => {
      const service = await Service.start(worker.parallelIndex);
      await use(service);
      await service.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  openAgent: async ({ service }, use, info) => {
    const open: Agent[] = [];
    await use(async (hz, options) => {
      const agent = await Agent.open(service, hz, options);
      open.push(agent);
      return agent;
    });
    if (info.status !== info.expectedStatus) {
      // As a file: what the report prints of it would push the cause out of sight.
      const log = info.outputPath('service.log');
      writeFileSync(log, service.log());
      await info.attach('service.log', { path: log, contentType: 'text/plain' });
      for (const [i, agent] of open.entries()) {
        const body = await agent.page.screenshot().catch(() => undefined);
        if (body) await info.attach(`agent-${i}.png`, { body, contentType: 'image/png' });
      }
    }
    for (const agent of open) await agent.close();
  },
  agent: async ({ openAgent }, use) => {
    const agent = await openAgent(agentTone);
    await agent.login();
    await use(agent);
  },
  call: async ({ service }, use) => {
    const callers: Caller[] = [];
    await use((from, hz, to) => {
      const caller = new Caller(service, from, hz, to);
      callers.push(caller);
      return caller;
    });
    for (const caller of callers) await caller.hangUp();
  },
  phone: async ({ service }, use) => {
    const phones: Baresip[] = [];
    await use(async (number, hz) => {
      const phone = await Baresip.start(service, number, hz);
      phones.push(phone);
      return phone;
    });
    for (const phone of phones) await phone.stop();
  },
});

export { expect } from '@playwright/test';
