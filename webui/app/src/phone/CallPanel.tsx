import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { UserPlus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { updateCall } from "../api/calls";
import { t } from "../language";
import { buttonClass, IconButton } from "../ui/Button";
import { ContactPicker } from "../ui/ContactPicker";
import { TextArea } from "../ui/fields";
import { otherParty, partyNumber } from "../ui/format";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";
import { AfterCall } from "./AfterCall";
import { CallerRecord } from "./CallerRecord";
import { currentCall, type LiveCall } from "./machine";
import { usePhone, usePhoneState } from "./PhoneProvider";
import { Candidates } from "./ScreenPop";
import { nameOf } from "./words";

/** The call that is on, or that just ended: who it is with, and notes on it. */
export function CallPanel({ onClose }: { onClose: () => void }) {
  const live = usePhoneState((state) => currentCall(state) ?? state.wrapUp);
  if (!live) return null;
  const title = live.call.status === "ended" ? t.phone.endedCall : t.phone.currentCall;
  return (
    <section
      aria-label={title}
      className="relative z-30 flex min-h-0 shrink-0 flex-col overflow-y-auto bg-surface max-lg:max-h-[55%] max-lg:border-t lg:w-96 lg:border-l"
    >
      <header className="flex items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <p className="text-xs text-muted">{title}</p>
          <h2 className="truncate font-semibold">{nameOf(live)}</h2>
        </div>
        <IconButton icon={X} small label={t.phone.hideDetails} onClick={onClose} />
      </header>
      <Candidates live={live} />
      <CallNotes key={live.call.id} live={live} />
      <Attribution live={live} />
      <AfterCall live={live} />
      <CallerRecord live={live} />
    </section>
  );
}

const SAVE_AFTER_MS = 800;

/** Notes on the call, saved while they are typed. */
function CallNotes({ live }: { live: LiveCall }) {
  const phone = usePhone();
  const client = useQueryClient();
  const [text, setText] = useState(live.call.notes);
  const saved = useRef(live.call.notes);
  const { mutate, isPending, isError, isSuccess } = useMutation({
    mutationFn: (notes: string) => updateCall(live.call.id, { notes }),
    onSuccess: (call, notes) => {
      saved.current = notes;
      phone.corrected(call);
      void client.invalidateQueries({ queryKey: ["calls"] });
    },
    onError: (error) => warn(problemText(error)),
  });
  useEffect(() => {
    if (text === saved.current) return;
    const timer = setTimeout(() => mutate(text), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, mutate]);
  const latest = useRef(text);
  latest.current = text;
  // Typed in the last moment before the panel closed: still saved.
  useEffect(
    () => () => {
      if (latest.current !== saved.current) mutate(latest.current);
    },
    [mutate],
  );
  return (
    <div className="border-b p-4">
      <TextArea
        label={t.phone.notes}
        value={text}
        maxLength={20_000}
        placeholder={t.phone.notesPlaceholder}
        onChange={(event) => setText(event.target.value)}
        hint={
          isError
            ? t.ui.notSaved
            : isPending || text !== saved.current
              ? t.ui.saving
              : isSuccess
                ? t.ui.saved
                : t.phone.notesHint
        }
      />
    </div>
  );
}

/** Whose call this is, and the way to change it. */
function Attribution({ live }: { live: LiveCall }) {
  const phone = usePhone();
  const client = useQueryClient();
  const number = partyNumber(otherParty(live.call));
  const attribute = useMutation({
    mutationFn: (contactId: string) => updateCall(live.call.id, { contactId }),
    onSuccess: (call) => {
      phone.corrected(call);
      void client.invalidateQueries({ queryKey: ["contacts", "calls"] });
      void client.invalidateQueries({ queryKey: ["calls"] });
    },
    onError: (error) => warn(problemText(error)),
  });
  return (
    <div className="flex flex-col gap-3 border-b p-4">
      <ContactPicker
        label={live.call.contactId ? t.phone.otherContact : t.phone.attribute}
        onPick={(contact) => attribute.mutate(contact.id)}
      />
      {!live.call.contactId && number && (
        <Link
          to="/contacts/new"
          search={{ phone: number, callId: live.call.id }}
          className={buttonClass("plain")}
        >
          <UserPlus aria-hidden className="size-4" />
          {t.contacts.newButton}
        </Link>
      )}
    </div>
  );
}
