/** The settings of this service, and the one place where its parts are put together. */
@NullMarked
package dev.granary.reputation.config;

import org.jspecify.annotations.NullMarked;
