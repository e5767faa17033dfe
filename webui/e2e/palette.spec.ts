import { expect, test } from './support/fixtures.ts';

test('Ctrl+K finds a contact by name and by number, and goes there', async ({ agent }) => {
  const { page } = agent;
  const phone = await agent.freeNumber();
  const name = `Palette Person${Date.now()}`;
  const [firstName, lastName] = name.split(' ');
  const someone = await agent.contact({ firstName, lastName, phone });
  for (const typed of [name, phone]) {
    await page.goto('/calls');
    await agent.online();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search everything' });
    await expect(field).toBeFocused();
    await field.fill(typed);
    await expect(page.getByRole('option', { name: name }).first()).toBeVisible();
    // A number is offered to be called first; the contact comes after it.
    const chosen = page.getByRole('option', { name: name, selected: true });
    for (let step = 0; step < 5 && !(await chosen.isVisible()); step++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/contacts/${someone.id}$`));
  }
});

test('with nothing typed it offers who was looked at last', async ({ agent }) => {
  const { page } = agent;
  const lastName = `Seen${Date.now()}`;
  const someone = await agent.contact({ firstName: 'Rhea', lastName });
  const seen = page.waitForResponse(/\/seen$/);
  await page.goto(`/contacts/${someone.id}`);
  await seen;
  await page.goto('/calls');
  await agent.online();
  await page.keyboard.press('Control+k');
  const first = page.getByRole('option').first();
  await expect(first).toHaveText(new RegExp(`Rhea ${lastName}.*Recently viewed`));
  await page.getByRole('combobox', { name: 'Search everything' }).fill('zz no such thing');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Search everything' }).fill('');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/contacts/${someone.id}$`));
});
