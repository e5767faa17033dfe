import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./classes";

export type ButtonTone = "primary" | "plain" | "quiet" | "good" | "bad" | "dark";

const tones: Record<ButtonTone, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  plain: "border border-line-strong/60 bg-surface text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken",
  good: "bg-good text-on-accent hover:bg-good-strong",
  bad: "bg-bad text-on-accent hover:bg-bad-strong",
  dark: "bg-white/10 text-white hover:bg-white/20",
};

const shape =
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:opacity-50";

type Size = "small" | "normal" | "large";
const sizes: Record<Size, string> = {
  small: "h-7 px-2.5 text-xs",
  normal: "h-9 px-3.5 text-sm",
  large: "h-11 px-5 text-sm",
};

export function buttonClass(tone: ButtonTone = "plain", size: Size = "normal"): string {
  return cx(shape, tones[tone], sizes[size]);
}

type ButtonProps = ComponentProps<"button"> & {
  tone?: ButtonTone;
  size?: Size;
  icon?: LucideIcon;
};

export function Button({ tone, size, icon: Icon, className, children, ...props }: ButtonProps) {
  return (
    <button type="button" className={cx(buttonClass(tone, size), className)} {...props}>
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  label: string;
  icon: LucideIcon;
  tone?: ButtonTone;
  small?: boolean;
};

/** A button that shows only an icon; its label is its name and its tooltip. */
export function IconButton({
  label,
  icon: Icon,
  tone = "quiet",
  small,
  className,
  ...props
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        "inline-flex shrink-0 items-center justify-center rounded-lg transition-colors disabled:opacity-50",
        small ? "size-7" : "size-9",
        tones[tone],
        className,
      )}
      {...props}
    >
      <Icon aria-hidden className={small ? "size-4" : "size-[1.125rem]"} />
    </button>
  );
}
