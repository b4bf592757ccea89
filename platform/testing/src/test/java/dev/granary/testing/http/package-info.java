@NullMarked
package dev.granary.testing.http;

import org.jspecify.annotations.NullMarked;
