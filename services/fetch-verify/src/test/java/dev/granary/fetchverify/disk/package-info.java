@NullMarked
package dev.granary.fetchverify.disk;

import org.jspecify.annotations.NullMarked;
