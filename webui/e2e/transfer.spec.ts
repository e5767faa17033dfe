import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, callBar, screenPop } from './support/screen.ts';

const callerTone = 1001;

test('a call goes to a colleague, who hears the caller and is heard', async ({
  agent,
  openAgent,
  call,
}) => {
  const second = await openAgent(554);
  await second.login('agent2@example.com');
  const me = await agent.get<{ name: string }>('/me');
  const colleague = await second.get<{ name: string }>('/me');
  const caller = call('+447700900871', callerTone);
  await button(second.page, 'Decline').click();
  await button(agent.page, 'Answer').first().click();
  await caller.answered();
  await agent.hears(callerTone);

  await agent.page.keyboard.press('Alt+T');
  const dialog = agent.page.getByRole('dialog', { name: /^Transfer / });
  await expect(dialog.getByRole('button', { name: colleague.name })).toBeEnabled();
  await agent.picture('transfer-dialog');
  await expectAccessible(agent.page);
  await dialog.getByRole('textbox', { name: 'Colleague' }).fill(colleague.name);
  await agent.page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(callBar(agent.page)).toContainText(`Ringing at ${colleague.name}`);
  await expect(screenPop(second.page)).toContainText(`${me.name} transfers this call to you`);
  await second.picture('transfer-offered');
  await agent.picture('transfer-ringing');

  await button(second.page, 'Answer').first().click();
  await second.hears(callerTone);
  await expect(button(callBar(agent.page), 'Hang up')).toBeHidden();
  await expect(agent.page.getByText(`answered by ${colleague.name}`)).toBeVisible();
  await second.page.waitForTimeout(2_000); // for the caller's recording
  await button(callBar(second.page), 'Hang up').click();
  await caller.ended();
  expect(caller.heardShare(554)).toBeGreaterThan(0.9);
});

test('a call that the colleague declines, or that is taken back, is with the agent again', async ({
  agent,
  openAgent,
  call,
}) => {
  const second = await openAgent(554);
  await second.login('agent2@example.com');
  const colleague = await second.get<{ name: string }>('/me');
  const caller = call('+447700900872', callerTone);
  await button(second.page, 'Decline').click();
  await button(agent.page, 'Answer').first().click();
  await caller.answered();
  const send = async () => {
    await button(callBar(agent.page), 'Transfer').click();
    await agent.page
      .getByRole('dialog', { name: /^Transfer / })
      .getByRole('button', { name: colleague.name })
      .click();
    await expect(screenPop(second.page)).toBeVisible();
  };
  await agent.page.setViewportSize({ width: 390, height: 844 });
  await send();
  await expectNoOverflow(agent.page);
  await agent.picture('transfer-ringing-narrow');
  await button(second.page, 'Decline').click();
  // The words stand twice: what is seen is hidden from screen readers, which are told beside it.
  await expect(agent.page.getByText(`${colleague.name} declined`).first()).toBeVisible();
  await agent.hears(callerTone);
  await send();
  await button(callBar(agent.page), 'Take back').click();
  await expect(screenPop(second.page)).toBeHidden();
  await agent.hears(callerTone);
  await caller.hangUp();
});
