export const exporting = {
  button: "Export",
  what: "Exports the contacts of this list, as filtered.",
  spreadsheet: "CSV for spreadsheets",
  spreadsheetHint: "Opens in Excel, Numbers or LibreOffice",
  data: "CSV data",
  dataHint: "Every value as it is, for other programs",
  excel: "Excel workbook",
  excelHint: "Up to 1,048,575 contacts",
  custom: "With your contact fields",
  vcard: "Download vCard",
};
