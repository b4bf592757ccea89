package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What may follow a protocol in an address, and how bytes and text of it correspond. */
enum AddressValue {
    NONE(0),
    IP4(4),
    IP6(16),
    PORT(2),
    PREFIX_LENGTH(1),
    NUMBER(8),
    /** Of a host or a network interface. */
    NAME(AddressValue.VARIABLE),
    /** Takes the rest of the text, slashes and all. */
    PATH(AddressValue.VARIABLE),
    /** With slashes written as percent signs and digits. */
    ESCAPED_PATH(AddressValue.VARIABLE),
    PEER(AddressValue.VARIABLE),
    HASH(AddressValue.VARIABLE);

    private static final int VARIABLE = -1;
    private static final int MAXIMUM_NAME = 255;
    private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

    private final int size;

    AddressValue(int size) {
        this.size = size;
    }

    boolean hasLength() {
        return size == VARIABLE;
    }

    /** Takes the value's bytes from an address. */
    byte[] read(ByteBuffer in) throws P2pException {
        if (hasLength()) {
            return Varint.readBytes(in, Multiaddr.MAXIMUM_BYTES);
        }
        if (in.remaining() < size) {
            throw malformed();
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }

    String text(byte[] bytes) throws P2pException {
        return switch (this) {
            case NONE -> "";
            case IP4 -> IpText.format4(bytes);
            case IP6 -> IpText.format6(bytes);
            case PORT -> Integer.toString(ByteBuffer.wrap(bytes).getShort() & 0xffff);
            case PREFIX_LENGTH -> Integer.toString(bytes[0] & 0xff);
            case NUMBER -> Long.toUnsignedString(ByteBuffer.wrap(bytes).getLong());
            case NAME -> requireName(utf8(bytes));
            case PATH -> requirePath(utf8(bytes));
            case ESCAPED_PATH -> escape(bytes);
            case PEER -> PeerId.decode(bytes).toString();
            case HASH -> Multibase.BASE64_URL.encode(Multihash.decode(bytes).bytes());
        };
    }

    byte[] bytes(String text) throws P2pException {
        try {
            return switch (this) {
                case NONE -> new byte[0];
                case IP4 -> IpText.parse4(text);
                case IP6 -> IpText.parse6(text);
                case PORT -> number(text, 0xffff, 2);
                case PREFIX_LENGTH -> number(text, 0xff, 1);
                case NUMBER ->
                    ByteBuffer.allocate(size)
                            .putLong(Long.parseUnsignedLong(requireDigits(text)))
                            .array();
                case NAME -> requireName(text).getBytes(StandardCharsets.UTF_8);
                case PATH -> requirePath(text).getBytes(StandardCharsets.UTF_8);
                case ESCAPED_PATH -> unescape(text);
                case PEER -> PeerId.decodeText(text).bytes();
                case HASH -> Multihash.decode(Multibase.decode(text)).bytes();
            };
        } catch (IllegalArgumentException e) {
            throw new P2pException(P2pError.MALFORMED, "An address has a value that is no " + this + ".", e);
        }
    }

    private static byte[] number(String text, int maximum, int size) {
        int value = Integer.parseInt(requireDigits(text));
        if (value > maximum) {
            throw new IllegalArgumentException(value + " exceeds " + maximum);
        }
        return size == 1 ? new byte[] {(byte) value} : new byte[] {(byte) (value >>> Byte.SIZE), (byte) value};
    }

    private static String requireDigits(String text) {
        if (text.isEmpty() || !text.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
            throw new IllegalArgumentException("not a number");
        }
        return text;
    }

    private String requireName(String text) throws P2pException {
        boolean printable = text.chars().noneMatch(letter -> letter <= ' ' || letter == 0x7f || letter == '/');
        if (text.isEmpty() || text.length() > MAXIMUM_NAME || !printable) {
            throw malformed();
        }
        return text;
    }

    private String requirePath(String text) throws P2pException {
        if (text.isEmpty() || text.startsWith("/") || text.endsWith("/") || text.indexOf('\0') >= 0) {
            throw malformed();
        }
        return text;
    }

    private String utf8(byte[] bytes) throws P2pException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new P2pException(P2pError.MALFORMED, "An address has a value that is no " + this + ".", e);
        }
    }

    private String escape(byte[] bytes) throws P2pException {
        if (bytes.length == 0) {
            throw malformed();
        }
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte next : bytes) {
            char letter = (char) (next & 0xff);
            if (letter < 0x80 && (Character.isLetterOrDigit(letter) || UNRESERVED.indexOf(letter) >= 0)) {
                text.append(letter);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(next));
            }
        }
        return text.toString();
    }

    private static byte[] unescape(String text) {
        byte[] escaped = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length);
        for (int i = 0; i < escaped.length; i++) {
            if (escaped[i] != '%') {
                bytes.write(escaped[i]);
                continue;
            }
            if (i + 2 >= escaped.length) {
                throw new IllegalArgumentException("a percent sign without two digits");
            }
            int high = HexFormat.fromHexDigit(escaped[i + 1]);
            bytes.write(high << 4 | HexFormat.fromHexDigit(escaped[i + 2]));
            i += 2;
        }
        return bytes.toByteArray();
    }

    private P2pException malformed() {
        return new P2pException(P2pError.MALFORMED, "An address has a value that is no " + this + ".");
    }
}
