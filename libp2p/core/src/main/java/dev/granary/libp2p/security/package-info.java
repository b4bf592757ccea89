/** What every way of securing a connection offers: who the remote is, and a stream that nobody else reads or changes. */
@NullMarked
package dev.granary.libp2p.security;

import org.jspecify.annotations.NullMarked;
