@NullMarked
package dev.granary.fetchverify.config;

import org.jspecify.annotations.NullMarked;
