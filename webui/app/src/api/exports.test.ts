import { expect, test } from "vitest";
import { exportAddress } from "./exports";

test("an export has the filters of its list", () => {
  expect(exportAddress("excel", {})).toBe("/api/v1/contacts/export.xlsx");
  expect(exportAddress("data", { q: "o'neil & co", kind: undefined, archived: false })).toBe(
    "/api/v1/contacts/export.csv?q=o%27neil+%26+co&profile=data",
  );
  expect(exportAddress("spreadsheet", { archived: true, status: "", sort: "-createdAt" })).toBe(
    "/api/v1/contacts/export.csv?archived=true&sort=-createdAt&profile=spreadsheet",
  );
});
