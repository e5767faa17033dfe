import { useEffect, useRef } from "react";
import { currentCall, ringingCalls } from "./machine";
import { usePhone } from "./PhoneProvider";

/** Alt with a key, by its position, while the component that asks for it is shown. */
export function useShortcut(code: string, action: () => void): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      if (event.code !== code) return;
      latest.current();
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [code]);
}

/** Alt+A answers, Alt+R declines, Alt+H hangs up, Alt+M mutes, wherever the focus is. */
export function usePhoneShortcuts(): void {
  const phone = usePhone();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      const state = phone.store.getState();
      const ringing = ringingCalls(state)[0];
      const current = currentCall(state);
      // By position, because Alt makes other letters on some keyboards.
      switch (event.code) {
        case "KeyA":
          if (!ringing) return;
          void phone.answer(ringing.call.id);
          break;
        case "KeyR":
          if (!ringing) return;
          void phone.reject(ringing.call.id);
          break;
        case "KeyH":
          if (!current && !state.dialling) return;
          void phone.hangUp();
          break;
        case "KeyM":
          if (current?.call.status !== "connected") return;
          void phone.mute(current.call.id, !current.muted);
          break;
        default:
          return;
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [phone]);
}
