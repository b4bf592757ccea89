/**
 * The settings' way in: the file {@code granary.toml}, the service's own configuration, and the wiring of all parts.
 */
@NullMarked
package dev.granary.fetchverify.config;

import org.jspecify.annotations.NullMarked;
