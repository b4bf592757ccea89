@NullMarked
package dev.granary.fetchverify.verify;

import org.jspecify.annotations.NullMarked;
