import "./styles.css";
import { client } from "./api/cache";
import { meQuery } from "./api/session";
import { placeOf, speak } from "./language";

// Who is here says which words to load; only then may what says them be loaded.
// Without an answer the browser's language is the best guess, and the app asks again.
const me = await client.ensureQueryData(meQuery).catch(() => null);
await speak(placeOf(me));
const { start } = await import("./app");
start();
