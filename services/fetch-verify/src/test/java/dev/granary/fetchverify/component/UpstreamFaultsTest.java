package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.testing.http.Fault;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an upstream can be away, by the numbers of the fault list, seen by a client of the mirror. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class UpstreamFaultsTest {
    private static final int LARGE = 400_000;

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    @AfterEach
    void settle() {
        door().settle();
    }

    @Test
    void faults12And13TheBreakerOpensAndOneProbeClosesIt() {
        // Given
        Mirror.NPM.publish("broken", "1.0.0");
        Mirror.UPSTREAM.fault("/broken*", Fault.deny(500));
        for (int i = 0; i < 3; i++) {
            assertThat(door().get("/npm/broken").status()).isEqualTo(503);
        }
        int asked = Mirror.UPSTREAM.hits("/broken*");

        // When: the breaker is open
        Answer spared = door().get("/npm/broken");

        // Then
        assertThat(spared.status()).isEqualTo(503);
        assertThat(spared.code()).isEqualTo("UPSTREAM_UNREACHABLE");
        assertThat(Mirror.UPSTREAM.hits("/broken*")).isEqualTo(asked);

        // When: the probe hangs
        Mirror.UPSTREAM.heal();
        Mirror.UPSTREAM.fault("/broken*", Fault.hang());
        while (Mirror.UPSTREAM.hits("/broken*") == asked) {
            assertThat(door().get("/npm/broken").status()).isEqualTo(503);
            LockSupport.parkNanos(50_000_000);
        }
        Mirror.UPSTREAM.heal();
        Answer open = door().get("/npm/broken");

        // Then
        assertThat(open.status()).isEqualTo(503);
        assertThat(Mirror.UPSTREAM.hits("/broken*")).isEqualTo(asked + 1);

        // When: it is back
        door().awaitUpstream();
        Answer back = door().get("/npm/broken");

        // Then
        assertThat(back.status()).isEqualTo(200);
    }

    @Test
    void fault12WhatIsHeldIsServedWhileTheUpstreamFails() {
        // Given
        String path = publish("held", LARGE);
        byte[] tarball = door().get(path).body();
        Answer before = door().get("/npm/held");
        SkewedClock.CLOCK.jump(Duration.ofHours(2));
        Mirror.UPSTREAM.fault("/*", Fault.deny(500));

        // When
        Answer document = door().get("/npm/held");
        Answer again = door().get(path);

        // Then
        assertThat(document.body()).isEqualTo(before.body());
        assertThat(document.header("X-Cache")).isEqualTo("STALE");
        assertThat(again.body()).isEqualTo(tarball);
    }

    @Test
    void fault14NotFoundIsForgottenSoonAndOpensNoBreaker() {
        // Given
        for (int i = 0; i < 5; i++) {
            assertThat(door().get("/npm/not-yet-" + i).status()).isEqualTo(404);
        }
        Answer first = door().get("/npm/not-yet");
        Answer second = door().get("/npm/not-yet");
        int asked = Mirror.UPSTREAM.hits("/not-yet");
        Mirror.NPM.publish("not-yet", "1.0.0");

        // When
        SkewedClock.CLOCK.passAMinute();
        Answer published = door().get("/npm/not-yet");

        // Then
        assertThat(first.code()).isEqualTo("NOT_FOUND");
        assertThat(second.code()).isEqualTo("NOT_FOUND");
        assertThat(asked).isEqualTo(1);
        assertThat(published.status()).isEqualTo(200);
    }

    @Test
    void fault15AThrottlingUpstreamIsLeftAlone() {
        // Given
        Mirror.NPM.publish("throttled", "1.0.0");
        Mirror.NPM.publish("throttled-held", "1.0.0");
        door().get("/npm/throttled-held");
        SkewedClock.CLOCK.jump(Duration.ofHours(2));
        Mirror.UPSTREAM.fault("/throttled*", Fault.denyUntil(429, 3));

        // When
        Answer first = door().get("/npm/throttled");
        int asked = Mirror.UPSTREAM.requests().size();
        Answer second = door().get("/npm/throttled");
        Answer held = door().get("/npm/throttled-held");

        // Then
        assertThat(List.of(first.status(), second.status())).containsOnly(503);
        assertThat(first.code()).isEqualTo("UPSTREAM_THROTTLED");
        assertThat(first.header("Retry-After")).isEqualTo("3");
        assertThat(Integer.parseInt(second.header("Retry-After"))).isBetween(1, 3);
        assertThat(Mirror.UPSTREAM.requests()).hasSize(asked);
        assertThat(held.header("X-Cache")).isEqualTo("STALE");
    }

    @Test
    void fault15AnOverloadedUpstreamTellsClientsWhenToComeBack() {
        // Given
        Mirror.NPM.publish("overloaded", "1.0.0");
        Mirror.UPSTREAM.fault("/overloaded*", Fault.denyUntil(503, 2));

        // When
        Answer answer = door().get("/npm/overloaded");

        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("2");
    }

    @Test
    void anUnreachableUpstreamIsNeverNotFound() {
        // Given
        Mirror.UPSTREAM.die();

        // When
        Answer document = door().get("/npm/anything");
        Answer file = door().get("/npm/anything/-/anything-1.0.0.tgz");

        // Then
        assertThat(List.of(document.status(), file.status())).containsOnly(503);
        assertThat(List.of(document.code(), file.code())).containsOnly("UPSTREAM_UNREACHABLE");
    }

    private static String publish(String name, int size) {
        Mirror.NPM.publish(NpmVersion.of(name, "1.0.0").padded(size));
        return "/npm/" + name + "/-/" + name + "-1.0.0.tgz";
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
