import { ApiProblem } from "../api/client";
import { t } from "../language";

const byCode: Record<string, string | undefined> = t.problems;

/** What went wrong, in a sentence: ours where the code is known, else the service's. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t.problems.unexpected;
  const known = byCode[error.code] || t.service(error.message);
  return known || (error.status >= 500 ? t.problems.unexpected : t.problems.refused);
}

/** The problems of a form's fields by field name, such as firstName or phones[1]. */
export function fieldProblems(error: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!(error instanceof ApiProblem)) return fields;
  for (const { location, message } of error.fields) {
    const name = location
      .replace(/^body\.?/, "")
      .replace(/\.(raw|label|primary|address|email)$/, "");
    fields[name] ??= fieldText(message);
  }
  return fields;
}

/** What is wrong with a field, in words that the user reads. */
export const fieldText = (message: string): string =>
  sentence(t.service(message) ?? t.problems.field);

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
