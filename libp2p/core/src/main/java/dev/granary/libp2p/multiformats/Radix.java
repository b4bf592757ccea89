package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Arrays;

/**
 * Bytes written as one number to a base that is no power of two; a leading zero byte is a leading zero digit. Takes time
 * by the square of the length, hence the bound.
 */
final class Radix {
    /** Bytes or digits; far more than a hash or a key has. */
    static final int MAXIMUM_LENGTH = 1024;

    private static final int ASCII = 128;

    private final String alphabet;
    private final int base;
    private final byte[] values = new byte[ASCII];

    Radix(String alphabet) {
        this.alphabet = alphabet;
        this.base = alphabet.length();
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < base; i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
    }

    String encode(byte[] bytes) {
        if (bytes.length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException(bytes.length + " bytes are too many for base " + base);
        }
        int zeros = leading(bytes, (byte) 0);
        byte[] digits = convert(Arrays.copyOfRange(bytes, zeros, bytes.length), 256, base);
        StringBuilder text = new StringBuilder(zeros + digits.length);
        text.repeat(alphabet.charAt(0), zeros);
        for (byte digit : digits) {
            text.append(alphabet.charAt(digit));
        }
        return text.toString();
    }

    byte[] decode(String text) throws P2pException {
        if (text.length() > MAXIMUM_LENGTH) {
            throw new P2pException(P2pError.LIMIT, text.length() + " digits to base " + base + " are too many.");
        }
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            char letter = text.charAt(i);
            digits[i] = letter < ASCII ? values[letter] : -1;
            if (digits[i] < 0) {
                throw new P2pException(P2pError.MALFORMED, "No digit to base " + base + " at position " + i + ".");
            }
        }
        int zeros = leading(digits, (byte) 0);
        byte[] number = convert(Arrays.copyOfRange(digits, zeros, digits.length), base, 256);
        byte[] bytes = new byte[zeros + number.length];
        System.arraycopy(number, 0, bytes, zeros, number.length);
        return bytes;
    }

    private static int leading(byte[] values, byte value) {
        int count = 0;
        while (count < values.length && values[count] == value) {
            count++;
        }
        return count;
    }

    /** Digits, most significant first, to another base, without leading zeros. */
    private static byte[] convert(byte[] digits, int from, int to) {
        int capacity = (int) (digits.length * Math.log(from) / Math.log(to)) + 1;
        byte[] converted = new byte[capacity];
        int start = capacity;
        for (byte digit : digits) {
            int carry = digit & 0xff;
            int i = capacity - 1;
            for (; i >= start || carry > 0; i--) {
                carry += from * (converted[i] & 0xff);
                converted[i] = (byte) (carry % to);
                carry /= to;
            }
            start = i + 1;
        }
        return Arrays.copyOfRange(converted, start, capacity);
    }
}
