import { password } from './support/agent.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

test('an agent logs in with the form, out again, and a wrong password says so', async ({
  openAgent,
}) => {
  const agent = await openAgent(440);
  const { page } = agent;
  await page.goto('/contacts');
  await page.getByLabel('Email').fill('agent@example.com');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute(
    'aria-invalid',
    'true',
  );
  await agent.picture('login');

  await page.getByLabel('Password', { exact: true }).fill(password);
  await button(page, 'Log in').click();
  await expect(page).toHaveURL(/\/contacts/);
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible();
});
