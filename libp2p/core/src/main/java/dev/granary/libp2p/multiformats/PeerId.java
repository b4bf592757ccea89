package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The name of a peer: its public key where that is short, else the key's SHA-256. Whoever holds the private key is that
 * peer.
 */
public final class PeerId implements Comparable<PeerId> {
    /** Bytes up to which an encoded key is its own name. */
    private static final int LONGEST_INLINED_KEY = 42;

    private static final long CID_VERSION = 1;
    private static final long LIBP2P_KEY = 0x72;

    /** Letters of the longest text that is read; a SHA-256 takes 46 to base 58 and 73 to base 16. */
    private static final int MAXIMUM_TEXT = 128;

    private final byte[] bytes;

    private PeerId(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The id of the peer with this key, given in the encoded form of {@code PublicKey.encoded()}. */
    public static PeerId ofEncodedKey(byte[] key) {
        Multihash hash =
                key.length <= LONGEST_INLINED_KEY ? Multihash.of(Multihash.IDENTITY, key) : Multihash.sha256(key);
        return new PeerId(hash.bytes());
    }

    /** What the binary form spells. */
    public static PeerId decode(byte[] bytes) throws P2pException {
        return of(Multihash.decode(bytes));
    }

    /** What a text from a remote spells: base 58, or a CID of a key. */
    public static PeerId decodeText(String text) throws P2pException {
        if (text.length() > MAXIMUM_TEXT) {
            throw new P2pException(P2pError.LIMIT, "A peer id of " + text.length() + " letters is too long.");
        }
        if (text.startsWith("1") || text.startsWith("Qm")) {
            return decode(Base58.decode(text));
        }
        ByteBuffer cid = ByteBuffer.wrap(Multibase.decode(text));
        if (Varint.read(cid) != CID_VERSION || Varint.read(cid) != LIBP2P_KEY) {
            throw new P2pException(P2pError.MALFORMED, "A CID is not one of a libp2p key.");
        }
        return decode(Arrays.copyOfRange(cid.array(), cid.position(), cid.limit()));
    }

    /** What a program or its configuration calls a peer. */
    public static PeerId parse(String text) {
        try {
            return decodeText(text);
        } catch (P2pException e) {
            throw new IllegalArgumentException("not a peer id: " + text, e);
        }
    }

    private static PeerId of(Multihash hash) throws P2pException {
        int length = hash.digest().length;
        boolean inlined = hash.function() == Multihash.IDENTITY && length > 0 && length <= LONGEST_INLINED_KEY;
        if (!inlined && hash.function() != Multihash.SHA2_256) {
            throw new P2pException(P2pError.MALFORMED, "A multihash is not one of a peer.");
        }
        return new PeerId(hash.bytes());
    }

    /** The encoded public key, where the id holds it. */
    public Optional<byte[]> inlinedKey() {
        return bytes[0] == Multihash.IDENTITY
                ? Optional.of(Arrays.copyOfRange(bytes, 2, bytes.length))
                : Optional.empty();
    }

    /** The binary form, a multihash. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The id as a CID to base 32, as it stands in links and DNS names. */
    public String toCid() {
        ByteBuffer cid = ByteBuffer.allocate(2 + bytes.length);
        Varint.write(cid, CID_VERSION);
        Varint.write(cid, LIBP2P_KEY);
        return Multibase.BASE32.encode(cid.put(bytes).array());
    }

    /** By the bytes, as unsigned numbers. */
    @Override
    public int compareTo(PeerId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Base 58, as all implementations write it. */
    @Override
    public String toString() {
        return Base58.encode(bytes);
    }
}
