import { agentTone, expect, test } from './support/fixtures.ts';
import { button, callBar, type List, type LoggedCall, screenPop } from './support/screen.ts';

const callerTone = 1001;

test('a call pops who is calling, carries sound both ways and is logged', async ({
  agent,
  call,
}) => {
  const { page } = agent;
  const customer = await agent.post<{ id: string }>('/customers', { name: 'Harbour Joinery Ltd' });
  const contact = await agent.contact({
    firstName: 'Imogen',
    lastName: 'Farrow',
    jobTitle: 'Workshop manager',
    customerId: customer.id,
    phones: [{ raw: '07700 900951', label: 'mobile', primary: true }],
  });
  await agent.post('/tickets', { subject: 'Oak doors arrived scratched', contactId: contact.id });

  const caller = call('+447700900951', callerTone);
  await caller.ringing();
  const pop = screenPop(page);
  await expect(pop).toBeVisible();
  await expect(pop).toContainText('Imogen Farrow');
  await expect(pop).toContainText('Harbour Joinery Ltd');
  await expect(pop).toContainText(/7700 ?900 ?951/);
  await expect(pop).toContainText('Oak doors arrived scratched');
  await expect(page).toHaveTitle(/Imogen Farrow|Incoming/i);
  await agent.picture('screen-pop');
  if (process.env.UPDATE_DOCS) {
    await page.screenshot({ path: '../../deploy/docs/images/screen-pop.png' });
  }

  await button(page, 'Answer').first().click();
  await caller.answered();
  await expect(callBar(page)).toContainText('Connected');
  await agent.hears(callerTone);
  await agent.picture('connected');
  // The caller's recording is judged by its last second and a half.
  await expect(callBar(page)).toContainText(/0?0:0[4-9]/);
  await button(callBar(page), 'Hang up').click();
  expect(await caller.ended()).toBe(0);
  expect(caller.heardShare(agentTone)).toBeGreaterThan(0.9);

  await expect
    .poll(async () => (await agent.get<List<LoggedCall>>(`/contacts/${contact.id}/calls`)).items)
    .toMatchObject([
      {
        direction: 'inbound',
        status: 'ended',
        outcome: 'answered',
        contactId: contact.id,
        hangupBy: 'agent',
      },
    ]);
  await page.goto(`/contacts/${contact.id}`);
  await expect(page.getByRole('heading', { name: 'Imogen Farrow' })).toBeVisible();
  await page.getByRole('tab', { name: 'Calls' }).click();
  await expect(page.getByRole('main')).toContainText('Answered');
  await agent.picture('contact-after-call');
});

test('the demo button rings the agent', async ({ agent }) => {
  const { page } = agent;
  await button(page, 'Call me').first().click();
  const pop = screenPop(page);
  await expect(pop).toBeVisible();
  await button(pop, 'Decline').click();
  await expect(pop).toBeHidden();
});

test('a caller who gives up is a missed call', async ({ agent, call }) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  const contact = await agent.contact({
    firstName: 'Rowan',
    lastName: 'Ashby',
    phones: [{ raw: number, primary: true }],
  });
  const caller = call(number, callerTone);
  await expect(screenPop(page)).toContainText('Rowan Ashby');
  await caller.hangUp();
  await expect(screenPop(page)).toBeHidden();
  await expect
    .poll(async () => (await agent.get<List<LoggedCall>>(`/contacts/${contact.id}/calls`)).items)
    .toMatchObject([{ direction: 'inbound', status: 'ended', answeredAt: null }]);
});

test('an unknown number is shown and offered as a new contact', async ({ agent, call }) => {
  const { page } = agent;
  const number = await agent.freeNumber();
  call(number, callerTone);
  const pop = screenPop(page);
  await expect(pop).toContainText(number);
  await expect(
    pop
      .getByRole('button', { name: 'New contact' })
      .or(pop.getByRole('link', { name: 'New contact' })),
  ).toBeVisible();
});
