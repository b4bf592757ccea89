package dev.granary.libp2p.identity;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Puts DER together from the inside out. */
final class DerWriter {
    private DerWriter() {}

    static byte[] sequence(byte[]... parts) {
        return value(DerReader.SEQUENCE, parts);
    }

    static byte[] octets(byte[]... parts) {
        return value(DerReader.OCTET_STRING, parts);
    }

    static byte[] integer(BigInteger number) {
        return value(DerReader.INTEGER, number.toByteArray());
    }

    static byte[] bits(byte[] bytes) {
        return value(DerReader.BIT_STRING, new byte[1], bytes);
    }

    /** {@code parts} in a row as the content of a value of {@code tag}. */
    static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] size = BigInteger.valueOf(length).toByteArray();
            int sign = size[0] == 0 ? 1 : 0;
            out.write(0x80 | size.length - sign);
            out.write(size, sign, size.length - sign);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
