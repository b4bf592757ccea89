package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A digest that says by which function it was made. */
public final class Multihash {
    /** Not a hash: the bytes themselves. */
    public static final long IDENTITY = 0x00;

    public static final long SHA2_256 = 0x12;

    /** Bytes of the longest digest, or of the longest inlined content. */
    public static final int MAXIMUM_DIGEST = 128;

    private final long function;
    private final byte[] digest;

    private Multihash(long function, byte[] digest) {
        this.function = function;
        this.digest = digest;
    }

    /** {@code digest} as one of {@code function}, a code of the multicodec table. */
    public static Multihash of(long function, byte[] digest) {
        if (digest.length > MAXIMUM_DIGEST || Varint.size(function) > Varint.MAXIMUM_SIZE) {
            throw new IllegalArgumentException("a digest of " + digest.length + " bytes is too long");
        }
        return new Multihash(function, digest.clone());
    }

    /** The SHA-256 of {@code content}. */
    public static Multihash sha256(byte[] content) {
        try {
            return new Multihash(SHA2_256, MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What {@code bytes} spell, to their end. */
    public static Multihash decode(byte[] bytes) throws P2pException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Multihash hash = read(in);
        if (in.hasRemaining()) {
            throw new P2pException(P2pError.MALFORMED, in.remaining() + " bytes follow a multihash.");
        }
        return hash;
    }

    /** Takes a multihash from {@code in}, leaving what follows it. */
    public static Multihash read(ByteBuffer in) throws P2pException {
        long function = Varint.read(in);
        byte[] digest = Varint.readBytes(in, MAXIMUM_DIGEST);
        if (function == SHA2_256 && digest.length != 32) {
            throw new P2pException(P2pError.MALFORMED, "A SHA-256 of " + digest.length + " bytes is none.");
        }
        return new Multihash(function, digest);
    }

    /** The code of the hash function. */
    public long function() {
        return function;
    }

    public byte[] digest() {
        return digest.clone();
    }

    /** Code, length and digest. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(Varint.size(function) + Varint.size(digest.length) + digest.length);
        Varint.write(out, function);
        Varint.write(out, digest.length);
        return out.put(digest).array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multihash that && function == that.function && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(function) + Arrays.hashCode(digest);
    }

    /** Base58, as peer ids are written. */
    @Override
    public String toString() {
        return Base58.encode(bytes());
    }
}
