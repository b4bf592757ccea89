@NullMarked
package dev.granary.fetchverify.http;

import org.jspecify.annotations.NullMarked;
