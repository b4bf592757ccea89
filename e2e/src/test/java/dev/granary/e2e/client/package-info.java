/** Real package clients, each with a home of its own: the settings of the machine do not leak in. */
@NullMarked
package dev.granary.e2e.client;

import org.jspecify.annotations.NullMarked;
