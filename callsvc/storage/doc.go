// Package storage keeps sound in files: what callers hear and what they leave.
// It owns where and how the files lie; which there are is the records' to know.
package storage
