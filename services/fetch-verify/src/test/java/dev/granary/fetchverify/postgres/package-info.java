@NullMarked
package dev.granary.fetchverify.postgres;

import org.jspecify.annotations.NullMarked;
