@NullMarked
package dev.granary.fetchverify.breaker;

import org.jspecify.annotations.NullMarked;
