/** The whole stack from outside: real package clients, crashes, faults, traces. */
@NullMarked
package dev.granary.e2e;

import org.jspecify.annotations.NullMarked;
