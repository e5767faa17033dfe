import { Pencil, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../language";
import { Button } from "./Button";
import { problemText } from "./problem";

type RepickProps = {
  words: { pick: string; remove: string };
  /** Left out where there is nothing to remove. */
  onRemove?: () => Promise<unknown>;
  /** The picker; it hands over what saving comes to. */
  children: (settle: (saving: Promise<unknown>) => void) => ReactNode;
};

/** Opens a picker where a linked record stands, or removes the link. */
export function Repick({ words, onRemove, children }: RepickProps) {
  const [picking, setPicking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const settle = (saving: Promise<unknown>) => {
    setProblem(null);
    saving.then(() => setPicking(false), setProblem);
  };
  return (
    <>
      {picking && <div className="w-full py-1">{children(settle)}</div>}
      {problem !== null && (
        <p role="alert" className="text-xs font-medium text-bad">
          {problemText(problem)}
        </p>
      )}
      <div className="-ml-2 flex flex-wrap">
        {picking ? (
          <Button size="small" tone="quiet" onClick={() => setPicking(false)}>
            {t.ui.cancel}
          </Button>
        ) : (
          <Button size="small" tone="quiet" icon={Pencil} onClick={() => setPicking(true)}>
            {words.pick}
          </Button>
        )}
        {!picking && onRemove && (
          <Button size="small" tone="quiet" icon={X} onClick={() => settle(onRemove())}>
            {words.remove}
          </Button>
        )}
      </div>
    </>
  );
}
