/**
 * The store on a local disk: content by digest, records of what is held, and the journal in which events wait.
 *
 * <p>Everything appears under its final name whole or not at all: written to a temporary file of the same file system,
 * synced, renamed, and the directory synced where the promise is durability. Every record and journal entry carries a
 * checksum; what fails it is set aside and counted, never believed and never a reason not to start. All calls may block
 * on the disk and belong on virtual threads. Temporary files of an earlier process are swept when a store is opened: one
 * process owns a data directory.
 */
@NullMarked
package dev.granary.fetchverify.disk;

import org.jspecify.annotations.NullMarked;
