@NullMarked
package dev.granary.fetchverify.upstream;

import org.jspecify.annotations.NullMarked;
