/** Memory twins of the store's ports, and what every implementation of them must do. */
@NullMarked
package dev.granary.fetchverify.store;

import org.jspecify.annotations.NullMarked;
