package dev.granary.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.interop.process.PeerProgram;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Stack;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What any two implementations must do for each other, over each transport and in both directions of dialling. Subclasses
 * name the two. Everything is asked of both ends of a connection, whoever dialled it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransportMatrix {
    private static final int SIZE = 16 << 20;

    private final PeerProgram one;
    private final PeerProgram other;
    private final Pair.Pool pool = new Pair.Pool();

    TransportMatrix(PeerProgram one, PeerProgram other) {
        this.one = one;
        this.other = other;
    }

    Stream<Cell> cells() {
        return Cell.between(one, other);
    }

    @AfterAll
    void endProcesses() {
        pool.close();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void eachPingsTheOther(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode there = pair.dialler().ping(pair.listener(), 3).fields();
        JsonNode back = pair.listener().ping(pair.dialler(), 3).fields();

        // Then
        assertThat(there.path("micros")).hasSize(3);
        assertThat(back.path("micros")).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void eachTellsTheOtherWhoItIs(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode listener = pair.dialler().identify(pair.listener()).fields();
        JsonNode dialler = pair.listener().identify(pair.dialler()).fields();

        // Then
        assertIdentified(listener, pair.listener());
        assertIdentified(dialler, pair.dialler());
    }

    private static void assertIdentified(JsonNode told, ScriptedPeer peer) {
        assertThat(told.path("agent").asText()).isNotEmpty();
        assertThat(ScriptedPeer.texts(told.path("protocols")))
                .contains("/ipfs/ping/1.0.0", "/ipfs/id/1.0.0", "/granary/echo/1.0.0");
        assertThat(ScriptedPeer.texts(told.path("addresses")))
                .contains(peer.address().replace("/p2p/" + peer.id(), ""));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void sixteenMebibytesComeBackUnchanged(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode there = pair.dialler().echo(pair.listener(), SIZE, 1).fields();
        JsonNode back = pair.listener().echo(pair.dialler(), SIZE, 1).fields();

        // Then
        assertThat(there.path("bytes").asLong()).isEqualTo(SIZE);
        assertThat(back.path("bytes").asLong()).isEqualTo(SIZE);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void oneDirectionEndsWhileTheOtherGoesOn(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode there = pair.dialler().perf(pair.listener(), SIZE, SIZE).fields();
        JsonNode back = pair.listener().perf(pair.dialler(), SIZE, SIZE).fields();

        // Then
        assertThat(there.path("downloadMicros").asLong()).isPositive();
        assertThat(back.path("downloadMicros").asLong()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aStreamWithoutAnyBytesEndsWell(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode there = pair.dialler().echo(pair.listener(), 0, 3).fields();
        JsonNode back = pair.listener().echo(pair.dialler(), 0, 3).fields();

        // Then
        assertThat(there.path("bytes").asLong()).isZero();
        assertThat(back.path("bytes").asLong()).isZero();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void twoHundredStreamsRunAtOnce(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode there = pair.dialler().echo(pair.listener(), 20_000, 200).fields();
        JsonNode back = pair.listener().echo(pair.dialler(), 20_000, 200).fields();

        // Then
        assertThat(there.path("bytes").asLong()).isEqualTo(200 * 20_000);
        assertThat(back.path("bytes").asLong()).isEqualTo(200 * 20_000);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aStreamAbortedByItsOpenerIsSeenByTheOtherSide(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);
        ScriptedPeer listener = pair.listener();
        long before = listener.stats().path("resets").asLong();

        // When
        JsonNode end = pair.dialler().reset(listener, "us").fields();

        // Then
        assertThat(end.path("seen").asText()).isEqualTo("reset");
        if (aborts(cell.dialler(), cell.stack()) && seesResets(cell.listener(), cell.stack())) {
            listener.awaitStats(
                    "an aborted stream", stats -> stats.path("resets").asLong() == before + 1);
        }
        assertAllGoesOn(pair);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aStreamAbortedByTheOtherSideIsSeenByItsOpener(Cell cell) {
        // Given
        Pair pair = pool.connected(cell);

        // When
        JsonNode end = pair.dialler().reset(pair.listener(), "remote").fields();

        // Then
        boolean seen = aborts(cell.listener(), cell.stack()) && seesResets(cell.dialler(), cell.stack());
        assertThat(end.path("seen").asText()).isEqualTo(seen ? "reset" : "end");
        assertAllGoesOn(pair);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void whoHungUpIsDialledAnew(Cell cell) {
        // Given
        Pair pair = pool.apart(cell);

        // When
        JsonNode times = pair.dialler().handshakes(pair.listener(), 5).fields();

        // Then
        assertThat(times.path("p50Micros").asLong()).isPositive();
    }

    /** js-libp2p's QUIC reads a stream that was aborted as one that has ended. */
    private static boolean seesResets(PeerProgram program, Stack stack) {
        return program != PeerProgram.JS || stack != Stack.QUIC;
    }

    /** rust-libp2p's QUIC ends what it drops, and has no other way to abort. */
    private static boolean aborts(PeerProgram program, Stack stack) {
        return program != PeerProgram.RUST || stack != Stack.QUIC;
    }

    private static void assertAllGoesOn(Pair pair) {
        assertThat(pair.dialler()
                        .echo(pair.listener(), 1000, 1)
                        .fields()
                        .path("bytes")
                        .asLong())
                .isEqualTo(1000);
        assertThat(pair.listener()
                        .echo(pair.dialler(), 1000, 1)
                        .fields()
                        .path("bytes")
                        .asLong())
                .isEqualTo(1000);
    }
}
