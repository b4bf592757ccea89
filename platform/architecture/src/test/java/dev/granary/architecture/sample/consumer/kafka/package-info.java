/** Sample of a module for the tests of the rules. */
@NullMarked
package dev.granary.architecture.sample.consumer.kafka;

import org.jspecify.annotations.NullMarked;
