import type * as english from "../en/exporting";

export const exporting: typeof english.exporting = {
  button: "Exportieren",
  what: "Exportiert die Kontakte dieser Liste, so wie sie gefiltert ist.",
  spreadsheet: "CSV für Tabellen",
  spreadsheetHint: "Öffnet sich in Excel, Numbers oder LibreOffice",
  data: "CSV-Daten",
  dataHint: "Jeder Wert, wie er ist, für andere Programme",
  excel: "Excel-Arbeitsmappe",
  excelHint: "Bis zu 1.048.575 Kontakte",
  custom: "Mit Ihren Kontaktfeldern",
  vcard: "vCard herunterladen",
};
