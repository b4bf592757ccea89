@NullMarked
package dev.granary.fetchverify.freshness;

import org.jspecify.annotations.NullMarked;
