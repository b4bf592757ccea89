@NullMarked
package dev.granary.fetchverify.gateway;

import org.jspecify.annotations.NullMarked;
