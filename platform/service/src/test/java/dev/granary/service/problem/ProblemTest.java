package dev.granary.service.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.kernel.ErrorCode;
import dev.granary.kernel.ErrorKind;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private enum SampleError implements ErrorCode {
        UPSTREAM_UNREACHABLE;

        @Override
        public ErrorKind kind() {
            return ErrorKind.DEPENDENCY;
        }
    }

    @Test
    void tellsCodeDetailStatusAndTrace() throws IOException {
        // Given
        var failure = new GranaryException(SampleError.UPSTREAM_UNREACHABLE, "registry.example does not answer");

        // When
        JsonNode json =
                new ObjectMapper().readTree(Problem.of(failure, "ab".repeat(16)).toJson());

        // Then
        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                                {"type": "urn:granary:problem:upstream-unreachable",
                                 "title": "Upstream unreachable",
                                 "status": 502,
                                 "code": "UPSTREAM_UNREACHABLE",
                                 "detail": "registry.example does not answer",
                                 "error": "registry.example does not answer",
                                 "traceId": "abababababababababababababababab"}
                                """));
    }

    @Test
    void anyTextSurvivesAsJsonAndShowsNoControlCharacter() throws IOException {
        // Given
        String nasty = "quote \" backslash \\ line\r\nbreak \u001b[31m right-to-left \u202e lone \ud800 ü";

        // When
        byte[] json = Problem.of(SampleError.UPSTREAM_UNREACHABLE, nasty, "").toJson();

        // Then
        assertThat(new ObjectMapper().readTree(json).get("detail").textValue()).isEqualTo(nasty);
        assertThat(new String(json, StandardCharsets.UTF_8)).matches("[ -~]+").doesNotContain("traceId");
    }

    @Test
    void theReasonPhraseIsTheDetailOrElseTheTitle() {
        assertThat(Problem.of(SampleError.UPSTREAM_UNREACHABLE, "held\r\nX-Evil: 1", "")
                        .reasonPhrase())
                .isEqualTo("held X-Evil: 1");
        assertThat(Problem.of(SampleError.UPSTREAM_UNREACHABLE, "\u202e", "").reasonPhrase())
                .isEqualTo("Upstream unreachable");
    }

    @Test
    void tellsWhatTheFailureSaysOfWhenItIsOver() {
        // Given
        var failure = new GranaryException(SampleError.UPSTREAM_UNREACHABLE, "later");

        // Then
        assertThat(Problem.of(failure, "").retryAfterSeconds()).isEmpty();
        assertThat(Problem.of(failure.retryingAfter(Optional.of(Duration.ofHours(1))), "")
                        .retryAfterSeconds())
                .hasValue("3600");
        assertThat(Problem.of(failure.retryingAfter(Optional.of(Duration.ZERO)), "")
                        .retryAfterSeconds())
                .isEmpty();
    }

    @Test
    void retryAfterIsRoundedUpToWholeSeconds() {
        // Given
        Problem problem = Problem.of(SampleError.UPSTREAM_UNREACHABLE, "later", "");

        // Then
        assertThat(problem.retryAfterSeconds()).isEmpty();
        assertThat(problem.withRetryAfter(Duration.ofMillis(1)).retryAfterSeconds())
                .hasValue("1");
        assertThat(problem.withRetryAfter(Duration.ofMillis(2001)).retryAfterSeconds())
                .hasValue("3");
        assertThatThrownBy(() -> problem.withRetryAfter(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
