package store

// maxQuery bounds what is typed into a search box, in bytes.
const maxQuery = 400
