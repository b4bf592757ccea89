/**
 * Secures connections by Noise, pattern XX, as libp2p uses it ({@code /noise}).
 *
 * <p>{@code NoiseXX} is the handshake as a pure machine: messages in, messages out. {@code Handshake} runs it on a byte
 * stream and checks what the remote claims in it; {@code NoiseCodec} carries the data afterwards. A frame is decrypted
 * where it was put together, and encrypted straight from what was written: there is no other copy. Nothing of a frame is
 * released before all of it was authenticated.
 */
@NullMarked
package dev.granary.libp2p.noise;

import org.jspecify.annotations.NullMarked;
