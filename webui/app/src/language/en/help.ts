import { code, type HelpTopic, points, steps, text } from "../help";
import { webhookCode } from "../webhookCode";

const topics: HelpTopic[] = [
  {
    id: "answer",
    title: "Answer a call",
    about: "See who is calling, then take the call, decline it, or let a colleague take it.",
    parts: [
      text(
        "When a call rings, a panel opens with the caller: name, company, number, why Ringbook thinks it is them, their open tickets and their last calls. Nothing is answered until you press Answer.",
      ),
      steps(
        "Read who is calling. If several contacts share the number, choose the right one; nobody is guessed.",
        "Press Answer, or Alt+A. The browser may ask for the microphone the first time: allow it.",
        "Talk. The bar at the foot of every page shows the state and the time, with Mute, Hold, Keypad and Hang up.",
        "Press Hang up, or Alt+H. Add notes if you like, then press Done. The call is already in the log.",
      ),
      points(
        "Decline stops it ringing at your desk. Your colleagues’ phones go on ringing.",
        "If a colleague answers first, the panel closes and you are told who it was.",
        "The bell button silences the ringtone and lets the call ring on.",
        "A second call that comes while you talk is announced by a soft tone. “Hold and answer” puts the first caller on hold.",
      ),
    ],
  },
  {
    id: "dial",
    title: "Call someone",
    about: "Click any number, or type one into the call bar.",
    parts: [
      steps(
        "Click a phone number on a contact, in a list or in the call log. Or type a number into the call bar and press Call.",
        "Your browser is connected first, then the other side rings and you hear it ring.",
        "To stop before anyone answers, press Hang up.",
      ),
      text(
        "Numbers may be typed as you know them, with spaces or without the country code; numbers without one are read as of your organisation’s country.",
      ),
    ],
  },
  {
    id: "during",
    title: "During a call",
    about: "Mute, hold, send tones, and keep the call while you move around.",
    parts: [
      points(
        "Mute (Alt+M): the other side does not hear you. You still hear them.",
        "Hold: neither side hears the other until you press Resume.",
        "Keypad: sends tones, for menus that ask for a digit. Click the keys or type them while it is open.",
        "Transfer (Alt+T): choose a colleague who is Available. It rings there at once, with your name, and the other side hears music. If it is declined or not answered, the call comes back to you; “Take back” ends the ringing before.",
        "Details: the caller’s record, call notes that are saved as you type, and the way to link the call to another contact.",
        "You can go to any page; the call stays. You can even reload the page: the sound comes back by itself.",
        "Quality good, fair or poor tells how the other side arrives here. Hold the pointer over it to see the figures.",
      ),
    ],
  },
  {
    id: "status",
    title: "Your status",
    about: "Decide whether calls ring at your desk.",
    parts: [
      text(
        "The button at the left of the call bar shows your status. Calls of your group ring while you are Available. Choose Away with a reason when you leave your desk, and Available when you are back.",
      ),
    ],
  },
  {
    id: "contacts",
    title: "Contacts and customers",
    about: "Find, add and change people and companies.",
    parts: [
      points(
        "Search finds names, emails, companies and numbers in any form, while you type. Press / to go to the search.",
        "The filters and the order are in the page’s address: a bookmark or a link keeps them.",
        "Export downloads the list as it is filtered and sorted, for a spreadsheet, for Excel or for another program. The arrow on a card downloads one contact for an address book.",
        "“New contact” needs only first and last name. A company that does not exist yet is created with it.",
        "If someone similar exists already, you are shown them before you save.",
        "On a card, click a value to change it. Enter or clicking elsewhere saves, Escape restores.",
        "An email can have a label, such as work or home, and one of several is the primary one: press “Edit emails”.",
        "If someone else changed the same contact meanwhile, you choose which value stays.",
        "Archive takes a contact out of the lists. Undo in the message, or Restore on the card, brings it back.",
        "A contact added on a customer’s page is locked to it. Supervisors can unlock it.",
      ),
    ],
  },
  {
    id: "fields",
    title: "Contact fields and tags",
    about: "Keep what your organisation wants to know of each contact, and find by it.",
    parts: [
      points(
        "Admins add fields under Settings, Contact fields: free text, a number, a date, or a choice. The order there is the order on the card.",
        "A field shows on every card, where it is changed with a click, and under “More fields” in the form for a new contact.",
        "In the list of contacts, a field filters: a choice or a text by its value, a number or a date from and to.",
        "Export has an entry “With your contact fields”. Without it the columns are always the same.",
        "Renaming a choice renames it on all contacts. A choice that contacts have cannot be taken away; rename it into another one first.",
        "An archived field disappears from the pages. Its values are kept, and Restore brings both back.",
        "Tags are typed on a card. Supervisors colour, rename, merge and delete them under Settings, Tags.",
      ),
    ],
  },
  {
    id: "day",
    title: "My day",
    about: "What to do today, worked down from the top.",
    parts: [
      points(
        "“New activity” plans a call, an email, a meeting or a task: on My day, on the page of a contact, customer, deal or ticket, or with N from anywhere. Ctrl+Enter saves.",
        "My day lists what is overdue, due today, tomorrow and in the next days, by your own clock, and the tickets that you have to solve today.",
        "Work it down by keyboard: J and K go down and up, D calls the contact, X marks done, Enter opens. Undo in the message takes it back.",
        "The calendar sign moves an activity to tomorrow, at the same time of the day.",
        "A reminder is shown on the screen at its time. It moves along when the due time moves.",
        "Supervisors choose whose day they see.",
        "Calls of the call log stand among a contact’s activities by themselves.",
        "Settings, Calendar gives you a secret link with which Google, Outlook or Apple Calendar shows your open activities. Notes are never in it.",
      ),
    ],
  },
  {
    id: "tickets",
    title: "Tickets",
    about: "Problems to solve: who has them, until when, and what was said.",
    parts: [
      points(
        "“New ticket” is on the list of tickets and on each contact’s card. A contact brings its customer along.",
        "Search finds any part of a subject, or a ticket by its number. The filters are in the page’s address.",
        "A reply is meant for the contact; an internal note, on yellow, is for colleagues. Ctrl+Enter sends. Replies are kept in Ringbook; no email is sent.",
        "The first reply opens a new ticket. “Mark as solved” ends it, “Reopen” brings it back.",
        "A ticket whose due time has passed is marked Overdue; the filter of that name lists the latest first.",
        "An open ticket shows when its contact calls. Click it there to open it.",
      ),
    ],
  },
  {
    id: "merge",
    title: "Merge duplicates",
    about: "Two records of one person become one, and nothing is lost.",
    parts: [
      steps(
        "Open the contact, then Actions, “Merge with…”, and pick the other one. Or open “Duplicates” from the contact list.",
        "Choose which of the two stays, and where they differ which value to keep. You see what will move.",
        "Confirm. Tickets, deals, activities, notes, calls, tags, numbers and addresses of the duplicate move to the one that stays.",
      ),
      points(
        "The duplicate’s address, links and numbers lead to the one that stays, for ever.",
        "Undo is offered at once and on the contact’s card. It moves back what the merge moved, keeps later work, and says what it could not undo.",
        "If each is locked to another customer, a supervisor must choose the customer.",
      ),
    ],
  },
  {
    id: "deals",
    title: "Deals",
    about: "Sales in a pipeline, as a board or a list.",
    parts: [
      points(
        "Drag a deal to another stage, or use “Move to…” on its card. Both work by keyboard.",
        "A deal has an amount, a customer and several contacts, each with a role.",
        "Close it as won or lost; a lost deal needs a reason. It can be reopened.",
      ),
    ],
  },
  {
    id: "callbacks",
    title: "Call back who rang in vain",
    about:
      "Every caller whom nobody answered stands on one list, once, until somebody spoke with them.",
    parts: [
      steps(
        "Open Callbacks. Who waits longest stands first, with how often they rang; the number beside the menu says how many are due.",
        "Press “Call back”: the callback is yours from then on, and the phone dials.",
        "Talk. When the call was answered, the callback closes by itself, also when the caller was faster and rang again.",
      ),
      points(
        "“Call back later” in the details of a call makes a callback for a time that you agreed; “Follow-up task” beside it plans a task for the contact.",
        "Is the number new for the contact that you linked to the call? “Add the number” keeps it, so that the next call shows the name.",
        "However often somebody rings, there is one open callback. Callers who withhold their number cannot be called back.",
        "Choose an owner to give a callback to a colleague, or “Nobody” to give it back. Yours stand on My day, too.",
        "The cross closes a callback that nobody is to make; it asks for the reason. The tick closes one that was settled some other way.",
      ),
    ],
  },
  {
    id: "calls",
    title: "The call log",
    about: "Every call is logged by itself, with its outcome and times.",
    parts: [
      points(
        "Agents see their own calls. Supervisors and admins see everyone’s.",
        "Click a call to see its times, why it ended, how it sounded, and each step of it.",
        "If it is linked to the wrong contact, or to none, choose the right one there.",
      ),
    ],
  },
  {
    id: "board",
    title: "Watch the board and read reports",
    about: "For supervisors: how calls stand now, how the day goes, and how past weeks went.",
    parts: [
      text(
        "Board shows every call with its time, the groups with who waits and for how long, and the agents with their state and since when. It moves by itself; put it on a second screen.",
      ),
      points(
        "Service level is the share of inbound calls that were answered in time. The goal is under Settings, Organisation.",
        "Abandoned calls are those that the caller gave up before anyone answered. Missed ones rang until nobody answered.",
        "Speed of answer is how long the answered callers waited on average.",
        "The figures are of today by your clock.",
      ),
      steps(
        "Open a call to see why it failed: the cause in words, the sound of each leg, and the SIP messages as a ladder. They are kept for 30 days.",
        "In Calls, search by a name or by the beginning of a number, and add filters for agent, group, talk time and disposition.",
        "The line above the list adds the calls up. “Export CSV” downloads them as filtered; who exported what is in the audit log.",
      ),
      text(
        "Reports counts calls by day, hour of the day, agent, group or disposition, up to 400 days at once, as charts and as a table of the same figures.",
      ),
    ],
  },
  {
    id: "webhooks",
    title: "Webhooks",
    about: "Have another program told at once when something changes. For admins.",
    parts: [
      steps(
        "Open Settings, Webhooks, and press “New webhook”. Enter a name and the address, and choose the events.",
        "Copy the secret: it is shown once. Your program checks with it that messages are ours.",
        "Press “Send test message” and look at the log below: it shows each message, the answer and the problem.",
      ),
      points(
        "A message is JSON: id, event, at, organisationId and data. data has the fields of the API. Notes on contacts and calls and internal notes in tickets are never sent.",
        "Answer with a status from 200 to 299 within ten seconds. Do longer work after you have answered.",
        "Anything else is tried again after 5 seconds, 1 minute, 5 minutes, 30 minutes, then 2, 5, 10, 14, 20 and 24 hours. After that it counts as failed; Retry sends it again.",
        "A message may arrive twice, with the same webhook-id: drop what you know already. The order is not promised; compare at, or version within data.",
        "Redirects are not followed. The answer 410 switches the webhook off. So do five days of nothing but failures. Admins are told of it.",
        "Addresses must be on the public internet and begin with https://. Who runs Ringbook can allow networks of their own with --webhook-allow.",
        "“New secret” changes the secret; the old one signs too for 24 hours, so that a message then carries two signatures.",
      ),
      text("Messages are signed as Standard Webhooks describes. Three headers come with each:"),
      code("Headers", webhookCode.headers),
      text(
        "The signature is the base64 of HMAC-SHA256 over “webhook-id.webhook-timestamp.body”. The key is the base64 part of the secret, after whsec_. Refuse timestamps that are more than five minutes off.",
      ),
      code("Check in Go", webhookCode.go),
      code("Check in Node", webhookCode.node),
      code("Check in Python", webhookCode.python),
    ],
  },
  {
    id: "notifications",
    title: "Notifications, mentions and reminders",
    about: "Tell a colleague something, and be told what concerns you.",
    parts: [
      points(
        "Type @ in a note or in an internal note of a ticket and choose a colleague with the arrow keys and Enter. They are told once.",
        "You are told when someone mentions you or gives you a ticket, a deal or an activity: at once where Ringbook is open, and under the bell until you have read it.",
        "Click a notification to open what it is about; that marks it as read. “Mark all as read” is under the bell and on its page.",
        "A reminder stays on screen until you press Open, Done, or “Snooze 10 min”. F6 takes the keyboard there. It never interrupts a call.",
        "If you allow notifications under “Sound and devices”, they appear on your desktop while Ringbook is in the background.",
        "Mentions are for colleagues: exports and replies show the name and nothing else.",
      ),
    ],
  },
  {
    id: "settings",
    title: "Users, organisation and audit log",
    about: "Who works here, what holds for everybody, and who changed what.",
    parts: [
      points(
        "Settings are in parts: “You” and “API tokens” are everybody’s; admins have Organisation, Users, Pipelines and the audit log as well. Under Users a table says what each role may do.",
        "Whoever is deactivated, or given a new password, is logged out everywhere at once. What they did stays under their name. The last active admin stays.",
        "The organisation’s country says how numbers without a country code are read. Numbers that are stored stay as they are when it changes.",
        "Under Pipelines admins add, rename and order pipelines and their stages, by dragging, with the arrow buttons, or by keyboard. One with deals in it cannot be deleted.",
        "“History” on a contact, customer, ticket or deal tells who changed it, with the old and the new value. The audit log has all of them; its filters are in the page’s address. Of notes and internal messages it keeps that they were written and how long they are, never the words.",
        "A token lets a program work in your name until its end. It is shown once; revoke it when nobody uses it any more.",
      ),
    ],
  },
  {
    id: "shortcuts",
    title: "Keyboard shortcuts",
    about: "Everything works by keyboard; these keys are faster.",
    parts: [
      points(
        "Alt+A answers, Alt+R declines, Alt+M mutes, Alt+T transfers, Alt+H hangs up, wherever you are.",
        "Ctrl+K searches contacts, customers, tickets and deals from anywhere; type a number to call it. Before you type it offers the contacts that you viewed last.",
        "/ goes to the search of the list, and ? shows all shortcuts. Both can be switched off there.",
      ),
    ],
  },
  {
    id: "sound",
    title: "When you hear nothing, or are not heard",
    about: "The usual reasons and what to do.",
    parts: [
      points(
        "“The microphone is blocked”: click the icon left of the address, allow the microphone for this page, then press “Enable sound”.",
        "“Sound is in another tab”: only one tab has the sound. Go to it, or press “Use sound here”.",
        "Wrong headset: open “Sound and devices”, choose the microphone and the speaker, and use the tests there.",
        "No ringtone: browsers keep a page silent until you have clicked in it once. Check the ringtone’s device and volume as well.",
        "The page was opened over plain http on another name than localhost: browsers give such pages no microphone. Use the https address.",
        "The call bar says that nothing arrives from the caller: the fault is on their side or on the way. Ask them to call again.",
        "“No sound connection to the service”: a firewall may block it. Tell your administrator.",
      ),
    ],
  },
  {
    id: "import",
    title: "Import contacts",
    about:
      "Bring contacts in from a CSV file, an Excel workbook or vCards, and take all of it back if need be.",
    parts: [
      text(
        "Supervisors and admins import. Files from Google, Outlook, Salesforce and Ringbook’s own export are understood as they are.",
      ),
      steps(
        "Open Contacts, press Import and choose the file. It is read; nothing is changed yet.",
        "Check where each column goes, and choose what happens with contacts that exist: they are found by email, or by number and name.",
        "Look at what would be new, changed, left alone or refused, and why.",
        "Press Import. You may leave the page meanwhile. “Stop and take back” undoes what was done so far.",
      ),
      points(
        "Empty cells never empty a field, and nobody who opted out of marketing is opted in again.",
        "A contact that is locked to its company keeps it.",
        "Revert import takes the whole import back, at any time. What was worked on since then is kept and listed.",
      ),
    ],
  },
  {
    id: "privacy",
    title: "Give out or erase a person’s data",
    about: "What to do when somebody asks what you know about them, or asks to be forgotten.",
    parts: [
      steps(
        "Open the contact and press Actions.",
        "“Export personal data” downloads everything there is on the person as one JSON file: fields, notes, tickets, deals, activities, calls, imports, and who changed or saw what. Supervisors and admins can.",
        "“Erase person…” says what goes and what stays. Type the name and press “Erase for ever”. Only admins can, and nobody can undo it.",
      ),
      points(
        "Calls stay as times, durations and outcomes, so that your statistics hold; numbers, names and notes go.",
        "Contacts that were merged into this one are the same person and go with it.",
        "The address of the contact goes on to answer, and says that the person was erased.",
        "A webhook for “Person erased” tells your other programs to do the same.",
        "Backups keep what they held when they were made.",
      ),
    ],
  },
  {
    id: "trunks",
    title: "Connect your telephone provider",
    about: "Set up a trunk, see whether it works, and have a second one for when it does not.",
    parts: [
      steps(
        "Open Settings, Trunks and press New trunk. Enter the server from your provider’s letter.",
        "If the letter names a user name and password, tick Register and enter them. If it names addresses, enter those that calls come from.",
        "Enter the number that the called see, and save. After some seconds the trunk shows Registered or Answers, or says what is wrong.",
        "Press Test call and enter your mobile number. You hear a tune, and the page tells what happened.",
      ),
      points(
        "Calls out take the trunk with the least Order. When it does not answer, refuses for want of lines or all its lines are in use, the next takes the call, as long as it did not ring yet.",
        "Calls at once limits the lines of a trunk on each server. A call in past the limit is told that all lines are busy (503).",
        "Number shown by country called lets people abroad see a number of their own country. Your provider must allow it.",
        "Ask whether it lives sends OPTIONS to the provider as often as you say.",
        "If callers have no names because their numbers come without +, tick “The provider sends numbers without +”.",
        "A change never ends the calls that are on a trunk.",
      ),
    ],
  },
  {
    id: "routing",
    title: "Numbers and routing",
    about: "Say where the calls of each number go: by hours, by key, to a queue, to voicemail.",
    parts: [
      text(
        "Settings, Numbers & routing shows each number with its route as a path. Only admins see it.",
      ),
      steps(
        "Under Business hours, say on which days and at what times somebody is there, and add holidays. Times are those of the clock on the wall, in summer and in winter.",
        "Under Queues, choose who takes calls together, who rings first, and how long callers may wait.",
        "Under Menus, say which key leads where. Upload the greeting under Sounds, as a WAV file; without one, callers hear tones.",
        "Under Numbers, say where the calls of a number go, when it is open, and where calls go while it is closed or when nobody answers.",
        "Press “Test this route”, with a time and a caller if you like, and read what would happen. Nothing rings.",
      ),
      points(
        "A queue in which nobody waits and all ring at once also rings agents who talk already. In all others only agents without a call ring.",
        "Who waits hears music; the one who has waited longest gets the next free agent.",
        "A caller is answered, and may pay for it, as soon as Ringbook speaks: a menu, music or voicemail. Busy costs nothing.",
        "In a menu, a wrong key is answered by two low tones and the greeting again.",
      ),
    ],
  },
  {
    id: "voicemail",
    title: "Voicemail",
    about: "Hear what callers left, and call them back.",
    parts: [
      steps(
        "Open Voicemail. The number beside it says how many messages wait for you and your queues; you are notified, too.",
        "Press play. The message then counts as heard, for everybody of the queue.",
        "Click the number to call back, or the name to open the contact.",
      ),
      points(
        "A message lasts up to three minutes; it ends when the caller hangs up, presses #, or says nothing for eight seconds.",
        "You hear your own messages and those of your queues. Supervisors hear all.",
        "Who listened and who deleted is written to the audit log. Erasing a person deletes their messages.",
      ),
    ],
  },
];

export const help = {
  title: "Help",
  topicsLabel: "Help topics",
  topics,
};
