import { useEffect } from "react";
import { t } from "../language";
import { useInterruption } from "../ui/interruption";
import { useTitleAlert } from "../ui/title";
import { say, warn } from "../ui/toasts";
import { ringingCalls } from "./machine";
import { usePhone, usePhoneState, useSoundState } from "./PhoneProvider";
import { companyOf, nameOf } from "./words";

/** Tells of ringing calls outside the page: in the tab's title and as a notification. */
export function useIncomingSignals(): void {
  const phone = usePhone();
  const first = usePhoneState((state) => ringingCalls(state)[0]);
  const owner = useSoundState((sound) => sound.role === "owner");
  const name = first ? nameOf(first) : "";
  const company = first ? companyOf(first) : "";
  const callId = first?.call.id;
  useTitleAlert(name && t.phone.incomingFrom(name));

  const live = usePhoneState(
    (state) => state.calls.length > 0 || state.dialling !== null || state.wrapUp !== null,
  );
  useEffect(() => useInterruption.setState({ live }), [live]);

  useEffect(() => {
    if (!callId || !owner || !("Notification" in window)) return;
    if (Notification.permission !== "granted" || !document.hidden) return;
    const note = new Notification(t.phone.incomingFrom(name), {
      body: [company, t.phone.notificationHint].filter(Boolean).join("\n"),
      tag: callId,
      requireInteraction: true,
    });
    note.onclick = () => {
      window.focus();
      note.close();
    };
    return () => note.close();
  }, [callId, owner, name, company]);

  useEffect(
    () =>
      phone.store.subscribe(({ notice }, before) => {
        if (!notice || notice === before.notice) return;
        const whom = nameOf({ ...empty, call: notice.call });
        if (notice.kind === "returned") {
          warn(t.phone.transfer.returned[notice.problem](notice.by), whom);
        } else {
          say(
            notice.kind === "answered"
              ? t.phone.answeredBy(whom, notice.by)
              : t.phone.missedFrom(whom),
          );
        }
        phone.noticeOver();
      }),
    [phone],
  );
}

const empty = {
  matches: [],
  openTickets: [],
  recentCalls: [],
  lookupUnavailable: false,
  line: "",
  queueName: "",
  timeoutAt: null,
  muted: false,
  ringback: false,
  recording: "" as const,
  recordable: "off" as const,
  sendingDigits: "",
  problem: "",
  audioOwner: "",
  transferTo: null,
  transferredBy: null,
  briefed: true,
  logged: null,
};
