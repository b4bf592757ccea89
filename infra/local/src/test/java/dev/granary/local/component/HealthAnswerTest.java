package dev.granary.local.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.granary.local.process.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthAnswerTest {
    @Test
    void tellsWhatAServiceDoesWithout() {
        // Given
        String answer = """
                {
                    "status": "UP",
                    "checks": [
                        {
                            "name": "other",
                            "status": "UP",
                            "data": { "not-a-mode": "x" }
                        },
                        {
                            "name": "degraded-modes",
                            "status": "UP",
                            "data": {
                                "kafka": "events for \\"kafka\\" wait {here}",
                                "redis": "nothing is shared"
                            }
                        }
                    ]
                }""";

        // When
        String detail = HealthAnswer.detail(answer);

        // Then
        assertThat(detail).isEqualTo("degraded: kafka (events for \"kafka\" wait {here}), redis (nothing is shared)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"status\":\"UP\",\"checks\":[]}",
                "{\"checks\":[{\"name\":\"degraded-modes\",\"status\":\"UP\"}]}",
                "{\"checks\":[{\"name\":\"degraded-modes\",\"status\":\"UP\"},{\"name\":\"x\",\"data\":{\"a\":\"b\"}}]}",
                "{\"checks\":[{\"name\":\"degraded-modes\",\"status\":\"UP\",\"data\":{}}]}",
                "{\"name\":\"degraded-modes\",\"data\":{\"kafka\":\"cut"
            })
    void tellsNothingOfWhatLacksNothingOrMakesNoSense(String answer) {
        // When
        String detail = HealthAnswer.detail(answer);

        // Then
        assertThat(detail).isEmpty();
    }

    @Test
    void isReadWholeThoughItComesInPieces() throws IOException {
        // Given
        String start = "{\"checks\":[" + " ".repeat(2000) + "{\"name\":\"degraded-modes\",\"data\":{";
        String end = "\"redis\":\"away\"}}]}";
        HttpServer server = HttpServer.create(new InetSocketAddress(FreePorts.LOOPBACK, 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, start.length() + end.length());
            try (var body = exchange.getResponseBody()) {
                body.write(start.getBytes(StandardCharsets.UTF_8));
                body.flush();
                body.write(end.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();

        // When
        Readiness answer = WireProbe.askHttp(server.getAddress(), "/q/health/ready", HealthAnswer::detail);
        server.stop(0);

        // Then
        assertThat(answer).isEqualTo(new Readiness.Ready("degraded: redis (away)"));
    }
}
