import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

test('an agent merges two contacts, and undo brings the second back', async ({ agent }) => {
  const { page } = agent;
  const phone = await agent.freeNumber();
  const name = { firstName: 'Wanda', lastName: `Merge${Date.now()}` };
  const kept = await agent.contact({ ...name, jobTitle: 'Buyer', phone });
  const second = await agent.contact({ ...name, jobTitle: 'Head of Buying', phone });
  await agent.post(`/contacts/${second.id}/notes`, { body: 'Prefers mornings.' });

  await page.goto(`/contacts/${kept.id}`);
  await agent.online();
  await page.getByRole('button', { name: /^Actions for Wanda/ }).click();
  await page.getByRole('menuitem', { name: 'Merge with…' }).click();
  // A toast is a dialog as well.
  const dialog = page.getByRole('dialog', { name: /^Merge Wanda/ });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: new RegExp(name.lastName) }).click();

  await dialog.getByRole('radio', { name: 'Job title: Head of Buying' }).check();
  await expect(dialog).toContainText('1 note');
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await agent.picture('390-merge');
  await page.setViewportSize({ width: 1280, height: 800 });
  await agent.picture('merge');
  await dialog.getByRole('button', { name: /^Merge into Wanda/ }).click();

  await expect(dialog).toBeHidden();
  const merged = page.getByRole('region', { name: 'Merged' });
  await expect(merged).toContainText(name.lastName);
  await expect(page.getByText('Head of Buying').first()).toBeVisible();
  await expectAccessible(page);

  // The second one's address leads to the one that stayed.
  await page.goto(`/contacts/${second.id}`);
  await expect(page).toHaveURL(new RegExp(`/contacts/${kept.id}$`));
  await expect(merged).toContainText(name.lastName);

  await button(merged, `Undo the merge of ${name.firstName} ${name.lastName}`).click();
  await expect(merged).toContainText('Undone');
  await expect(page.getByText('Buyer', { exact: true }).first()).toBeVisible();
  await page.goto(`/contacts/${second.id}`);
  await expect(page.getByRole('heading', { level: 1, name: /^Wanda/ })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/contacts/${second.id}$`));
});

test('duplicates are listed, and two that are not the same leave the list', async ({ agent }) => {
  const { page } = agent;
  const phone = await agent.freeNumber();
  const name = { firstName: 'Dora', lastName: `Twice${Date.now()}` };
  await agent.contact({ ...name, phone });
  await agent.contact({ ...name, phone });
  await page.goto('/contacts');
  await agent.online();
  await page.getByRole('link', { name: 'Duplicates' }).click();
  const notSame = page.getByRole('button', {
    name: new RegExp(`^Not the same: Dora ${name.lastName}`),
  });
  await expect(notSame).toBeVisible();
  await expectAccessible(page);
  await agent.picture('duplicates');
  await notSame.focus();
  await page.keyboard.press('Enter');
  await expect(notSame).toBeHidden();
});
