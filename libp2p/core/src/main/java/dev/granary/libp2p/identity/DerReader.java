package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes DER apart, value after value. Only what X.509 needs: tags of one byte and definite lengths in their shortest form.
 * Copies nothing but what is asked for, so a nested length gains a remote nothing.
 */
final class DerReader {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_ID = 0x06;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;

    private static final int MULTI_BYTE_TAG = 0x1f;
    private static final int LONG_FORM = 0x80;
    private static final int MAXIMUM_LENGTH_BYTES = 3;

    private final ByteBuffer in;

    private DerReader(ByteBuffer in) {
        this.in = in;
    }

    static DerReader of(byte[] der) {
        return new DerReader(ByteBuffer.wrap(der));
    }

    /** The tag with which a context marks its optional part {@code number}. */
    static int context(int number) {
        return 0xa0 | number;
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    /** Whether the next value has {@code tag}. */
    boolean isNext(int tag) {
        return in.hasRemaining() && (in.get(in.position()) & 0xff) == tag;
    }

    /** Takes a value of {@code tag}, to be read from the inside. */
    DerReader enter(int tag) throws P2pException {
        if (!isNext(tag)) {
            throw malformed("a value of another kind");
        }
        return next();
    }

    /** Takes the next value, of whichever kind, to be read from the inside. */
    DerReader next() throws P2pException {
        if (!in.hasRemaining() || (in.get() & MULTI_BYTE_TAG) == MULTI_BYTE_TAG) {
            throw malformed("no tag");
        }
        int length = length();
        DerReader inside = new DerReader(in.slice(in.position(), length));
        in.position(in.position() + length);
        return inside;
    }

    /** Takes the next value with its tag and length. */
    byte[] nextWhole() throws P2pException {
        int start = in.position();
        next();
        byte[] whole = new byte[in.position() - start];
        in.get(start, whole);
        return whole;
    }

    /** What is left in this value. */
    byte[] content() {
        byte[] content = new byte[in.remaining()];
        in.get(content);
        return content;
    }

    /** Takes a value of {@code tag} and returns its content. */
    byte[] take(int tag) throws P2pException {
        return enter(tag).content();
    }

    /** Takes an integer, which DER spells in as few bytes as hold it and its sign. */
    BigInteger integer() throws P2pException {
        byte[] bytes = take(INTEGER);
        if (bytes.length == 0) {
            throw malformed("an integer without bytes");
        }
        if (bytes.length > 1 && bytes[0] == bytes[1] >> (Byte.SIZE - 1)) {
            throw malformed("an integer with needless bytes");
        }
        return new BigInteger(bytes);
    }

    /** Takes a bit string of whole bytes. */
    byte[] bitString() throws P2pException {
        byte[] bytes = take(BIT_STRING);
        if (bytes.length == 0 || bytes[0] != 0) {
            throw malformed("a bit string that is not of whole bytes");
        }
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    void requireEnd() throws P2pException {
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes too many");
        }
    }

    private int length() throws P2pException {
        int first = take();
        if (first < LONG_FORM) {
            return requireThere(first);
        }
        int count = first - LONG_FORM;
        if (count < 1 || count > MAXIMUM_LENGTH_BYTES) {
            throw malformed("a length of " + count + " bytes");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = (length << Byte.SIZE) | take();
        }
        if (length < LONG_FORM || length >>> ((count - 1) * Byte.SIZE) == 0) {
            throw malformed("a length that is not in its shortest form");
        }
        return requireThere(length);
    }

    private int requireThere(int length) throws P2pException {
        if (length > in.remaining()) {
            throw malformed("a value that is cut off");
        }
        return length;
    }

    private int take() throws P2pException {
        if (!in.hasRemaining()) {
            throw malformed("a value that is cut off");
        }
        return in.get() & 0xff;
    }

    private static P2pException malformed(String what) {
        return new P2pException(P2pError.MALFORMED, "DER with " + what + ".");
    }
}
