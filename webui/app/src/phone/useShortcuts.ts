import { useEffect } from "react";
import { currentCall, ringingCalls } from "./machine";
import { usePhone } from "./PhoneProvider";

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
