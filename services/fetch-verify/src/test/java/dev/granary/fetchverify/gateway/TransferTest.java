package dev.granary.fetchverify.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.gateway.Transfer.Progress;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.Contents;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.fetchverify.store.MemoryContentStore;
import dev.granary.fetchverify.store.SampleRecords;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.GranaryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransferTest {
    private static final int FOLLOWERS = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void followersSeeTheRightBytesAndNeverBeyondTheMark(long seed) throws Exception {
        // Given
        Leader leader = new Leader(seed);
        List<Future<byte[]>> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            Follower follower = new Follower(leader, seed * 31 + i);
            followers.add(threads.submit((Callable<byte[]>) follower::follow));
        }

        // When
        leader.fetchWell();

        // Then
        for (Future<byte[]> follower : followers) {
            assertThat(follower.get(20, SECONDS)).isEqualTo(leader.bytes);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void theLeadersFailureReachesAllAndNobodyHasTheWhole(long seed) throws Exception {
        // Given
        Leader leader = new Leader(seed);
        List<Follower> followers = new ArrayList<>();
        List<Future<byte[]>> ends = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            Follower follower = new Follower(leader, seed * 31 + i);
            followers.add(follower);
            ends.add(threads.submit((Callable<byte[]>) follower::follow));
        }

        // When
        leader.fetchBadly();

        // Then
        for (Future<byte[]> end : ends) {
            ExecutionException failure = catchThrowableOfType(ExecutionException.class, () -> end.get(20, SECONDS));
            assertThat(failure.getCause()).isInstanceOfSatisfying(GranaryException.class, e -> assertThat(e.code())
                    .isEqualTo(FetchVerifyError.INTEGRITY_MISMATCH));
        }
        assertThat(followers)
                .allSatisfy(follower -> assertThat(follower.seen.size()).isLessThan(leader.bytes.length));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void followersGoOnWhenTheFetchBeginsAgain(long seed) throws Exception {
        // Given
        Leader leader = new Leader(seed);
        List<Future<byte[]>> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            Follower follower = new Follower(leader, seed * 31 + i);
            followers.add(threads.submit((Callable<byte[]>) follower::follow));
        }

        // When
        leader.fetchAndBreakOff();
        leader.fetchAndBreakOff();
        leader.fetchWell();

        // Then
        for (Future<byte[]> follower : followers) {
            assertThat(follower.get(20, SECONDS)).isEqualTo(leader.bytes);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @Test
    void whoComesLateGetsTheEndAtOnce() throws Exception {
        // Given
        Leader leader = new Leader(1);
        leader.fetchWell();

        // When
        Progress progress = leader.transfer.awaitBeyond(0);

        // Then
        assertThat(progress).isInstanceOf(Progress.Ended.class);
        assertThat(leader.transfer.length()).hasValue(leader.bytes.length);
    }

    @Test
    void whoComesAfterAFailureIsToldOfIt() throws Exception {
        // Given
        Transfer transfer = new Transfer();

        // When
        transfer.fail(new GranaryException(FetchVerifyError.UPSTREAM_UNREACHABLE, "It is away."));

        // Then
        assertThatExceptionOfType(GranaryException.class).isThrownBy(() -> transfer.awaitBeyond(0));
    }

    @Test
    void theMarkNeverGoesBack() {
        // Given
        Transfer transfer = new Transfer();
        transfer.release(100);

        // When
        transfer.release(10);

        // Then
        assertThat(transfer.released()).isEqualTo(100);
    }

    @Test
    void nothingIsReadBeforeTheContentIsThereAndAfterItHasMoved() throws Exception {
        // Given
        Leader leader = new Leader(2);
        ByteBuffer target = ByteBuffer.allocate(10);

        // When
        int before = leader.transfer.read(target, 0);
        leader.fetchWell();
        int after = leader.transfer.read(target, 0);

        // Then
        assertThat(before).isZero();
        assertThat(after).isZero();
        assertThat(target.position()).isZero();
    }

    /** Fetches bytes that the seed makes, in pieces that the seed makes. */
    private final class Leader {
        private final Transfer transfer = new Transfer();
        private final Random random;
        private final byte[] bytes;
        private IncomingContent incoming;

        Leader(long seed) {
            random = new Random(seed);
            bytes = Contents.bytes(1 + random.nextInt(60_000), seed);
            incoming = new MemoryContentStore(directory).receive();
        }

        void fetchWell() throws IOException {
            fetch(bytes.length - 1);
            transfer.verified(bytes.length);
            Thread.onSpinWait();
            transfer.detach();
            StoredContent stored = incoming.keep(Contents.sha256(bytes));
            ArtifactRecord artifact =
                    SampleRecords.artifact(SampleRecords.version("p", "1"), "p/-/p-1.tgz", "whatever");
            transfer.keep(new Kept(artifact, stored));
        }

        void fetchAndBreakOff() throws IOException {
            fetch(random.nextInt(bytes.length));
            transfer.suspend(incoming);
            incoming.close();
            incoming = new MemoryContentStore(directory).receive();
        }

        void fetchBadly() throws IOException {
            fetch(random.nextInt(bytes.length));
            transfer.detach();
            transfer.fail(new GranaryException(FetchVerifyError.INTEGRITY_MISMATCH, "They are wrong."));
            incoming.close();
        }

        private void fetch(int most) throws IOException {
            Optional<Prefix> open = transfer.begin(incoming, OptionalLong.empty());
            int at = 0;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, 1 + random.nextInt(8_000));
                incoming.write(ByteBuffer.wrap(bytes, at, count));
                at += count;
                if (open.isPresent() && at >= open.get().length()) {
                    assertThat(open.get().isBeginningOf(incoming)).isTrue();
                    transfer.goOn(incoming);
                    open = Optional.empty();
                }
                transfer.release(Math.min(most, at - random.nextInt(2_000)));
                Thread.onSpinWait();
            }
        }
    }

    /** Reads as a client's connection does, in steps that the seed makes. */
    private static final class Follower {
        private final Leader leader;
        private final Random random;
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

        Follower(Leader leader, long seed) {
            this.leader = leader;
            this.random = new Random(seed);
        }

        byte[] follow() throws IOException, InterruptedException {
            Progress progress = leader.transfer.awaitBeyond(0);
            while (progress instanceof Progress.Released(long mark)) {
                assertThat(mark).isGreaterThan(seen.size());
                ByteBuffer chunk = ByteBuffer.allocate(1 + random.nextInt(4_000));
                leader.transfer.read(chunk, seen.size());
                seen.write(chunk.array(), 0, chunk.position());
                assertThat((long) seen.size()).isLessThanOrEqualTo(leader.transfer.released());
                assertThat(Arrays.mismatch(seen.toByteArray(), leader.bytes))
                        .as("what was seen is how the file begins")
                        .isIn(-1, seen.size());
                progress = leader.transfer.awaitBeyond(seen.size());
            }
            Path file = ((Progress.Ended) progress).kept().content().path();
            byte[] whole = Files.readAllBytes(file);
            seen.write(whole, seen.size(), whole.length - seen.size());
            return seen.toByteArray();
        }
    }
}
