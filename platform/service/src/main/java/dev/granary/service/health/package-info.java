/** What a service does without at the moment, while it goes on working. */
@NullMarked
package dev.granary.service.health;

import org.jspecify.annotations.NullMarked;
