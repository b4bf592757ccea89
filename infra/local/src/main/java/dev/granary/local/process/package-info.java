/** The door to the operating system: child processes, free ports, the effective user. Blocking; any thread. */
@NullMarked
package dev.granary.local.process;

import org.jspecify.annotations.NullMarked;
