package dev.granary.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class RetryTokensTest {
    private static final InetSocketAddress REMOTE = new InetSocketAddress(InetAddress.ofLiteral("11.0.0.1"), 4001);
    private static final InetSocketAddress FORGED = new InetSocketAddress(InetAddress.ofLiteral("11.0.0.2"), 4001);
    private static final byte[] CONNECTION_ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private boolean needed = true;
    private long now = 1_000;
    private final RetryTokens tokens = new RetryTokens(new byte[32], () -> needed, () -> now);

    private ByteBuf token() {
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(CONNECTION_ID), REMOTE))
                .isTrue();
        return token;
    }

    @Test
    void aRemoteThatReceivesItsTokenIsLetIn() {
        // Given
        ByteBuf token = token();

        // When
        int at = tokens.validateToken(token, REMOTE);

        // Then
        assertThat(token.slice(at, token.readableBytes() - at)).isEqualTo(Unpooled.wrappedBuffer(CONNECTION_ID));
        assertThat(token.readableBytes()).isLessThanOrEqualTo(tokens.maxTokenLength());
    }

    @Test
    void aTokenOfAnotherAddressIsWorthNothing() {
        assertThat(tokens.validateToken(token(), FORGED)).isNegative();
    }

    @Test
    void aTokenGrowsOld() {
        // Given
        ByteBuf token = token();

        // When
        now += 11;

        // Then
        assertThat(tokens.validateToken(token, REMOTE)).isNegative();
    }

    @Test
    void aChangedTokenIsWorthNothing() {
        // Given
        ByteBuf token = token();

        // Then
        for (int i = 0; i < token.readableBytes(); i++) {
            ByteBuf changed = token.copy();
            changed.setByte(i, changed.getByte(i) ^ 1);
            assertThat(tokens.validateToken(changed, REMOTE)).isNegative();
        }
        assertThat(tokens.validateToken(Unpooled.EMPTY_BUFFER, REMOTE)).isNegative();
    }

    @Test
    void nobodyIsAskedWhileThereIsLittleToDo() {
        // When
        needed = false;

        // Then
        assertThat(tokens.writeToken(Unpooled.buffer(), Unpooled.wrappedBuffer(CONNECTION_ID), REMOTE))
                .isFalse();
    }
}
