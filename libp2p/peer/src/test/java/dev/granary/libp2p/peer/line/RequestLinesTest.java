package dev.granary.libp2p.peer.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Semaphore answers = new Semaphore(0);
    private final PrintStream output = new PrintStream(written, false, StandardCharsets.UTF_8) {
        @Override
        public void flush() {
            super.flush();
            answers.release();
        }
    };

    @Test
    void anAnswerCarriesTheRequestsId() throws Exception {
        // Given
        RequestLines lines = new RequestLines(Map.of("double", RequestLinesTest::doubled), output);

        // When
        lines.serve(input("{\"id\":7,\"op\":\"double\",\"x\":21}\n"));
        answers.acquire();

        // Then
        assertThat(answers()).containsExactly("{\"id\":7,\"ok\":true,\"twice\":42}");
    }

    @Test
    void aFieldThatMakesNoSenseIsRefusedByName() throws Exception {
        // Given
        RequestLines lines = new RequestLines(Map.of("double", RequestLinesTest::doubled), output);

        // When
        lines.serve(input("{\"id\":7,\"op\":\"double\",\"x\":1001}\n"));
        answers.acquire();

        // Then
        assertThat(answers())
                .containsExactly("{\"id\":7,\"ok\":false,\"error\":"
                        + answer("bad_request", "x is a whole number from 0 to 1000.") + "}");
    }

    @Test
    void aRequestThatTakesTooLongIsInterruptedAndAnswered() throws Exception {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        RequestLines lines = new RequestLines(Map.of("wait", request -> waitFor(never)), output);

        // When
        lines.serve(input("{\"id\":1,\"op\":\"wait\",\"timeoutMillis\":20}\n"));
        answers.acquire();

        // Then
        assertThat(answers().getFirst()).contains("\"code\":\"timeout\"");
    }

    @Test
    void theSixtyFifthAtOnceIsRefused() throws Exception {
        // Given
        CountDownLatch later = new CountDownLatch(1);
        RequestLines lines = new RequestLines(Map.of("wait", request -> waitFor(later)), output);
        StringBuilder requests = new StringBuilder();
        for (int id = 1; id <= 65; id++) {
            requests.append("{\"id\":").append(id).append(",\"op\":\"wait\"}\n");
        }

        // When
        Thread serving = Thread.ofVirtual().start(() -> serve(lines, requests.toString()));
        answers.acquire();
        List<String> first = answers();
        later.countDown();
        serving.join();

        // Then
        assertThat(first).hasSize(1);
        assertThat(first.getFirst()).startsWith("{\"id\":65,").contains("\"code\":\"busy\"");
        assertThat(answers()).hasSize(65);
    }

    @Test
    void stopEndsItThoughTheInputGoesOn() throws Exception {
        // Given
        RequestLines lines = new RequestLines(Map.of("stop", request -> Map.of()), output);
        try (PipedOutputStream requests = new PipedOutputStream();
                PipedInputStream input = new PipedInputStream(requests)) {
            requests.write("{\"id\":1,\"op\":\"stop\"}\n".getBytes(StandardCharsets.UTF_8));
            requests.flush();

            // When
            lines.serve(input);
        }

        // Then
        assertThat(answers()).containsExactly("{\"id\":1,\"ok\":true}");
    }

    @Test
    void startStopAndTheEndThatComeAtOnceAreAnsweredInOrder() throws Exception {
        // Given
        CountDownLatch stopBegun = new CountDownLatch(1);
        RequestLines lines = new RequestLines(
                Map.of(
                        "start", request -> Map.of("early", stopBegun.await(50, TimeUnit.MILLISECONDS)),
                        "double", RequestLinesTest::doubled,
                        "stop",
                                request -> {
                                    stopBegun.countDown();
                                    return Map.of();
                                }),
                output);

        // When
        lines.serve(input("""
                {"id":1,"op":"start"}
                {"id":2,"op":"double","x":4}
                {"id":3,"op":"stop"}
                """));

        // Then
        assertThat(answers())
                .containsExactly(
                        "{\"id\":1,\"ok\":true,\"early\":false}",
                        "{\"id\":2,\"ok\":true,\"twice\":8}",
                        "{\"id\":3,\"ok\":true}");
    }

    @Test
    void requestsThatStillRunWhenTheInputEndsAreAnswered() throws Exception {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        RequestLines lines = new RequestLines(Map.of("wait", request -> waitFor(never)), output);

        // When
        lines.serve(input("{\"id\":1,\"op\":\"wait\",\"timeoutMillis\":100}\n"));

        // Then
        assertThat(answers()).singleElement().asString().contains("\"code\":\"timeout\"");
    }

    private static void serve(RequestLines lines, String requests) {
        try {
            lines.serve(input(requests));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, ?> doubled(Request request) throws Refusal {
        return Map.of("twice", 2 * request.number("x", 0, 1000));
    }

    private static Map<String, ?> waitFor(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return Map.of();
    }

    private static String answer(String code, String detail) {
        return "{\"code\":\"" + code + "\",\"detail\":\"" + detail + "\"}";
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> answers() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
