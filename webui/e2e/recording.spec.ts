import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, callBar, screenPop } from './support/screen.ts';
import { goertzelShare } from './support/sound.ts';

/** The two sides of a recording's middle. */
function sides(wav: Buffer): { agent: Float64Array; far: Float64Array } {
  const frames = Math.floor((wav.length - 44) / 4);
  const from = Math.floor(frames / 2);
  const count = Math.min(4000, frames - from);
  const side = (offset: number) =>
    Float64Array.from(
      { length: count },
      (_, i) => wav.readInt16LE(44 + 4 * (from + i) + offset) / 32_768,
    );
  return { agent: side(0), far: side(2) };
}

test('an admin has calls recorded; the agent pauses, the supervisor listens', async ({
  agent,
  openAgent,
  call,
}) => {
  const admin = await openAgent(880);
  await admin.login('admin@example.com');
  await admin.page.goto('/settings/recording');
  await admin.page
    .getByRole('combobox', { name: 'All other calls: recording' })
    .selectOption('Always');
  await admin.page
    .getByRole('textbox', { name: 'Delete after days' })
    .or(admin.page.getByRole('spinbutton', { name: 'Delete after days' }))
    .fill('30');
  await expectAccessible(admin.page);
  await admin.picture('recording-rules');
  await button(admin.page, 'Save rules').click();
  await expect(admin.page.getByText('The rules were saved.')).toBeVisible();
  await admin.page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(admin.page);
  await admin.page.setViewportSize({ width: 1280, height: 800 });

  const number = await agent.freeNumber();
  const caller = call(number, 1000);
  const { page } = agent;
  await button(screenPop(page), 'Answer').click();
  await caller.answered();
  const bar = callBar(page);
  await expect(bar.getByText('Recording', { exact: true })).toBeVisible();
  await agent.hears(1000);
  await page.waitForTimeout(2500); // what is recorded is time itself
  await expectAccessible(page);
  await agent.picture('recording-bar');
  await button(bar, 'Pause recording').click();
  await expect(bar.getByText('Recording paused')).toBeVisible();
  await button(bar, 'Record again').click();
  await expect(bar.getByText('Recording', { exact: true })).toBeVisible();
  await button(bar, 'Hang up').click();
  await caller.ended();

  await admin.page.goto('/calls');
  await admin.page
    .getByRole('row')
    .filter({ hasText: number.replace('+44', '0').slice(-4) })
    .first()
    .click();
  const drawer = admin.page.getByRole('dialog', { name: 'Call' });
  const player = drawer.getByRole('article', { name: /Recording of/ });
  await expect(player).toContainText('Deleted on');
  await button(player, 'Play').click();
  await expect(button(player, 'Pause')).toBeVisible();
  await player.getByRole('slider', { name: 'Place in the recording' }).press('End');
  await expectAccessible(admin.page);
  await admin.picture('recording-player');

  const [logged] = (
    await admin.get<{ items: { id: string; recordings: string[] }[] }>('/calls?limit=1')
  ).items;
  expect(logged?.recordings).toHaveLength(1);
  const answer = await admin.context.request.get(`/api/v1/calls/${logged?.id}/recording`);
  expect(answer.headers()['content-type']).toBe('audio/wav');
  const { agent: ours, far } = sides(await answer.body());
  expect(goertzelShare({ rate: 8000, samples: far }, 1000)).toBeGreaterThan(0.8);
  expect(goertzelShare({ rate: 8000, samples: ours }, 440)).toBeGreaterThan(0.8);

  await button(player, 'Delete the recording').click();
  await button(
    admin.page.getByRole('dialog', { name: 'Delete the recording' }),
    'Delete the recording',
  ).click();
  await expect(player).toHaveCount(0);
  const reset = await admin.context.request.put('/api/v1/recording-rules', {
    data: { items: [] },
    headers: { 'X-Ringbook': '1' },
  });
  expect(reset.ok()).toBe(true);
});
