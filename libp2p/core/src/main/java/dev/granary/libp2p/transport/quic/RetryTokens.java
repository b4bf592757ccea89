package dev.granary.libp2p.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.incubator.codec.quic.QuicTokenHandler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes remotes prove that they receive what is sent to their address, once many handshakes are open: else forged
 * addresses would cost us handshakes, and their owners our answers. A token is a time, a code over it, the address and the
 * connection id that the remote chose, and that id. Confined to the listener's loop.
 */
final class RetryTokens implements QuicTokenHandler {
    private static final String HMAC = "HmacSHA256";
    private static final int CODE_SIZE = 32;
    private static final int HEAD = Long.BYTES + CODE_SIZE;
    private static final int LONGEST_ID = 20;
    private static final long GOOD_SECONDS = 10;
    private static final int INVALID = -1;

    private final SecretKeySpec secret;
    private final BooleanSupplier needed;
    private final LongSupplier seconds;

    /**
     * Makes and checks tokens.
     *
     * @param needed whether remotes have to prove their address now
     * @param seconds a clock
     */
    RetryTokens(byte[] secret, BooleanSupplier needed, LongSupplier seconds) {
        this.secret = new SecretKeySpec(secret, HMAC);
        this.needed = needed;
        this.seconds = seconds;
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
        if (!needed.getAsBoolean()) {
            return false;
        }
        byte[] id = new byte[connectionId.readableBytes()];
        connectionId.getBytes(connectionId.readerIndex(), id);
        long now = seconds.getAsLong();
        out.writeLong(now).writeBytes(code(now, id, address)).writeBytes(id);
        return true;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        byte[] bytes = new byte[token.readableBytes()];
        if (bytes.length < HEAD || bytes.length > HEAD + LONGEST_ID) {
            return INVALID;
        }
        token.getBytes(token.readerIndex(), bytes);
        long made = ByteBuffer.wrap(bytes).getLong();
        long age = seconds.getAsLong() - made;
        byte[] expected = code(made, Arrays.copyOfRange(bytes, HEAD, bytes.length), address);
        boolean genuine = MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, Long.BYTES, HEAD));
        return genuine && age >= 0 && age <= GOOD_SECONDS ? HEAD : INVALID;
    }

    @Override
    public int maxTokenLength() {
        return HEAD + LONGEST_ID;
    }

    private byte[] code(long time, byte[] id, InetSocketAddress address) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            mac.update(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(time)
                    .putInt(address.getPort())
                    .array());
            mac.update(address.getAddress().getAddress());
            return mac.doFinal(id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
