import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { briefCall, liveCalls } from "../api/calls";
import { t } from "../language";
import { DialContext } from "../live/dial";
import { useConnection } from "../live/LiveProvider";
import { warn } from "../ui/toasts";
import type { PhoneState } from "./machine";
import { Phone } from "./phone";
import type { SoundState } from "./sound";

const PhoneContext = createContext<Phone | null>(null);

const words: Record<string, string | undefined> = t.phone.problems;

/** Gives the page its phone, and every feature a way to dial. */
export function PhoneProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const connection = useConnection();
  const client = useQueryClient();
  const phone = useMemo(
    () => new Phone(connection, { liveCalls, brief: briefCall }, userId),
    [connection, userId],
  );
  useEffect(() => {
    phone.onProblem = ({ code, detail }) =>
      warn(words[code] ?? ((t.service(detail) ?? detail) || t.problems.unexpected));
    phone.start();
    const unlock = () => void phone.ringer.unlock();
    // The first gesture anywhere lets the ringtone sound later. Not at its very
    // beginning: the banner that goes then must not move what is being clicked.
    window.addEventListener("click", unlock, { once: true });
    window.addEventListener("keyup", unlock, { once: true });
    return () => {
      window.removeEventListener("click", unlock);
      window.removeEventListener("keyup", unlock);
      phone.stop();
    };
  }, [phone]);
  // A corrected call shows in the log at once.
  useEffect(
    () =>
      phone.store.subscribe((now, before) => {
        if (now.wrapUp && now.wrapUp !== before.wrapUp) {
          void client.invalidateQueries({ queryKey: ["calls", "list"] });
        }
      }),
    [phone, client],
  );
  const dial = useMemo(() => phone.dial.bind(phone), [phone]);
  return (
    <PhoneContext.Provider value={phone}>
      <DialContext.Provider value={dial}>{children}</DialContext.Provider>
    </PhoneContext.Provider>
  );
}

export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error("usePhone outside PhoneProvider");
  return phone;
}

/** Reads from the phone's state; the selector must return what it found, not a new object. */
export function usePhoneState<T>(select: (state: PhoneState) => T): T {
  return useStore(usePhone().store, select);
}

export function useSoundState<T>(select: (state: SoundState) => T): T {
  return useStore(usePhone().sound.store, select);
}
