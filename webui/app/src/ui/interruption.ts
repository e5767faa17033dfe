import { create } from "zustand";

/**
 * Whether a call rings or is on. Dialogs let go of the rest of the page then:
 * nobody must close a form first to answer.
 */
export const useInterruption = create<{ live: boolean }>()(() => ({ live: false }));
