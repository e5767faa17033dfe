import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

test('a customer gets an owner in place, and a deleted activity comes back', async ({ agent }) => {
  const { page } = agent;
  const name = `Quay Ropes ${Date.now()}`;
  const customer = await agent.post<{ id: string }>('/customers', { name });
  const draft = { kind: 'task', subject: 'Measure the quay', customerId: customer.id };
  await agent.post('/activities', { ...draft, minutes: 45, body: 'With **tape**.' });
  await page.goto(`/customers/${customer.id}`);
  await agent.online();
  const summary = page.getByRole('region', { name: 'Summary' });
  await summary.getByRole('button', { name: 'Edit Owner' }).press('Enter');
  await summary.getByRole('combobox', { name: 'Owner' }).selectOption({ index: 1 });
  const owner = summary.getByRole('button', { name: 'Edit Owner' });
  await expect(owner).not.toHaveText('Nobody');
  const given = (await owner.textContent()) ?? '';
  await page.reload();
  await expect(owner).toHaveText(given);

  await page.getByRole('tab', { name: 'Activities' }).click();
  const tab = page.getByRole('tabpanel', { name: 'Activities' });
  const open = tab.getByRole('button', { name: draft.subject, exact: true });
  await open.click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Delete' }).click();
  await form.getByRole('button', { name: 'Delete' }).click();
  await expect(open).toHaveCount(0);
  await expectAccessible(page);
  await button(page, 'Undo').press('Enter');
  await expect(open).toBeVisible();
  await expect(tab).toContainText('With tape.');
  await expect(tab).toContainText('45');
});
