@NullMarked
package dev.granary.fetchverify.redis;

import org.jspecify.annotations.NullMarked;
