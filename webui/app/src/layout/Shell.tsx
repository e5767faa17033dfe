import { Outlet } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Me } from "../api/types";
import { DemoBar } from "../demo/DemoBar";
import { t } from "../language";
import { LiveProvider } from "../live/LiveProvider";
import { Notices } from "../notifications/Notices";
import { CommandPalette } from "../palette/CommandPalette";
import { usePaletteKey } from "../palette/usePaletteKey";
import { CallBar } from "../phone/CallBar";
import { CallPanel } from "../phone/CallPanel";
import { DeviceDialog } from "../phone/DeviceDialog";
import { currentCall, ringingCalls } from "../phone/machine";
import { PhoneProvider, usePhoneState } from "../phone/PhoneProvider";
import { ScreenPop } from "../phone/ScreenPop";
import { SoundBanner } from "../phone/SoundBanner";
import { useIncomingSignals } from "../phone/useIncoming";
import { usePhoneShortcuts } from "../phone/useShortcuts";
import { Navigation } from "./Navigation";
import { NewActivity } from "./NewActivity";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { useSingleKeys } from "./useSingleKeys";

/** Everything around the page: navigation, banners, the caller and the call bar. */
export function Shell({ me }: { me: Me }) {
  return (
    <LiveProvider>
      <PhoneProvider userId={me.id}>
        <Frame me={me} />
      </PhoneProvider>
    </LiveProvider>
  );
}

type Open = "devices" | "shortcuts" | "palette" | "activity" | null;

function Frame({ me }: { me: Me }) {
  usePhoneShortcuts();
  useIncomingSignals();
  const [dialog, setDialog] = useState<Open>(null);
  useSingleKeys(
    () => setDialog("shortcuts"),
    () => setDialog("activity"),
  );
  usePaletteKey(() => setDialog("palette"));
  const panel = usePanel();
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-lg bg-accent px-4 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t.layout.skip}
      </a>
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <Navigation
          me={me}
          onDevices={() => setDialog("devices")}
          onShortcuts={() => setDialog("shortcuts")}
          onSearch={() => setDialog("palette")}
        />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {me.demo && <DemoBar />}
          <SoundBanner />
          <div className="flex min-h-0 flex-1 max-lg:flex-col">
            <main
              id="main"
              tabIndex={-1}
              className="flex min-h-0 min-w-0 flex-1 flex-col outline-none"
            >
              <Outlet />
            </main>
            <ScreenPop />
            {panel.shown && <CallPanel onClose={panel.toggle} />}
          </div>
        </div>
      </div>
      <CallBar panel={panel.shown} onPanel={panel.toggle} onDevices={() => setDialog("devices")} />
      <Notices />
      <DeviceDialog open={dialog === "devices"} onClose={() => setDialog(null)} />
      <CommandPalette
        open={dialog === "palette"}
        onClose={() => setDialog(null)}
        onNew={() => setDialog("activity")}
      />
      <NewActivity open={dialog === "activity"} onClose={() => setDialog(null)} />
      <ShortcutsDialog open={dialog === "shortcuts"} onClose={() => setDialog(null)} />
    </div>
  );
}

/** The call's panel: open by itself where there is room, never over a ringing call. */
function usePanel() {
  const [wanted, setWanted] = useState(() => window.innerWidth >= 1100);
  const ringing = usePhoneState((state) => ringingCalls(state).length > 0);
  const callId = usePhoneState((state) => (currentCall(state) ?? state.wrapUp)?.call.id);
  // Each call starts from what the screen has room for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new call is the occasion
  useEffect(() => setWanted(window.innerWidth >= 1100), [callId]);
  return {
    shown: wanted && Boolean(callId) && !ringing,
    toggle: () => setWanted((before) => !before),
  };
}
