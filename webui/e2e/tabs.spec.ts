import { expect, test } from './support/fixtures.ts';
import { button, callBar, screenPop } from './support/screen.ts';

const callerTone = 1001;

test('with two tabs one owns the sound and both show the call', async ({ agent, call }) => {
  const other = await agent.context.newPage();
  await other.goto('/');
  await agent.online(other);
  const caller = call('+447700900991', callerTone);
  await expect(screenPop(agent.page)).toBeVisible();
  await expect(screenPop(other)).toBeVisible();

  await button(agent.page, 'Answer').first().click();
  await caller.answered();
  await expect(callBar(agent.page)).toContainText('Connected');
  await expect(callBar(other)).toContainText('Connected');
  await agent.hears(callerTone);
  expect(await agent.hearsShare(callerTone, other)).toBe(0);

  // The owner goes, the other tab takes over.
  await agent.page.close();
  await agent.hears(callerTone, 5_000, other);
  await button(callBar(other), 'Hang up').click();
  expect(await caller.ended()).toBe(0);
});
