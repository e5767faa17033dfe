import { expect, test } from './support/fixtures.ts';
import { button, screenPop } from './support/screen.ts';

test('a ticket is made, answered and solved by keyboard', async ({ agent }) => {
  const { page } = agent;
  const contact = await agent.contact({
    firstName: 'Tamsin',
    lastName: 'Reed',
    company: 'Reed Canoes',
    createCustomer: true,
    phones: [{ raw: await agent.freeNumber() }],
  });
  await page.goto('/tickets');
  await button(page, 'New ticket').press('Enter');
  const form = page.getByRole('dialog', { name: 'New ticket' });
  await form.getByRole('textbox', { name: 'Subject' }).fill('Paddle split');
  await form
    .getByRole('textbox', { name: 'Description' })
    .fill('Split **again**. <b>raw</b>\n\n![pixel](https://elsewhere.example/p.png)');
  await form.getByRole('combobox', { name: 'Contact' }).fill('Tamsin');
  await expect(page.getByRole('option', { name: /Tamsin Reed/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(form).toContainText('Reed Canoes');
  await form.getByRole('textbox', { name: 'Subject' }).press('Control+Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'Paddle split' })).toBeVisible();
  const description = page.getByRole('region', { name: 'Description' });
  await expect(description.getByText('again', { exact: true })).toHaveCSS('font-weight', '700');
  await expect(description).toContainText('<b>raw</b>');
  await expect(description.getByRole('img')).toHaveCount(0);
  await expect(page.getByRole('link', { name: /^Call Tamsin Reed/ })).toBeVisible();

  const talk = page.getByRole('region', { name: 'Conversation' });
  await talk.getByRole('textbox', { name: 'Reply' }).fill('A new one is on its way.');
  await page.keyboard.press('Control+Enter');
  await expect(talk).toContainText('Status changed from New to Open.');
  await talk.getByRole('radio', { name: 'Internal note' }).press('Space');
  await talk.getByRole('textbox', { name: 'Internal note' }).fill('Third this month.');
  await page.keyboard.press('Control+Enter');
  const note = talk.getByRole('article').filter({ hasText: 'Third this month.' });
  await expect(note).toContainText('Internal note');
  await agent.picture('ticket');

  await button(page, 'Mark as solved').press('Enter');
  await expect(button(page, 'Reopen')).toBeVisible();
  await expect(talk).toContainText('Status changed from Open to Solved.');
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole('tab', { name: 'Tickets' }).click();
  await page.getByRole('link', { name: 'Paddle split' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Paddle split' })).toBeVisible();
});

test('a caller’s open ticket leads to its page', async ({ agent, call }) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  const contact = await agent.contact({
    firstName: 'Ines',
    lastName: 'Moor',
    phones: [{ raw: number }],
  });
  await agent.post('/tickets', { subject: 'Anchor chain rusty', contactId: contact.id });
  const caller = call(number, 1001);
  await screenPop(page).getByRole('link', { name: 'Anchor chain rusty' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Anchor chain rusty' })).toBeVisible();
  await button(screenPop(page), 'Decline').first().click();
  await caller.ended();
});

test('two people who edit one subject are asked whose stays', async ({ agent }) => {
  const { page } = agent;
  const { id } = await agent.post<{ id: string }>('/tickets', { subject: 'Sail torn' });
  await page.goto(`/tickets/${id}`);
  await button(page, 'Edit subject').click();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Sail torn at the foot');
  await agent.context.request.patch(`/api/v1/tickets/${id}`, {
    data: { subject: 'Jib torn' },
    headers: { 'X-Ringbook': '1' },
  });
  await page.getByRole('textbox', { name: 'Subject' }).press('Enter');
  await expect(page.getByText('It now says “Jib torn”.')).toBeVisible();
  await button(page, 'Use mine').click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'Sail torn at the foot' }),
  ).toBeVisible();
});
