package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pException;

/** Base58 with Bitcoin's alphabet, which leaves out what looks alike. */
public final class Base58 {
    private static final Radix RADIX = new Radix("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    private Base58() {}

    /** {@code bytes} as text. At most 1024 bytes: the time grows with the square of their number. */
    public static String encode(byte[] bytes) {
        return RADIX.encode(bytes);
    }

    /**
     * The bytes that {@code text} stands for.
     *
     * @throws P2pException {@code MALFORMED} when it has a letter out of the alphabet, {@code LIMIT} beyond 1024 letters
     */
    public static byte[] decode(String text) throws P2pException {
        return RADIX.decode(text);
    }
}
