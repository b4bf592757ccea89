/**
 * What all layers speak to each other: a two-way stream of bytes with back-pressure, whether it is a socket, a secured
 * connection or one of many streams on it.
 */
@NullMarked
package dev.granary.libp2p.stream;

import org.jspecify.annotations.NullMarked;
