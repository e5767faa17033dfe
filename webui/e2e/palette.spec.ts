import { expect, test } from './support/fixtures.ts';
import type { List } from './support/screen.ts';

test('Ctrl+K finds a contact by name and by number, and goes there', async ({ agent }) => {
  const { page } = agent;
  const { items } =
    await agent.get<List<{ id: string; name: string; phone: string }>>('/contacts?limit=1');
  const someone = items[0];
  if (!someone) throw new Error('the demo has no contact');
  for (const typed of [someone.name, someone.phone]) {
    await page.goto('/calls');
    await agent.online();
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Search everything' });
    await expect(field).toBeFocused();
    await field.fill(typed);
    await expect(page.getByRole('option', { name: someone.name }).first()).toBeVisible();
    // A number is offered to be called first; the contact comes after it.
    const chosen = page.getByRole('option', { name: someone.name, selected: true });
    for (let step = 0; step < 5 && !(await chosen.isVisible()); step++) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/contacts/${someone.id}$`));
  }
});
