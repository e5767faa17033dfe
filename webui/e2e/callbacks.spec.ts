import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, callBar, screenPop } from './support/screen.ts';

const callerTone = 1001;

test('a caller who rang twice in vain has one callback, which a conversation closes', async ({
  agent,
  call,
  phone,
}) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  await agent.contact({
    firstName: 'Rowan',
    lastName: 'Ashdown',
    phones: [{ raw: number, primary: true }],
  });
  await page.getByRole('link', { name: /^Callbacks/ }).click();
  const row = page.getByRole('article', { name: 'Callback for Rowan Ashdown' });
  for (const rang of ['rang once', 'rang 2 times']) {
    const caller = call(number, callerTone);
    await expect(screenPop(page)).toContainText('Rowan Ashdown');
    await caller.hangUp();
    await expect(screenPop(page)).toBeHidden();
    await expect(row).toContainText(rang);
  }
  await expect(row).toHaveCount(1);
  await expectAccessible(page);
  await agent.picture('callbacks');

  const customer = await phone(number, callerTone);
  await button(row, 'Call back: Rowan Ashdown').click();
  await customer.event('CALL_ESTABLISHED');
  await expect(callBar(page)).toContainText('Connected');
  await agent.hears(callerTone);
  await button(callBar(page), 'Hang up').click();
  await expect(row).toHaveCount(0);
  await customer.stop();
  await page.getByLabel('State', { exact: true }).selectOption('done');
  await expect(row).toContainText(/Closed .* by/);
});

test('a time to call back is agreed from the call by keyboard alone', async ({ agent, call }) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  const caller = call(number, callerTone);
  await expect(screenPop(page)).toBeVisible();
  await page.keyboard.press('Alt+a');
  await caller.answered();
  await expect(callBar(page)).toContainText('Connected');
  await page.keyboard.press('Alt+h');
  await caller.ended();
  const later = button(page, 'Call back later');
  if (!(await later.isVisible())) await button(callBar(page), 'Details').press('Enter');
  await later.press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Call back:/ });
  await button(dialog, 'Tomorrow 9:00').press('Enter');
  await dialog.getByLabel('Note').fill('After the board meeting');
  await dialog.getByLabel('Note').press('Enter');
  await expect(dialog).toBeHidden();
  await page.goto('/callbacks?whose=mine');
  await agent.online();
  await expect(page.getByRole('article').filter({ hasText: number })).toContainText(
    'After the board meeting',
  );
  await page.setViewportSize({ width: 390, height: 800 });
  await expectNoOverflow(page);
});
