import { t } from "../language";
import { Button } from "../ui/Button";
import { say, warn } from "../ui/toasts";

/** A secret, this once. */
export function Secret({ secret }: { secret: string }) {
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => say(t.webhooks.copied),
      () => warn(t.problems.unexpected),
    );
  return (
    <div role="status" className="flex flex-col gap-2 rounded-lg border bg-sunken p-3 text-sm">
      <p>{t.webhooks.secretOnce}</p>
      <code className="break-all">{secret}</code>
      <Button onClick={() => void copy()}>{t.webhooks.copy}</Button>
    </div>
  );
}
