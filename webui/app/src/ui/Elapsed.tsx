import { useEffect, useState } from "react";
import { useConnection } from "../live/LiveProvider";
import { clock } from "./format";

/** The service's time in whole seconds, ticking. */
export function useSeconds(): number {
  const connection = useConnection();
  const [now, setNow] = useState(() => connection.now());
  useEffect(() => {
    setNow(connection.now());
    const timer = setInterval(() => setNow(connection.now()), 500);
    return () => clearInterval(timer);
  }, [connection]);
  return now / 1000;
}

/** How long ago a moment was. Not in a live region: nobody wants it read each second. */
export function Elapsed({ since }: { since: string }) {
  const now = useSeconds();
  return (
    <span role="timer" aria-live="off" className="tabular">
      {clock(now - Date.parse(since) / 1000)}
    </span>
  );
}
