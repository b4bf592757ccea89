/**
 * An npm registry made of packages that are built in memory, signed with a key of its own, served by a
 * {@link dev.granary.testing.http.FixtureUpstream}.
 */
@NullMarked
package dev.granary.testing.npm;

import org.jspecify.annotations.NullMarked;
