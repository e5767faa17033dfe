import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, screenPop } from './support/screen.ts';

type Me = { id: string; name: string };

/** The bell, whose name tells how much waits to be read. */
const bell = (page: Page): Locator => page.getByRole('button', { name: /^Notifications/ });

test('who is mentioned sees it at once and opens the contact', async ({ agent, openAgent }) => {
  const second = await openAgent(554);
  await second.login('agent2@example.com');
  const me = await agent.get<Me>('/me');
  const mate = await second.get<Me>('/me');
  await second.post('/notifications/read', { all: true });
  const contact = await agent.contact({ firstName: 'Odile', lastName: 'Marsh' });

  const { page } = agent;
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole('tab', { name: 'Notes' }).click();
  const field = page.getByRole('textbox', { name: 'Add a note' });
  await field.pressSequentially(`Please call her, @${mate.name.slice(0, 2).toLowerCase()}`);
  const offered = page.getByRole('listbox', { name: 'Colleagues' });
  await expect(offered.getByRole('option', { name: new RegExp(mate.name) })).toBeVisible();
  await expect(offered.getByRole('option', { name: new RegExp(me.name) })).toHaveCount(0);
  await expectAccessible(page);
  await agent.picture('mention-offered');
  await page.keyboard.press('Escape');
  await expect(offered).toBeHidden();
  // Another letter is within the same name, which was declined.
  await page.keyboard.type('x');
  await expect(offered).toBeHidden();
  await page.keyboard.press('Backspace');
  await field.fill('Please call her, ');
  await field.press('End');
  await page.keyboard.type('@');
  await expect(offered).toBeVisible();
  while (
    !(await offered
      .getByRole('option', { name: new RegExp(mate.name), selected: true })
      .isVisible())
  )
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(`Please call her, @${mate.name} `);
  await page.keyboard.type('today');
  await page.keyboard.press('Control+Enter');
  const note = page.getByRole('article').filter({ hasText: 'Please call her' });
  await expect(note.getByText(`@${mate.name}`, { exact: true })).toBeVisible();
  await expect(note).not.toContainText('user:');

  const toast = second.page.getByRole('dialog').filter({ hasText: 'mentioned you: Odile Marsh' });
  await expect(toast).toContainText(`${me.name} mentioned you: Odile Marsh`);
  await expect(toast).toContainText(`Please call her, @${mate.name} today`);
  await expect(bell(second.page)).toHaveAccessibleName('Notifications, 1 unread');
  await second.picture('mention-toast');
  await expectAccessible(second.page);
  await button(toast, 'Open').click();
  await expect(second.page.getByRole('heading', { level: 1, name: 'Odile Marsh' })).toBeVisible();
  await expect(second.page.getByText('Please call her').first()).toBeVisible();
  await expect(bell(second.page)).toHaveAccessibleName('Notifications');

  // An edit tells nobody anew.
  await button(note, 'Edit note').click();
  await note.getByRole('textbox').press('End');
  await page.keyboard.type(' or tomorrow');
  await button(note, 'Save').click();
  await expect(note).toContainText('or tomorrow');
  await expect(note.getByText(`@${mate.name}`, { exact: true })).toBeVisible();
  await expect(bell(second.page)).toHaveAccessibleName('Notifications');
  await expect(bell(page)).toHaveAccessibleName(/^Notifications/);
});

test('the bell and the page list, filter and read', async ({ agent, openAgent }) => {
  const second = await openAgent(554, { viewport: { width: 390, height: 844 } });
  await second.login('agent2@example.com');
  await second.post('/notifications/read', { all: true });
  const mate = await second.get<Me>('/me');
  for (const subject of ['Mast bent', 'Rope frayed', 'Hull scratched']) {
    await agent.post('/tickets', { subject, assigneeId: mate.id });
  }
  await agent.post('/deals', { name: 'Six dinghies', ownerId: mate.id });
  const { page } = second;
  await expect(bell(page)).toHaveAccessibleName('Notifications, 4 unread');
  const tab = await second.context.newPage();
  await tab.goto('/contacts');
  await expect(bell(tab)).toHaveAccessibleName('Notifications, 4 unread');

  await page.reload();
  await bell(page).click();
  const panel = page.getByRole('dialog', { name: 'Notifications' });
  await expect(panel.getByRole('article').first()).toContainText('gave you the deal Six dinghies');
  await expectAccessible(page);
  await second.picture('bell-390');
  await panel.getByRole('link', { name: /Rope frayed/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Rope frayed' })).toBeVisible();
  await expect(panel).toBeHidden();
  await expect(bell(tab)).toHaveAccessibleName('Notifications, 3 unread');

  await page.goto('/notifications');
  await page.getByLabel('Which notifications').selectOption('Unread');
  const list = page.getByRole('list', { name: 'Notifications' });
  await expect(list.getByRole('article')).toHaveCount(3);
  await list
    .getByRole('article')
    .filter({ hasText: 'Mast bent' })
    .getByRole('button', { name: 'Mark as read' })
    .click();
  await expect(list.getByRole('article')).toHaveCount(2);
  await page.getByLabel('Which notifications').selectOption('All');
  await expect(list.getByRole('article').filter({ hasText: 'Mast bent' })).toBeVisible();
  await expectAccessible(page);
  await second.picture('notifications-390');
  await button(page, 'Mark all as read').click();
  await expect(bell(page)).toHaveAccessibleName('Notifications');
  await expect(bell(tab)).toHaveAccessibleName('Notifications');
  await page.setViewportSize({ width: 1280, height: 800 });
  await second.picture('notifications-1280');
  await page.emulateMedia({ colorScheme: 'dark' });
  await bell(page).click();
  await expectAccessible(page);
  await second.picture('bell-1280-dark');
});

type Activity = { id: string; remindAt: string | null; doneAt: string | null };

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

test('a reminder stays on screen until it is dealt with', async ({ agent, openAgent }) => {
  const { page } = agent;
  await agent.post('/notifications/read', { all: true });
  const contact = await agent.contact({ firstName: 'Bettina', lastName: 'Quay' });
  const remind = (subject: string) =>
    agent.post<Activity>('/activities', {
      kind: 'call',
      subject,
      contactId: contact.id,
      dueAt: soon(600_000),
      remindAt: soon(500),
    });
  const toast = (subject: string) =>
    page.getByRole('dialog').filter({ hasText: `Reminder: ${subject}` });
  const tab = await agent.context.newPage();
  await tab.goto('/contacts');
  await agent.online(tab);
  await page.bringToFront();
  const field = page.getByRole('searchbox').first();
  await field.focus();

  const call = await remind('Offer the mooring');
  await expect(toast('Offer the mooring')).toContainText('Bettina Quay');
  await expect(field).toBeFocused();
  await expect(bell(page)).toHaveAccessibleName('Notifications, 1 unread');
  await expectAccessible(page);
  await agent.picture('reminder');
  await page.setViewportSize({ width: 390, height: 844 });
  await agent.picture('reminder-390');
  await page.setViewportSize({ width: 1280, height: 800 });

  // By keyboard alone: F6 goes there, Tab to the button.
  await page.keyboard.press('F6');
  await button(toast('Offer the mooring'), 'Snooze 10 min').focus();
  await page.keyboard.press('Enter');
  await expect(toast('Offer the mooring')).toBeHidden();
  await expect(bell(tab)).toHaveAccessibleName('Notifications');
  await expect(tab.getByRole('dialog')).toHaveCount(0);
  const snoozed = await agent.get<Activity>(`/activities/${call.id}`);
  const wait = Date.parse(snoozed.remindAt ?? '') - Date.now();
  expect(wait).toBeGreaterThan(9 * 60_000);
  expect(wait).toBeLessThanOrEqual(10 * 60_000);

  const task = await remind('Send the plan');
  await button(toast('Send the plan'), 'Done').click();
  await expect(toast('Send the plan')).toBeHidden();
  expect((await agent.get<Activity>(`/activities/${task.id}`)).doneAt).not.toBeNull();

  await remind('Measure the berth');
  await button(toast('Measure the berth'), 'Open').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bettina Quay' })).toBeVisible();

  // Who is away finds it under the bell.
  await tab.close();
  await page.goto('about:blank');
  await remind('Paint the buoy');
  await expect
    .poll(() => agent.get<{ unread: number }>('/notifications/count'), { timeout: 30_000 })
    .toEqual({ unread: 1 });
  const later = await openAgent(554);
  await later.login();
  await bell(later.page).click();
  await expect(later.page.getByRole('article').first()).toContainText('Reminder: Paint the buoy');
});

test('a reminder leaves a call in peace', async ({ agent, call }) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  const contact = await agent.contact({
    firstName: 'Cora',
    lastName: 'Lock',
    phones: [{ raw: number }],
  });
  const caller = call(number, 1001);
  const answer = button(screenPop(page), 'Answer').first();
  await expect(answer).toBeVisible();
  await answer.focus();
  await agent.post('/activities', {
    kind: 'task',
    subject: 'Oil the winch',
    contactId: contact.id,
    remindAt: soon(200),
  });
  const toast = page.getByRole('dialog').filter({ hasText: 'Reminder: Oil the winch' });
  await expect(toast).toBeVisible();
  await expect(answer).toBeFocused();
  await agent.picture('reminder-ringing');
  // Nothing lies over the button.
  await answer.click({ timeout: 3000 });
  await caller.answered();
  await page.setViewportSize({ width: 390, height: 844 });
  await agent.picture('reminder-call-390');
  await button(page, 'Hang up').click({ timeout: 3000 });
  await caller.ended();
});
