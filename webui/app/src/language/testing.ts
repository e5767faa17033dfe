import { speak } from ".";
import { browserTimeZone } from "./locale";

// Tests read the words of one language, wherever they run.
await speak({ locale: "en-GB", timeZone: browserTimeZone() });
