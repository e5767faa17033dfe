import { writeFileSync } from 'node:fs';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';
import { goertzelShare, readWav } from './support/sound.ts';

const callerTone = 1201;

type Made = { id: string };
type List<T> = { items: T[] };
type Waiting = { id: string; call: { from: { e164: string } } };

test('outside hours a caller leaves a message, which is listed, played and deleted', async ({
  agent,
  call,
  openAgent,
}, info) => {
  const number = `+44207946093${info.repeatEachIndex % 10}`;
  const admin = await openAgent(700);
  await admin.login('admin@example.com');
  const me = await agent.get<Made>('/me');
  const hours = await admin.post<Made>('/business-hours', {
    name: `Never there ${info.repeatEachIndex}`,
    timeZone: 'Europe/London',
    weekly: [],
  });
  await admin.post('/numbers', {
    e164: number,
    userId: me.id,
    hoursId: hours.id,
    closed: { kind: 'voicemail', userId: me.id },
  });
  const caller = call('+447700900917', callerTone, number);
  await caller.answered();
  // The greeting's tones, the beep, and then at least a second of message.
  await admin.page.waitForTimeout(4500);
  await caller.hangUp();

  const { page } = agent;
  await expect(page.getByRole('link', { name: /Voicemail.*1 message waits/ })).toBeVisible();
  await page.goto('/voicemail');
  const message = page.getByRole('article', { name: /^Message from/ }).first();
  await expect(message).toContainText('New');
  await expect(message).toContainText(/7700 ?900 ?917/);
  await expectAccessible(page);
  await expectNoOverflow(page);

  const { items } = await agent.get<List<Waiting>>('/voicemails?waiting=true');
  expect(items).toMatchObject([{ call: { from: { e164: '+447700900917' } } }]);
  const sound = await agent.context.request.get(`/api/v1/voicemails/${items[0]?.id}/sound`);
  const file = info.outputPath('message.wav');
  writeFileSync(file, await sound.body());
  const { rate, samples } = readWav(file);
  const middle = samples.slice(rate / 2, rate);
  expect(goertzelShare({ rate, samples: middle }, callerTone)).toBeGreaterThan(0.9);
  const part = await agent.context.request.get(`/api/v1/voicemails/${items[0]?.id}/sound`, {
    headers: { Range: 'bytes=44-443' },
  });
  expect([part.status(), (await part.body()).length]).toEqual([206, 400]);

  await message.locator('audio').evaluate((player: HTMLAudioElement) => player.play());
  await expect(message).toContainText(/Heard by/);
  await expect
    .poll(() => message.locator('audio').evaluate((p: HTMLAudioElement) => p.currentTime))
    .toBeGreaterThan(0.2);
  await button(message, 'Delete the message').click();
  await button(page.getByRole('dialog'), 'Delete the message').click();
  await expect(page.getByText('No messages')).toBeVisible();
});
