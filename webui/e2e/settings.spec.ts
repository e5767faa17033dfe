import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, type List } from './support/screen.ts';

const sections = ['you', 'tokens', 'organisation', 'users', 'pipelines', 'audit'];
const widths = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of Object.entries(widths)) {
    test(`axe finds nothing in the settings, ${colorScheme} and ${name}`, async ({ openAgent }) => {
      const agent = await openAgent(440, { colorScheme, viewport });
      const { page } = agent;
      await agent.login('admin@example.com');
      for (const section of sections) {
        await page.goto(`/settings/${section}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(page.getByText('Loading…')).toHaveCount(0);
        await expectAccessible(page);
        await expectNoOverflow(page);
        await agent.picture(`settings-${section}-${colorScheme}-${name}`);
      }
    });
  }
}

test('an agent sees what is for agents, a supervisor no more', async ({ openAgent }) => {
  for (const email of ['agent@example.com', 'supervisor@example.com']) {
    const agent = await openAgent(440);
    const { page } = agent;
    await agent.login(email);
    await page.goto('/settings');
    await expect(page).toHaveURL(/\/settings\/you$/);
    const parts = page.getByRole('navigation', { name: 'Parts of the settings' });
    await expect(parts.getByRole('link', { name: 'API tokens' })).toBeVisible();
    await expect(parts.getByRole('link', { name: 'Users' })).toHaveCount(0);
    for (const section of ['users', 'organisation', 'pipelines', 'audit']) {
      await page.goto(`/settings/${section}`);
      await expect(page.getByText('Only for the role Admin')).toBeVisible();
    }
    await page.goto('/settings/nonsense');
    await expect(page.getByText('There is no such part of the settings')).toBeVisible();
  }
});

test('a token has an end and is revoked once that is confirmed', async ({ agent }) => {
  const { page } = agent;
  await page.goto('/settings/tokens');
  await page.getByRole('textbox', { name: 'Name of the token' }).fill('Backup script');
  await page.getByRole('combobox', { name: 'Valid for' }).selectOption({ label: '30 days' });
  await expect(page.getByRole('checkbox', { name: /^Administer/ })).toHaveCount(0);
  await button(page, 'Create token').click();
  await expect(page.getByText('It is not shown again.')).toBeVisible();
  const line = page.getByRole('listitem').filter({ hasText: 'Backup script' });
  await expect(line).toContainText('valid until');
  await button(line, 'Revoke token Backup script').click();
  await button(page.getByRole('dialog'), 'Revoke').click();
  await expect(line).toHaveCount(0);
});

test('an admin adds, edits and deactivates a user, who is gone at once', async ({ openAgent }) => {
  const admin = await openAgent(440);
  const { page } = admin;
  await admin.login('admin@example.com');
  await page.goto('/settings/users');
  await button(page, 'Add user').click();
  const form = page.getByRole('dialog', { name: 'Add user' });
  await form.getByRole('textbox', { name: 'Name' }).fill('Tess Moor');
  await form.getByRole('textbox', { name: 'Email' }).fill('agent@example.com');
  await form.getByLabel('Password').fill('ringbook-demo');
  await form.getByRole('textbox', { name: 'Extension' }).fill('255');
  await button(form, 'Add user').click();
  await expect(form.getByRole('alert')).toContainText('Somebody already logs in');
  await form.getByRole('textbox', { name: 'Email' }).fill('tess@example.com');
  await button(form, 'Add user').click();
  await expect(form).toHaveCount(0);
  const line = page.getByRole('listitem').filter({ hasText: 'Tess Moor' });
  await expect(line).toContainText('tess@example.com');

  const tess = await openAgent(880);
  await tess.login('tess@example.com');
  await expect(line).toContainText('Available');
  await button(line, 'Edit Tess Moor').click();
  const edit = page.getByRole('dialog', { name: 'Edit Tess Moor' });
  await edit.getByRole('combobox', { name: 'Role' }).selectOption('supervisor');
  await admin.picture('settings-user-dialog');
  await button(edit, 'Save').click();
  await expect(line).toContainText('Supervisor');

  await button(line, 'Edit Tess Moor').click();
  await button(edit, 'Deactivate').click();
  await button(edit, 'Deactivate').click();
  await expect(button(edit, 'Activate')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(line).toContainText('deactivated');
  await expect(tess.page).toHaveURL(/\/login/);

  const self = page.getByRole('listitem').filter({ hasText: 'Robin Hale' });
  await button(self, 'Edit Robin Hale').click();
  const own = page.getByRole('dialog', { name: 'Edit Robin Hale' });
  await own.getByRole('combobox', { name: 'Role' }).selectOption('agent');
  await button(own, 'Save').click();
  await expect(own.getByRole('alert')).toContainText('last active admin');
});

test('what an admin changes of the organisation reaches others, and the log', async ({
  openAgent,
}) => {
  const admin = await openAgent(440);
  const agent = await openAgent(880);
  await agent.login();
  const { page } = admin;
  await admin.login('admin@example.com');
  await page.goto('/settings/organisation');
  await page.getByRole('combobox', { name: 'Country' }).selectOption('DE');
  await expect(page.getByText('From now on a number without a country code')).toBeVisible();
  await button(page, 'Cancel').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Demo Trading');
  await button(page, 'Save').click();
  await expect(page.getByText('Organisation saved')).toBeVisible();
  await expect(agent.page.getByText('Demo Trading')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('Demo');
  await button(page, 'Save').click();
  await expect(agent.page.getByText('Demo Trading')).toHaveCount(0);

  await page.goto('/settings/audit?noun=organisation');
  const log = page.getByRole('list', { name: 'Audit log' });
  await expect(log.getByRole('listitem')).toHaveCount(2);
  await expect(log).toContainText('Demo Trading');
  await page.getByRole('combobox', { name: 'Kind of record' }).selectOption('deal');
  await expect(page).toHaveURL(/noun=deal/);
  await page
    .getByRole('button', { name: /^Only what happened to/ })
    .first()
    .click();
  await expect(page).toHaveURL(/record=/);
  await button(page, 'One record only').click();
  await page.goto('/settings/audit?noun=deal&action=win');
  await expect(log.getByRole('listitem').first()).toContainText('won');
});

test('an admin makes a pipeline by keyboard, and one with deals stays', async ({ openAgent }) => {
  const admin = await openAgent(440);
  const { page } = admin;
  await admin.login('admin@example.com');
  await page.goto('/settings/pipelines');
  await button(page, 'Add pipeline').press('Enter');
  const form = page.getByRole('dialog', { name: 'Add pipeline' });
  await form.getByRole('textbox', { name: 'Name of the pipeline' }).fill('Service');
  await form.getByRole('textbox', { name: 'Name of stage 1' }).fill('Offered');
  await button(form, 'Add stage').press('Enter');
  await form.getByRole('textbox', { name: 'Name of stage 2' }).fill('Asked');
  await button(form, 'Drag Asked').focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('Asked is over place 2.')).toBeAttached();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('Asked is over place 1.')).toBeAttached();
  await page.keyboard.press('Space');
  await expect(form.getByRole('textbox', { name: 'Name of stage 1' })).toHaveValue('Asked');
  await form.getByRole('spinbutton', { name: /Offered/ }).fill('60');
  await admin.picture('settings-pipeline-dialog');
  await expectAccessible(page);
  await button(form, 'Save').press('Enter');
  const list = page.getByRole('list', { name: 'Pipelines' });
  await expect(list).toContainText('Asked 0 % → Offered 60 %');
  await button(list, 'Move Service up').click();
  await expect(list.getByRole('listitem').first()).toContainText('Service');
  await button(list, 'Move Service down').click();

  await button(list, 'Delete pipeline Sales').click();
  const sure = page.getByRole('dialog');
  await button(sure, 'Delete pipeline').click();
  await expect(sure.getByRole('alert')).toContainText('Deals are in this pipeline');
  await page.keyboard.press('Escape');

  const { items } = await admin.get<List<{ id: string; name: string }>>('/pipelines');
  const service = items.find(({ name }) => name === 'Service');
  await list.getByRole('link', { name: 'Service' }).click();
  await expect(page).toHaveURL(new RegExp(`pipeline=${service?.id}`));
  await expect(page.getByRole('region', { name: /^Asked/ })).toBeVisible();
  await page.goto('/settings/pipelines');
  await button(list, 'Delete pipeline Service').click();
  await button(page.getByRole('dialog'), 'Delete pipeline').click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
});

test('a record tells who changed it', async ({ agent }) => {
  const { page } = agent;
  const { id } = await agent.post<{ id: string }>('/tickets', { subject: 'Mast bent' });
  await page.goto(`/tickets/${id}`);
  await button(page, 'History').click();
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem')).toHaveCount(1);
  await button(page, 'Mark as solved').click();
  await expect(history).toContainText('Solved');
  await agent.picture('ticket-history');
});
