/** Real servers for integration tests. */
@NullMarked
package dev.granary.fetchverify.servers;

import org.jspecify.annotations.NullMarked;
