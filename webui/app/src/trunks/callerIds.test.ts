import { expect, test } from "vitest";
import { callersFrom, callersText } from "./callerIds";

test("caller IDs are read as they are written", () => {
  const callers = { GB: "+442079460000", DE: "+4930123456" };
  expect(callersText(callers)).toBe("DE +4930123456\nGB +442079460000");
  expect(callersFrom(callersText(callers))).toEqual(callers);
  expect(callersFrom("\n de  030 123456 \n")).toEqual({ DE: "030 123456" });
  expect(callersFrom("DE")).toEqual({ DE: "" });
});
