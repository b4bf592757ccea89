/** Sample of a module for the tests of the rules. */
@NullMarked
package dev.granary.architecture.sample.setting.http;

import org.jspecify.annotations.NullMarked;
