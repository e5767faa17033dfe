import type * as english from "../en/session";

export const session: typeof english.session = {
  title: "Anmelden",
  email: "E-Mail",
  password: "Passwort",
  logIn: "Anmelden",
  loggingIn: "Anmeldung läuft…",
  logOut: "Abmelden",
  wrong: "E-Mail oder Passwort ist falsch.",
  emailMissing: "Geben Sie Ihre E-Mail-Adresse ein.",
  passwordMissing: "Geben Sie Ihr Passwort ein.",
};
