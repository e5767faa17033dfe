import { en } from "./en";

/** What every language must say. */
export type Catalogue = typeof en;

/** The words of the language in use. */
export const t: Catalogue = en;

/** How dates and numbers are written in it. */
export const locale = "en-GB";
