export const session = {
  title: "Log in",
  email: "Email",
  password: "Password",
  logIn: "Log in",
  loggingIn: "Logging in…",
  logOut: "Log out",
  wrong: "Email or password is wrong.",
  emailMissing: "Enter your email.",
  passwordMissing: "Enter your password.",
};
