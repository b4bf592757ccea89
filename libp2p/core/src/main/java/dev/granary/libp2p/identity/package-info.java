/**
 * Who a peer is: its key, what it signs, and the certificate that proves the key in TLS.
 *
 * <p>Immutable values without clock and without randomness of their own. The lightweight API of BouncyCastle does Ed25519
 * and secp256k1, which the platform does slowly or not at all; RSA and the NIST curves are verified by the platform.
 */
@NullMarked
package dev.granary.libp2p.identity;

import org.jspecify.annotations.NullMarked;
