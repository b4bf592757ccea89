@NullMarked
package dev.granary.fetchverify.relay;

import org.jspecify.annotations.NullMarked;
