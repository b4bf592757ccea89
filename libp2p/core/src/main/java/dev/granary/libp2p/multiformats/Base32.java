package dev.granary.libp2p.multiformats;

import java.io.ByteArrayOutputStream;

/** Base32 of RFC 4648 in lower case, without padding. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * Byte.SIZE + BITS - 1) / BITS);
        int pending = 0;
        int bits = 0;
        for (byte next : bytes) {
            pending = ((pending << Byte.SIZE) | (next & 0xff)) & 0xfff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(ALPHABET.charAt((pending >>> bits) & 0x1f));
            }
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((pending << (BITS - bits)) & 0x1f));
        }
        return text.toString();
    }

    /** Leaves it to the caller to refuse stray bits at the end. */
    static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * BITS / Byte.SIZE);
        int pending = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("no digit to base 32 at position " + i);
            }
            pending = ((pending << BITS) | value) & 0xfff;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(pending >>> bits);
            }
        }
        return bytes.toByteArray();
    }
}
