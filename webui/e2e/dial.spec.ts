import { agentTone, expect, test } from './support/fixtures.ts';
import { button, callBar, type List, type LoggedCall } from './support/screen.ts';

const phoneTone = 700;

test('a click on a number connects the agent first, then the contact, and is logged', async ({
  agent,
  phone,
}) => {
  const { page } = agent;
  const number = '+447700900961';
  const contact = await agent.contact({
    firstName: 'Desmond',
    lastName: 'Okafor',
    phones: [{ raw: number, primary: true }],
  });
  const desk = await phone(number, phoneTone);

  await page.goto(`/contacts/${contact.id}`);
  await agent.online();
  await page
    .getByRole('main')
    .getByRole('link', { name: /7700 ?900 ?961/ })
    .first()
    .click();
  await expect(callBar(page)).toContainText(/Dialling|Ringing|Connected/);
  await desk.event('CALL_ESTABLISHED');
  await expect(callBar(page)).toContainText('Connected');
  await agent.hears(phoneTone);
  await agent.picture('click-to-dial');
  await expect(callBar(page)).toContainText(/0?0:0[4-9]/);
  await button(callBar(page), 'Hang up').click();
  await desk.event('CALL_CLOSED');
  await desk.stop();
  expect(desk.heardShare(agentTone)).toBeGreaterThan(0.9);

  await expect
    .poll(async () => (await agent.get<List<LoggedCall>>(`/contacts/${contact.id}/calls`)).items)
    .toMatchObject([
      {
        direction: 'outbound',
        status: 'ended',
        outcome: 'answered',
        contactId: contact.id,
        hangupBy: 'agent',
      },
    ]);
  await page.goto('/calls');
  await expect(page.getByRole('main')).toContainText('Desmond Okafor');
  await agent.picture('call-log');
});

test('a call that nobody takes ends with its cause', async ({ agent }) => {
  const contact = await agent.contact({
    firstName: 'Nobody',
    lastName: 'There',
    phones: [{ raw: '+447700900962', primary: true }],
  });
  // Nothing listens where the trunk leads: the network says so, or the agent cancels.
  await agent.page.goto(`/contacts/${contact.id}`);
  await agent.online();
  await agent.page
    .getByRole('main')
    .getByRole('link', { name: /7700 ?900 ?962/ })
    .first()
    .click();
  await expect(callBar(agent.page)).toContainText(/Dialling|Ringing/);
  await button(callBar(agent.page), 'Hang up').click();
  await expect
    .poll(async () => (await agent.get<List<LoggedCall>>(`/contacts/${contact.id}/calls`)).items)
    .toMatchObject([{ direction: 'outbound', status: 'ended', answeredAt: null }]);
});

test('hold, resume, mute and digits reach the other side', async ({ agent, phone }) => {
  const { page } = agent;
  const number = '+447700900963';
  const contact = await agent.contact({
    firstName: 'Priya',
    lastName: 'Menon',
    phones: [{ raw: number, primary: true }],
  });
  const desk = await phone(number, phoneTone);
  await page.goto(`/contacts/${contact.id}`);
  await agent.online();
  await page
    .getByRole('main')
    .getByRole('link', { name: /7700 ?900 ?963/ })
    .first()
    .click();
  await desk.event('CALL_ESTABLISHED');
  await agent.hears(phoneTone);

  await button(callBar(page), 'Hold').click();
  await expect(callBar(page)).toContainText('On hold');
  await button(callBar(page), 'Resume').click();
  await expect(callBar(page)).toContainText('Connected');
  await agent.hears(phoneTone);

  await button(callBar(page), 'Keypad').click();
  await page.getByRole('button', { name: '5', exact: true }).click();
  await desk.event('CALL_DTMF_START');

  await button(callBar(page), 'Mute').click();
  await expect(button(callBar(page), 'Unmute')).toBeVisible();
  await desk.stop();
});
