import { createContext, useContext } from "react";

export type DialTarget = { to?: string; contactId?: string; phone?: string; label: string };

/** How any feature dials without knowing the phone, which provides it. */
export const DialContext = createContext<(target: DialTarget) => void>(() => undefined);

export const useDial = () => useContext(DialContext);
