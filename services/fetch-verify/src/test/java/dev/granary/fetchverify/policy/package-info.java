@NullMarked
package dev.granary.fetchverify.policy;

import org.jspecify.annotations.NullMarked;
