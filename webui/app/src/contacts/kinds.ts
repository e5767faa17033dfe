import type { ContactKind } from "../api/types";
import { t } from "../language";

export const kinds: ContactKind[] = ["customer", "contractor", "vendor", "partner", "other"];

export const kindOptions = kinds.map((kind) => ({ value: kind, label: t.contacts.kinds[kind] }));
