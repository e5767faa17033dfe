import { Toast } from "@base-ui/react/toast";

export const toasts = Toast.createToastManager<Extra>();

export type Action = { label: string; run: () => void };

/** Says that something was done, with a way back where there is one. */
export function say(title: string, action?: Action): void {
  const id: string = toasts.add({
    title,
    timeout: action ? 10_000 : 5000,
    actionProps: action && {
      children: action.label,
      onClick: () => {
        toasts.close(id);
        action.run();
      },
    },
  });
}

type Told = {
  id: string;
  title: string;
  description: string;
  actions: Action[];
  /** Whether it stays until somebody deals with it. */
  stays: boolean;
  onDismiss: () => void;
};

/** What a toast has beside what every toast has. */
export type Extra = { actions?: Action[] };

/** Tells what somebody else did or what is due. It never takes the focus. */
export function tell({ stays, actions, onDismiss, ...words }: Told): void {
  toasts.add({
    ...words,
    type: "told",
    priority: "low",
    timeout: stays ? 0 : 10_000,
    data: { actions },
    onClose: onDismiss,
  });
}

/** Takes away what was told. */
export const takeBack = (id: string): void => toasts.close(id);

/** Says that something went wrong; stays longer and is announced at once. */
export function warn(title: string, description?: string): void {
  toasts.add({ title, description, type: "error", priority: "high", timeout: 12_000 });
}
