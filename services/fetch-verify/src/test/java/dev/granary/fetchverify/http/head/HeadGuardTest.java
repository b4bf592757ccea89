package dev.granary.fetchverify.http.head;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeadGuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String HALF = "GET / HTTP/1.1\r\nHost: m\r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(new HeadGuard(PATIENCE));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatIsWholeInTimePassesAsItCame() {
        // When
        receive(HALF);
        pass(Duration.ofSeconds(9));
        receive("\r\n");
        pass(Duration.ofMinutes(5));

        // Then
        assertThat(passedOn()).isEqualTo(HALF + "\r\n");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void fault10BytesNowAndThenBuyNoTime() {
        // When
        receive(HALF);
        for (int i = 0; i < 9; i++) {
            pass(Duration.ofSeconds(1));
            receive("x");
        }
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(1));

        // Then
        assertThat(sent()).startsWith("HTTP/1.1 408 ").contains("REQUEST_TIMEOUT");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAnswerUnderWayIsNotCutOffByTheNextHead() {
        // Given
        receive(HALF + "\r\n" + HALF);

        // When: the answer to the first takes its time
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(8));
            channel.writeOutbound(Unpooled.copiedBuffer("some", ISO_8859_1));
        }

        // Then
        assertThat(channel.isOpen()).isTrue();

        // When: it has ended
        pass(PATIENCE);
        pass(PATIENCE);

        // Then
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEqualTo("some".repeat(5));
    }

    @Test
    void aHeadThatWeDoNotReadIsNotTooLate() {
        // Given
        receive(HALF + "\r\n" + HALF);

        // When
        channel.config().setAutoRead(false);
        pass(Duration.ofMinutes(1));

        // Then
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void fault27NothingAfterAFoldedLineIsRead() {
        // Given
        ByteBuf later = Unpooled.copiedBuffer("GET /smuggled HTTP/1.1\r\n\r\n", ISO_8859_1);

        // When
        receive(HALF + "X-A: b\r\n Content-Length: 40\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n");
        channel.writeInbound(later);

        // Then
        assertThat(passedOn()).isEqualTo(HALF + "X-A: b\r\nTransfer-Encoding: obs-fold\r\n\r\n");
        assertThat(later.refCnt()).isZero();
    }

    @Test
    void whoStaysAfterARefusalIsPutOut() {
        // Given
        receive(HALF + " folded\r\n");

        // When
        pass(PATIENCE);

        // Then
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void afterAnUpgradeTheConnectionIsLeftAlone() {
        // Given
        receive(HALF + "Upgrade: h2c\r\n\r\n");
        channel.writeOutbound(Unpooled.copiedBuffer("HTTP/1.1 101 Switching Protocols\r\n\r\n", ISO_8859_1));
        passedOn();

        // When
        receive("x\r\n y\r\n z");
        pass(Duration.ofMinutes(1));

        // Then
        assertThat(passedOn()).isEqualTo("x\r\n y\r\n z");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void anUpgradeThatIsNotGrantedFreesNobody() {
        // Given
        receive(HALF + "Upgrade: h2c\r\n\r\n");
        channel.writeOutbound(Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\n\r\n", ISO_8859_1));
        passedOn();

        // When
        receive(HALF + " folded\r\n\r\n");

        // Then
        assertThat(passedOn()).contains("obs-fold");
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private String passedOn() {
        return drained(true);
    }

    private String sent() {
        return drained(false);
    }

    private String drained(boolean inbound) {
        StringBuilder text = new StringBuilder();
        for (ByteBuf next = next(inbound); next != null; next = next(inbound)) {
            text.append(next.toString(ISO_8859_1));
            next.release();
        }
        return text.toString();
    }

    private @Nullable ByteBuf next(boolean inbound) {
        return inbound ? channel.readInbound() : channel.readOutbound();
    }
}
