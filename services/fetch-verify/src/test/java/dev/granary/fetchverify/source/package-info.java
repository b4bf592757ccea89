@NullMarked
package dev.granary.fetchverify.source;

import org.jspecify.annotations.NullMarked;
