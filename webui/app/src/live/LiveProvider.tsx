import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from "react";
import { meQuery } from "../api/session";
import { followMessages } from "./cache";
import { Connection, type LinkState } from "./connection";

const LiveContext = createContext<Connection | null>(null);

function openSocket(): WebSocket {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${window.location.host}/api/v1/ws`);
}

/** Holds the page's one live connection for as long as someone is logged in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const connection = useMemo(() => new Connection({ open: openSocket }), []);

  useEffect(() => {
    const stops = [
      followMessages(connection, client),
      // A session that ended looks like a broken network until it is asked for.
      connection.onFailure(() => void client.refetchQueries({ queryKey: meQuery.queryKey })),
    ];
    const nudge = () => {
      if (document.visibilityState === "visible") connection.nudge();
    };
    window.addEventListener("online", nudge);
    document.addEventListener("visibilitychange", nudge);
    // After the children, so that the first message finds its listeners.
    const timer = setTimeout(() => connection.start());
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", nudge);
      document.removeEventListener("visibilitychange", nudge);
      for (const stop of stops) stop();
      connection.stop();
    };
  }, [connection, client]);

  return <LiveContext.Provider value={connection}>{children}</LiveContext.Provider>;
}

export function useConnection(): Connection {
  const connection = useContext(LiveContext);
  if (!connection) throw new Error("useConnection outside LiveProvider");
  return connection;
}

export function useLinkState(): LinkState {
  const connection = useConnection();
  return useSyncExternalStore(connection.onState, connection.getState);
}
