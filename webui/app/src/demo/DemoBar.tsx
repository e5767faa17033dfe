import { useMutation } from "@tanstack/react-query";
import { PhoneIncoming } from "lucide-react";
import { placeDemoCall } from "../api/session";
import { t } from "../language";
import { Button } from "../ui/Button";
import { problemText } from "../ui/problem";
import { warn } from "../ui/toasts";

/** Only with --demo: makes a real SIP call reach the service. */
export function DemoBar() {
  const call = useMutation({
    mutationFn: placeDemoCall,
    onError: (error) => warn(problemText(error)),
  });
  return (
    <section
      aria-label={t.demo.label}
      className="flex items-center gap-3 border-b bg-info-soft px-4 py-1.5 text-sm text-info sm:px-5"
    >
      <p className="min-w-0 flex-1">
        <span className="font-semibold">{t.demo.title}</span>{" "}
        <span className="max-sm:hidden">{t.demo.how}</span>
      </p>
      <Button
        size="small"
        tone="primary"
        icon={PhoneIncoming}
        disabled={call.isPending}
        onClick={() => call.mutate()}
      >
        {t.demo.callMe}
      </Button>
    </section>
  );
}
