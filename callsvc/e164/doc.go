// Package e164 reads telephone numbers as people and networks write them and
// says what they are: dialable, an internal extension, withheld or unreadable.
// It is the only owner of the phonenumbers library. It keeps what was typed
// beside the E.164 form, and it never guesses: a number that could be two
// things is reported as unreadable or as a variant, for the caller to show.
//
// [Parse] is for what people type, [ParseCaller] for what networks send; the
// first forgives labels, vanity letters and lists, the second does not, since a
// stranger writes it. Who a number belongs to is for others to say: they look
// up the E.164 form, then [Variants], then [PartialKey], in this order.
package e164
