@NullMarked
package dev.granary.fetchverify.http.head;

import org.jspecify.annotations.NullMarked;
