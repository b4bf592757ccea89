@NullMarked
package dev.granary.fetchverify.settings;

import org.jspecify.annotations.NullMarked;
