package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.fetchverify.component.Wire.Received;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts, recalls, health: what people and tools ask. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class ApiTest {
    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void settle() {
        door().settle();
    }

    @Test
    void aReceiptTellsWhereTheBytesCameFromAndWhyTheyAreTrusted() {
        // Given
        Mirror.NPM.publish("receipted", "1.0.0");
        door().get("/npm/receipted/-/receipted-1.0.0.tgz");

        // When
        Answer receipt = door().get("/api/v1/receipts/pkg:npm/receipted@1.0.0");
        Answer encoded = door().get("/api/v1/receipts/pkg%3Anpm%2Freceipted%401.0.0");

        // Then
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.text())
                .contains("\"purl\":\"pkg:npm/receipted@1.0.0\"")
                .contains("\"file\":\"receipted/-/receipted-1.0.0.tgz\"")
                .contains("\"level\":\"L2\"")
                .contains("127.0.0.1:" + Mirror.UPSTREAM.port())
                .contains("sha512:", "sha256:", "\"allowed\":true", "\"ownership\"", "\"recall\"", "\"release-age\"");
        assertThat(encoded.body()).isEqualTo(receipt.body());
    }

    @Test
    void aReceiptOfAScopedPackageIsFoundInItsCanonicalForm() {
        // Given
        Mirror.NPM.publish(NpmVersion.of("@receipts/scoped", "1.0.0"));
        door().get("/npm/@receipts/scoped/-/scoped-1.0.0.tgz");

        // Then
        assertThat(door().get("/api/v1/receipts/pkg:npm/%40receipts/scoped@1.0.0")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aReceiptShowsWhatPolicySaysNow() {
        // Given
        Mirror.NPM.publish("judged", "1.0.0");
        door().get("/npm/judged/-/judged-1.0.0.tgz");
        recall("{\"purl\":\"pkg:npm/judged@1.0.0\",\"reason\":\"bad\"}");

        // When
        Answer receipt = door().get("/api/v1/receipts/pkg:npm/judged@1.0.0");

        // Then
        assertThat(receipt.text()).contains("\"policyNow\":{\"allowed\":false,\"code\":\"RECALLED\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "pkg:", "pkg:npm", "http://x", "left-pad@1.3.0"})
    void aReceiptOfWhatIsNoPackageIsRefused(String purl) {
        // When
        Answer answer = door().get("/api/v1/receipts/" + purl);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void withoutTheDatabaseNobodyCanTellWhatOtherReplicasHaveFetched() {
        // When
        Answer answer = door().get("/api/v1/receipts/pkg:npm/never-fetched@1.0.0");

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNREACHABLE");
    }

    @Test
    void recallsAreListedWithTheirLatestDecision() {
        // Given
        recall("{\"purl\":\"pkg:npm/listed@1.0.0\",\"reason\":\"one\",\"actor\":\"a\"}");
        recall("{\"purl\":\"pkg:npm/listed@1.0.0\",\"reason\":\"two\",\"actor\":\"b\"}");

        // When
        Answer list = door().get("/api/v1/recalls");
        Answer lifted = door().send("DELETE", "/api/v1/recalls/pkg:npm/listed@1.0.0", "");
        Answer again = door().send("DELETE", "/api/v1/recalls/pkg:npm/listed@1.0.0", "");

        // Then
        assertThat(list.text())
                .contains("\"purl\":\"pkg:npm/listed@1.0.0\",\"active\":true,\"reason\":\"two\",\"actor\":\"b\"")
                .doesNotContain("\"reason\":\"one\"");
        assertThat(lifted.text()).contains("\"active\":false", "\"revision\":3");
        assertThat(again.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "\"text\"",
                "{\"purl\":\"left-pad\",\"reason\":\"x\"}",
                "{\"purl\":\"pkg:npm/left-pad@1.3.0\"}",
                "{\"purl\":\"pkg:npm/left-pad@1.3.0\",\"reason\":\"\"}",
                "{\"purl\":\"pkg:npm/left-pad@1.3.0\",\"reason\":\"   \"}",
                "{\"purl\":7,\"reason\":{}}",
                "{\"purl\":\"pkg:npm/left-pad@1.3.0\",\"reason\":[1]}",
                "{\"purl\"",
            })
    void anUnclearRecallIsRefusedAndChangesNothing(String body) {
        // Given
        Answer before = door().get("/api/v1/recalls");

        // When
        Answer answer = recall(body);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo("MALFORMED_REQUEST");
        assertThat(door().get("/api/v1/recalls").body()).isEqualTo(before.body());
    }

    @Test
    void aRecallOfTheWrongTypeIsToldWhichValueIsWrong() {
        // When
        Answer answer = recall("{\"purl\":\"pkg:npm/left-pad@1.3.0\",\"reason\":{}}");

        // Then
        assertThat(answer.text()).contains("The value of reason is JSON of another type");
    }

    @Test
    void aReasonIsBoundedAndPrintable() throws IOException {
        // When
        Answer tooLong = recall("{\"purl\":\"pkg:npm/bounded\",\"reason\":\"" + "x".repeat(501) + "\"}");
        Answer control = recall("{\"purl\":\"pkg:npm/bounded@1\",\"reason\":\"a\\r\\nb\\u202ec\"}");
        Received huge = Wire.exchange(
                requireNonNull(base),
                "POST /api/v1/recalls HTTP/1.1\r\nHost: mirror\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 2000000\r\n\r\n{",
                Duration.ofSeconds(5));

        // Then
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(control.status()).isEqualTo(201);
        assertThat(control.text()).doesNotContain("\\r", "\\n", "\u202e");
        assertThat(huge.status()).isEqualTo(413);
    }

    @Test
    void withoutKafkaAndDatabaseTheMirrorIsReadyAndSaysWhatIsMissing() {
        // When
        List<Answer> health = List.of(door().get("/q/health/ready"), door().get("/q/health/live"));

        // Then
        assertThat(health).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    }

    @Test
    void requestsAreCountedWithoutAnyNameInALabel() {
        // Given
        door().get("/npm/counted-name");

        // When
        String metrics = door().get("/q/metrics").text();

        // Then
        assertThat(metrics).contains("granary_gateway_requests_total").doesNotContain("counted-name");
    }

    @Test
    void withoutAReputationServiceItsQuestionsSaySo() {
        // When
        Answer answer = door().get("/api/v1/reputation/sources");

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNREACHABLE");
    }

    private Answer recall(String body) {
        return door().send("POST", "/api/v1/recalls", body);
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
