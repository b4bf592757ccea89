package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Bytes as text whose first letter says to which base. */
public enum Multibase {
    BASE16('f'),
    BASE16_UPPER('F'),
    BASE32('b'),
    BASE32_UPPER('B'),
    BASE36('k'),
    BASE36_UPPER('K'),
    BASE58BTC('z'),
    BASE64('m'),
    BASE64_PADDED('M'),
    BASE64_URL('u'),
    BASE64_URL_PADDED('U');

    /** Letters of the longest text that is read. */
    public static final int MAXIMUM_LENGTH = 4096;

    private static final Radix RADIX_36 = new Radix("0123456789abcdefghijklmnopqrstuvwxyz");

    private final char prefix;

    Multibase(char prefix) {
        this.prefix = prefix;
    }

    /** The letter that this base's texts begin with. */
    public char prefix() {
        return prefix;
    }

    /** {@code bytes} as text, with the prefix. */
    public String encode(byte[] bytes) {
        return prefix
                + switch (this) {
                    case BASE16 -> HexFormat.of().formatHex(bytes);
                    case BASE16_UPPER -> HexFormat.of().withUpperCase().formatHex(bytes);
                    case BASE32 -> Base32.encode(bytes);
                    case BASE32_UPPER -> Base32.encode(bytes).toUpperCase(Locale.ROOT);
                    case BASE36 -> RADIX_36.encode(bytes);
                    case BASE36_UPPER -> RADIX_36.encode(bytes).toUpperCase(Locale.ROOT);
                    case BASE58BTC -> Base58.encode(bytes);
                    case BASE64 -> Base64.getEncoder().withoutPadding().encodeToString(bytes);
                    case BASE64_PADDED -> Base64.getEncoder().encodeToString(bytes);
                    case BASE64_URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                    case BASE64_URL_PADDED -> Base64.getUrlEncoder().encodeToString(bytes);
                };
    }

    /**
     * The bytes that {@code text} stands for, to whichever base.
     *
     * @throws P2pException {@code NOT_SUPPORTED} for a base that is not in this list, {@code MALFORMED} for a text that is
     *     not one of its base, {@code LIMIT} beyond {@link #MAXIMUM_LENGTH} letters
     */
    public static byte[] decode(String text) throws P2pException {
        if (text.isEmpty()) {
            throw new P2pException(P2pError.MALFORMED, "A multibase text is empty.");
        }
        if (text.length() > MAXIMUM_LENGTH) {
            throw new P2pException(P2pError.LIMIT, "A multibase text of " + text.length() + " letters is too long.");
        }
        for (Multibase base : values()) {
            if (base.prefix == text.charAt(0)) {
                return base.decodeDigits(text.substring(1));
            }
        }
        throw new P2pException(P2pError.NOT_SUPPORTED, "No multibase has the prefix " + (int) text.charAt(0) + ".");
    }

    private byte[] decodeDigits(String digits) throws P2pException {
        try {
            byte[] bytes =
                    switch (this) {
                        case BASE16, BASE16_UPPER -> HexFormat.of().parseHex(digits);
                        case BASE32, BASE32_UPPER -> Base32.decode(digits.toLowerCase(Locale.ROOT));
                        case BASE36, BASE36_UPPER -> RADIX_36.decode(digits.toLowerCase(Locale.ROOT));
                        case BASE58BTC -> Base58.decode(digits);
                        case BASE64, BASE64_PADDED -> Base64.getDecoder().decode(digits);
                        case BASE64_URL, BASE64_URL_PADDED ->
                            Base64.getUrlDecoder().decode(digits);
                    };
            return requireOneForm(bytes, digits);
        } catch (IllegalArgumentException e) {
            throw new P2pException(P2pError.MALFORMED, "A text is not one of " + this + ".", e);
        }
    }

    /** Refuses stray bits and wrong padding; the case of letters is free where the alphabet has but one. */
    private byte[] requireOneForm(byte[] bytes, String digits) throws P2pException {
        if (prefixless(encode(bytes)).equals(digits)
                || (ignoresCase() && prefixless(encode(bytes)).equalsIgnoreCase(digits))) {
            return bytes;
        }
        throw new P2pException(P2pError.MALFORMED, "A text of " + this + " is not in its one form.");
    }

    private boolean ignoresCase() {
        return switch (this) {
            case BASE16, BASE16_UPPER, BASE32, BASE32_UPPER, BASE36, BASE36_UPPER -> true;
            case BASE58BTC, BASE64, BASE64_PADDED, BASE64_URL, BASE64_URL_PADDED -> false;
        };
    }

    private static String prefixless(String text) {
        return text.substring(1);
    }
}
