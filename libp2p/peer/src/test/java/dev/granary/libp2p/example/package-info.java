/** Programs that show how the library is used; {@code libp2p/README.md} quotes them, and tests run them. */
@NullMarked
package dev.granary.libp2p.example;

import org.jspecify.annotations.NullMarked;
