import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, callBar, type List, type LoggedCall, screenPop } from './support/screen.ts';

test('the board follows a call from its ringing to its end', async ({ agent, openAgent, call }) => {
  const lead = await openAgent(660);
  await lead.login('supervisor@example.com');
  const number = await agent.freeNumber();
  await agent.contact({ firstName: 'Wanda', lastName: 'Board', phones: [{ raw: number }] });
  await lead.page.getByRole('navigation').getByRole('link', { name: 'Board' }).click();
  const calls = lead.page.getByRole('region', { name: 'Calls', exact: true });
  const agents = lead.page.getByRole('region', { name: 'Agents' });
  await expect(agents).toContainText('Available');
  await expect(calls).not.toContainText('Wanda Board');

  const caller = call(number, 1001);
  await caller.ringing();
  const row = calls.getByRole('listitem').filter({ hasText: 'Wanda Board' });
  await expect(row).toContainText('Ringing');
  await expect(row).toContainText('nobody yet');
  await expect(lead.page.getByRole('region', { name: 'Groups' })).toContainText('1 waiting');

  await button(screenPop(agent.page), 'Answer').click();
  await caller.answered();
  await expect(row).toContainText('Connected');
  await expect(agents.getByRole('listitem').filter({ hasText: 'Wanda Board' })).toContainText(
    'On a call',
  );
  await expectAccessible(lead.page);
  await button(callBar(agent.page), 'Hang up').click();
  await expect(row).toHaveCount(0);
  await expect(agents).not.toContainText('On a call');

  for (const [name, width, colorScheme] of [
    ['board', 1280, 'light'],
    ['board-dark', 1280, 'dark'],
    ['board-narrow', 390, 'dark'],
  ] as const) {
    await lead.page.setViewportSize({ width, height: 844 });
    await lead.page.emulateMedia({ colorScheme });
    await expectNoOverflow(lead.page);
    await lead.picture(name);
  }
});

test('reports count calls by day and by agent; agents have neither', async ({
  agent,
  openAgent,
}) => {
  const lead = await openAgent(660);
  await lead.login('supervisor@example.com');
  const { page } = lead;
  await page.getByRole('navigation').getByRole('link', { name: 'Reports' }).click();
  const table = page.getByRole('region', { name: 'The figures' });
  await expect(table.getByRole('rowheader')).toHaveCount(15);
  await expect(page.getByRole('img', { name: /^Inbound calls/ })).toBeVisible();
  await expectAccessible(page);
  await lead.picture('reports');
  await page.getByRole('combobox', { name: 'Grouped by' }).selectOption('By agent');
  await expect(page.getByRole('img', { name: /^Average talk time/ })).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  // Loaded anew, so that no colour is on its way from one theme to the other.
  await page.reload();
  await expect(page.getByRole('img', { name: /^Average talk time/ })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await lead.picture('reports-narrow');

  await expect(agent.page.getByRole('link', { name: 'Contacts' }).first()).toBeVisible();
  await expect(agent.page.getByRole('link', { name: 'Board' })).toHaveCount(0);
  await agent.page.goto('/board');
  await expect(agent.page.getByRole('main')).toContainText('for supervisors');
});

test('the call log is searched, added up and exported by a supervisor', async ({ openAgent }) => {
  const lead = await openAgent(660);
  await lead.login('supervisor@example.com');
  const { page } = lead;
  await page.goto('/calls');
  const count = page.getByRole('status').filter({ hasText: 'answered' });
  await expect(count).toContainText('average wait');
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: 'Talk time' }).click();
  await page.getByRole('radio', { name: 'At least 5 min', exact: true }).check();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/minDuration=300/);
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^calls-.*\.csv$/);
  await page.getByRole('searchbox', { name: 'Search calls' }).fill('nobody has this name');
  await expect(page.getByRole('main')).toContainText('No call matches');
  await button(page, 'Clear filters').click();
  await expect(count).toContainText('average wait');
  await expectAccessible(page);
  await lead.picture('call-log');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoOverflow(page);
  await lead.picture('call-log-narrow');
});

test('a failed call tells why in words and as a ladder', async ({ agent, openAgent, call }) => {
  const lead = await openAgent(660);
  await lead.login('supervisor@example.com');
  const { page } = lead;
  const number = await agent.freeNumber();
  call(number, 1001, '+442079460999');
  const found = `/calls?q=${encodeURIComponent(number)}&status=ended`;
  await expect.poll(async () => (await lead.get<List<LoggedCall>>(found)).items.length).toBe(1);
  const id = (await lead.get<List<LoggedCall>>(found)).items[0]?.id;
  await expect
    .poll(async () => (await lead.get<List<unknown>>(`/calls/${id}/sip`)).items.length)
    .toBeGreaterThan(2);
  await page.goto(`/calls?call=${id}`);
  const drawer = page.getByRole('dialog', { name: 'Call' });
  await expect(drawer).toContainText('The number does not exist.');
  const ladder = drawer.getByRole('region', { name: 'SIP messages' });
  await expect(ladder).toContainText('404');
  await ladder
    .getByText(/^INVITE sip:/)
    .first()
    .click();
  await expect(ladder).toContainText('Call-ID');
  await expectAccessible(page);
  await expectNoOverflow(page);
  await lead.picture('ladder');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await lead.picture('ladder-narrow');
});
