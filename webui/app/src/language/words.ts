/** Words by a key that the service may send; a key we do not know has none. */
export type Words = Readonly<Record<string, string | undefined>>;
