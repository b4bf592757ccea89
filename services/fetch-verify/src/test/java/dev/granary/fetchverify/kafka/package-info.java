@NullMarked
package dev.granary.fetchverify.kafka;

import org.jspecify.annotations.NullMarked;
