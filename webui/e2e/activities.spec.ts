import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, callBar } from './support/screen.ts';

test('an agent plans a task, works the day down on the phone, and takes it back', async ({
  agent,
  openAgent,
  phone,
}) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  const desk = await phone(number, 880);
  const subject = `Ask for the drawings ${Date.now()}`;
  const contact = await agent.contact({
    firstName: 'Petra',
    lastName: 'Vane',
    phones: [{ raw: number }],
  });

  // Planned by keyboard from the contact's own page.
  await page.goto(`/contacts/${contact.id}`);
  await agent.online();
  await page.getByRole('tab', { name: 'Activities' }).click();
  await button(page, 'New activity').press('Enter');
  const form = page.getByRole('dialog', { name: 'New activity' });
  await expect(form).toContainText('Petra Vane');
  await form.getByRole('textbox', { name: 'Subject' }).fill(subject);
  await form.getByRole('radio', { name: 'Call' }).check();
  await form.getByRole('textbox', { name: 'Notes' }).fill('The **blue** ones.');
  await expectAccessible(page);
  await agent.picture('activity-form');
  // Due an hour ago, so that it stands at the top.
  const due = new Date(Date.now() - 3_600_000);
  const london = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/London',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  await form.getByLabel('Due', { exact: true }).fill(london.format(due).replace(' ', 'T'));
  await form.getByRole('combobox', { name: 'Reminder' }).selectOption('10 minutes before');
  await form.getByRole('textbox', { name: 'Subject' }).press('Control+Enter');
  await expect(form).toBeHidden();
  const open = page.getByRole('region', { name: 'To do' });
  await expect(open).toContainText(subject);
  await expect(open).toContainText('Overdue');
  await expectAccessible(page);
  await agent.picture('contact-activities');

  // My day: J to the row, D calls, X marks done.
  await page.getByRole('link', { name: 'My day' }).click();
  const overdue = page.getByRole('region', { name: 'Overdue' });
  const row = overdue.getByRole('listitem').filter({ hasText: subject });
  await expect(row).toBeVisible();
  await expectAccessible(page);
  await agent.picture('my-day');
  await row.getByRole('button', { name: subject, exact: true }).focus();
  await page.keyboard.press('k');
  await page.keyboard.press('j');
  await expect(row.getByRole('button', { name: subject, exact: true })).toBeFocused();
  await page.keyboard.press('d');
  await expect(callBar(page)).toContainText('Connected');
  await desk.event('CALL_ESTABLISHED');
  await agent.hears(880);
  await button(callBar(page), 'Hang up').click();
  await button(callBar(page), 'Done').click();
  await row.getByRole('button', { name: subject, exact: true }).focus();
  await page.keyboard.press('x');
  await expect(row).toBeHidden();
  const done = page.getByRole('region', { name: 'Done today' });
  await expect(done).toContainText(subject);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();

  // A supervisor looks at the agent's day, and a change of theirs shows at once.
  const lead = await openAgent(550);
  await lead.login('supervisor@example.com');
  await lead.page.goto('/my-day');
  await lead.page.getByRole('combobox', { name: 'Whose day' }).selectOption('Alex Turner');
  await expect(lead.page.getByRole('heading', { level: 1 })).toHaveText('The day of Alex Turner');
  const theirs = lead.page.getByRole('listitem').filter({ hasText: subject });
  await expect(theirs).toContainText('Petra Vane');
  await expectAccessible(lead.page);
  await theirs.getByRole('button', { name: subject, exact: true }).click();
  const edit = lead.page.getByRole('dialog', { name: 'Edit activity' });
  await edit.getByRole('textbox', { name: 'Subject' }).fill(`${subject}, all of them`);
  await button(edit, 'Save activity').click();
  await expect(overdue).toContainText(`${subject}, all of them`);

  // The call stands beside it on the contact's page.
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole('tab', { name: 'Activities' }).click();
  await expect(
    page.getByRole('region', { name: 'Done' }).getByRole('link', { name: /^Call to/ }),
  ).toBeVisible();
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Meeting');
  await expect(open).toContainText('Nothing planned');
});

test('the day and its form fit a phone and the dark', async ({ openAgent }) => {
  const agent = await openAgent(440, {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  });
  await agent.login();
  const { page } = agent;
  await page.goto('/my-day');
  await expect(page.getByRole('region', { name: 'Overdue' })).toBeVisible();
  await expectNoOverflow(page);
  await expectAccessible(page);
  await agent.picture('390-my-day');
  await button(page, 'New activity').click();
  await expect(page.getByRole('dialog', { name: 'New activity' })).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  await agent.picture('390-activity-form');
});

test('N plans an activity for the ticket that is open; deleting asks first', async ({ agent }) => {
  const { page } = agent;
  const ticket = await agent.post<{ id: string }>('/tickets', { subject: 'Keel cracked' });
  const subject = `Order a keel ${Date.now()}`;
  await page.goto(`/tickets/${ticket.id}`);
  await agent.online();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('n');
  const form = page.getByRole('dialog', { name: 'New activity' });
  await expect(form).toContainText('Keel cracked');
  await page.keyboard.press('Control+Enter');
  await expect(form).toContainText('Enter a subject.');
  await page.keyboard.type(subject);
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
  const open = page.getByRole('region', { name: 'To do' });
  await open.getByRole('button', { name: subject, exact: true }).click();
  const edit = page.getByRole('dialog', { name: 'Edit activity' });
  await button(edit, 'Delete').click();
  await expect(edit).toContainText('Delete it for good?');
  await button(edit, 'Delete').click();
  await expect(edit).toBeHidden();
  await expect(open).not.toContainText(subject);

  // The palette plans too.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search everything' }).fill('new task');
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Keel cracked');
});

test('a calendar reads the day by a secret link, until it is ended', async ({ agent }) => {
  const { page } = agent;
  await page.goto('/settings/calendar');
  await agent.online();
  await expectAccessible(page);
  await button(page, 'Make a link').click();
  const link = await page.getByRole('textbox', { name: 'Calendar link' }).inputValue();
  await expectAccessible(page);
  await agent.picture('calendar-settings');
  // Read as a calendar does, with no session.
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('SUMMARY:');
  await page.reload();
  await expect(page.getByText('A calendar last read it')).toBeVisible();
  await button(page, 'Make a new link').click();
  await button(page, 'Make a new link').click();
  const next = page.getByRole('textbox', { name: 'Calendar link' });
  await expect(next).not.toHaveValue(link);
  expect((await fetch(link)).status).toBe(404);
  const second = await next.inputValue();
  expect((await fetch(second)).status).toBe(200);
  await button(page, 'End the link').click();
  await expect(button(page, 'Make a link')).toBeVisible();
  expect((await fetch(second)).status).toBe(404);
});
