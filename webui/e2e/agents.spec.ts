import { expect, test } from './support/fixtures.ts';
import { button, callBar, type List, type LoggedCall, screenPop } from './support/screen.ts';

const callerTone = 1001;

test('two agents ring, one answers, the other is told who', async ({ agent, openAgent, call }) => {
  const second = await openAgent(554);
  await second.login('agent2@example.com');
  const caller = call('+447700900981', callerTone);
  await expect(screenPop(agent.page)).toBeVisible();
  await expect(screenPop(second.page)).toBeVisible();
  const first = await agent.get<{ name: string }>('/me');

  await button(agent.page, 'Answer').first().click();
  await caller.answered();
  await agent.hears(callerTone);
  await expect(screenPop(second.page)).toBeHidden();
  await expect(second.page.getByText(new RegExp(`answered by ${first.name}`, 'i'))).toBeVisible();
  await second.picture('answered-by-colleague');

  await button(callBar(agent.page), 'Hang up').click();
  expect(await caller.ended()).toBe(0);
});

test('an agent who declines leaves the call to the other', async ({ agent, openAgent, call }) => {
  const second = await openAgent(554);
  await second.login('agent2@example.com');
  const caller = call('+447700900982', callerTone);
  await button(screenPop(agent.page), 'Decline').click();
  await expect(screenPop(agent.page)).toBeHidden();
  await button(second.page, 'Answer').first().click();
  await caller.answered();
  await second.hears(callerTone);
  await caller.hangUp();
  await expect(callBar(second.page)).not.toContainText('Connected');
  const calls = await second.get<List<LoggedCall>>('/calls?mine=true&limit=1');
  expect(calls.items[0]).toMatchObject({ outcome: 'answered', hangupBy: 'caller' });
});
