/**
 * The local stack: the real servers that Granary needs and its services, on one machine, in one folder, in one command.
 *
 * <p>Decisions (settings, order of start, restarts) are plain values in {@code settings} and {@code supervision};
 * {@code component} knows how each server is prepared, started and asked whether it is ready; {@code process} is the
 * door to the operating system; {@code cli} is the command.
 */
@NullMarked
package dev.granary.local;

import org.jspecify.annotations.NullMarked;
