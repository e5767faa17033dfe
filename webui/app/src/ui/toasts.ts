import { Toast } from "@base-ui/react/toast";

export const toasts = Toast.createToastManager();

type Action = { label: string; run: () => void };

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

/** Says that something went wrong; stays longer and is announced at once. */
export function warn(title: string, description?: string): void {
  toasts.add({ title, description, type: "error", priority: "high", timeout: 12_000 });
}
