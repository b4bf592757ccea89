/**
 * libp2p over QUIC version 1: {@code /ip4/../udp/../quic-v1}. Secures and multiplexes by itself, with the certificates of
 * {@link dev.granary.libp2p.identity.IdentityCertificate}.
 */
@NullMarked
package dev.granary.libp2p.transport.quic;

import org.jspecify.annotations.NullMarked;
