/**
 * TLS 1.3 over any byte stream, by BoringSSL: both sides show the certificate of their peer, and agree on the stream muxer
 * within the handshake.
 *
 * <p>The library is driven without a channel, so connections over relays and pipes in memory are secured like sockets. Its
 * engines hold memory outside the heap; each belongs to one connection and is released when that closes.
 */
@NullMarked
package dev.granary.libp2p.tls;

import org.jspecify.annotations.NullMarked;
