package dev.granary.fetchverify.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Absent;
import dev.granary.fetchverify.source.UpstreamAnswer.Denied;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import dev.granary.kernel.GranaryException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamFailuresTest {
    private static final UpstreamAnswer THROTTLED =
            new Denied(429, "slower, please.", Optional.of(Duration.ofHours(1)));
    private static final UpstreamAnswer OVERLOADED =
            new Unavailable("it answered 503.", true, Optional.of(Duration.ofSeconds(20)));
    private static final UpstreamAnswer SILENT = new Unavailable("it says nothing.", true, Optional.empty());
    private static final UpstreamAnswer ABSENT = new Absent(404);

    @Test
    void fault15WhatAnUpstreamSaysOfWhenToComeBackIsKept() {
        assertThat(failure(THROTTLED).retryAfter()).hasValue(Duration.ofHours(1));
        assertThat(failure(OVERLOADED).retryAfter()).hasValue(Duration.ofSeconds(20));
        assertThat(failure(SILENT).retryAfter()).isEmpty();
    }

    @Test
    void ofSeveralUpstreamsTheOneThatIsBackFirstTellsWhen() {
        assertThat(told(THROTTLED, OVERLOADED, ABSENT).retryAfter()).hasValue(Duration.ofSeconds(20));
        assertThat(told(THROTTLED, OVERLOADED, ABSENT).code()).isEqualTo(FetchVerifyError.UPSTREAM_THROTTLED);
    }

    @Test
    void oneThatMayBeBackAtAnyTimeKeepsNobodyWaitingForTheOthers() {
        assertThat(told(THROTTLED, SILENT).retryAfter()).isEmpty();
    }

    private static GranaryException told(UpstreamAnswer... answers) {
        return UpstreamFailures.tellingOf(
                Arrays.stream(answers).map(UpstreamFailuresTest::failure).toList());
    }

    private static GranaryException failure(UpstreamAnswer answer) {
        return UpstreamFailures.of(GatewayFixture.upstream("one", GatewayFixture.ONE), "thing", answer);
    }
}
