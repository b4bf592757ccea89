@NullMarked
package dev.granary.fetchverify.request;

import org.jspecify.annotations.NullMarked;
