import { locale, writeLocale } from "../language";
import { firstSpoken, type Language, languageOf } from "../language/locale";
import { cx } from "../ui/classes";

// Each is written as its speakers write it: whoever needs it cannot read the other.
const languages: { language: Language; name: string }[] = [
  { language: "en", name: "English" },
  { language: "de", name: "Deutsch" },
];

/** Lets whoever is not logged in yet choose the language of this browser. */
export function LanguageSwitch() {
  const choose = (language: Language) => {
    const own = navigator.languages.filter((tag) => languageOf(tag) === language);
    writeLocale(firstSpoken([...own, language]));
    window.location.reload();
  };
  return (
    <div className="mt-4 flex justify-center gap-1 text-sm">
      {languages.map(({ language, name }) => {
        const current = languageOf(locale) === language;
        return (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={current}
            onClick={() => current || choose(language)}
            className={cx(
              "rounded-lg px-3 py-1.5 hover:bg-sunken",
              current ? "font-semibold text-ink" : "text-muted",
            )}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
}
