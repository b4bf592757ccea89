package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The name of a content by its hash, and how to read it.
 *
 * @param version 0 for what is written {@code Qm...}, a SHA-256 of a DAG-PB node; else 1
 * @param codec how the content is to be read, a code of the multicodec table
 */
public record Cid(int version, long codec, Multihash hash) {
    public static final long RAW = 0x55;
    public static final long DAG_PB = 0x70;

    private static final int SHA256_TEXT = 46;
    private static final int SHA256_BYTES = 34;
    private static final int MAXIMUM_TEXT = 512;

    public Cid {
        boolean oldForm = codec == DAG_PB && hash.function() == Multihash.SHA2_256;
        if (version < 0 || version > 1 || codec < 0 || (version == 0 && !oldForm)) {
            throw new IllegalArgumentException("no CID of version " + version + " has the codec " + codec);
        }
    }

    /** The name, in today's form, of a content that is to be read as {@code codec}. */
    public static Cid of(long codec, Multihash hash) {
        return new Cid(1, codec, hash);
    }

    /** What the binary form spells. */
    public static Cid decode(byte[] bytes) throws P2pException {
        if (bytes.length == SHA256_BYTES && bytes[0] == Multihash.SHA2_256) {
            return new Cid(0, DAG_PB, Multihash.decode(bytes));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (Varint.read(in) != 1) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "A CID is of a version that is not known.");
        }
        long codec = Varint.read(in);
        return of(codec, Multihash.decode(Arrays.copyOfRange(bytes, in.position(), bytes.length)));
    }

    /** What a text from a remote spells. */
    public static Cid decodeText(String text) throws P2pException {
        if (text.length() > MAXIMUM_TEXT) {
            throw new P2pException(P2pError.LIMIT, "A CID of " + text.length() + " letters is too long.");
        }
        if (text.length() == SHA256_TEXT && text.startsWith("Qm")) {
            return decode(Base58.decode(text));
        }
        Cid cid = decode(Multibase.decode(text));
        if (cid.version == 0) {
            throw new P2pException(P2pError.MALFORMED, "A CID of version 0 has no multibase prefix.");
        }
        return cid;
    }

    /** What a program or its configuration calls a content. */
    public static Cid parse(String text) {
        try {
            return decodeText(text);
        } catch (P2pException e) {
            throw new IllegalArgumentException("not a CID: " + text, e);
        }
    }

    /** The binary form. */
    public byte[] bytes() {
        byte[] digest = hash.bytes();
        if (version == 0) {
            return digest;
        }
        ByteBuffer out = ByteBuffer.allocate(1 + Varint.size(codec) + digest.length);
        Varint.write(out, 1);
        Varint.write(out, codec);
        return out.put(digest).array();
    }

    /** Base 58 in version 0, base 32 in version 1. */
    @Override
    public String toString() {
        return version == 0 ? hash.toString() : Multibase.BASE32.encode(bytes());
    }
}
