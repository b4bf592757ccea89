package dev.granary.libp2p.pubsub.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a router remembers, and forgets. */
class MemoriesTest {
    private static ByteString id(long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    private static Piece piece(int bytes) {
        return Piece.of(PubsubMessage.unsigned("t", ByteString.copyFrom(new byte[bytes])), Piece.Kind.FORWARDED);
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 50), LongStream.of(new Random().nextLong()));
    }

    @Test
    void aMessageIsKnownForItsTimeAndWhileThereIsRoom() {
        // Given
        SeenCache cache = new SeenCache(100, 3);

        // Then
        assertThat(cache.add(id(1), 0)).isTrue();
        assertThat(cache.add(id(1), 100)).isFalse();
        assertThat(cache.add(id(1), 101)).isTrue();
        cache.add(id(2), 101);
        cache.add(id(3), 101);
        cache.add(id(4), 101);
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.find(id(1), 101)).isNull();
    }

    @Test
    void messagesAreOfferedForThreeHeartbeatsAndKeptForFive() {
        // Given
        MessageCache cache = new MessageCache(RumourSettings.STANDARD);
        List<Boolean> offered = new ArrayList<>();
        List<Boolean> kept = new ArrayList<>();
        cache.put(id(1), "t", piece(1));

        // When
        for (int beat = 0; beat < 6; beat++) {
            cache.put(id(100 + beat), "t", piece(1));
            offered.add(cache.offered("t").contains(id(1)));
            kept.add(cache.find(id(1)) != null);
            cache.shift();
        }

        // Then
        assertThat(offered).containsExactly(true, true, true, false, false, false);
        assertThat(kept).containsExactly(true, true, true, true, true, false);
        assertThat(cache.offered("u")).isEmpty();
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void keptMessagesNeverTakeMoreThanTheirBytes(long seed) {
        // Given
        Random random = new Random(seed);
        RumourSettings usual = RumourSettings.STANDARD;
        MessageCache cache = new MessageCache(
                new RumourSettings(usual.lazy(), usual.factor(), 3, 2, 5000, 10, 10, usual.promise(), 3, 1024, 10));
        List<Set<ByteString>> beats = new ArrayList<>(List.of(new HashSet<>()));

        // When
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(5) == 0) {
                cache.shift();
                beats.add(new HashSet<>());
            } else {
                cache.put(id(i), "t", piece(random.nextInt(1500)));
                beats.getLast().add(id(i));
            }

            // Then
            assertThat(cache.bytes()).isBetween(0, 5000);
            Set<ByteString> fresh = new HashSet<>(beats.getLast());
            if (beats.size() > 1) {
                fresh.addAll(beats.get(beats.size() - 2));
            }
            assertThat(fresh).containsAll(cache.offered("t"));
            assertThat(cache.offered("t")).allMatch(id -> cache.find(id) != null);
            if (!beats.getLast().isEmpty()) {
                assertThat(cache.offered("t")).isNotEmpty();
            }
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void nothingComesTwiceThoughMessagesOvertakeEachOther(long seed) {
        // Given
        long ttl = 120;
        Random random = new Random(seed);
        SeenCache seen = new SeenCache(ttl, 100_000);
        Sequences sequences = new Sequences(ttl, 10);
        ByteString author = id(9);
        Set<Long> taken = new HashSet<>();

        // When
        for (long now = 0; now < 2000; now++) {
            boolean isOld = random.nextInt(3) == 0;
            long number = 1 + (isOld ? random.nextLong(now + 1) : now + random.nextInt(20));
            boolean admitted = sequences.admits(author, id(number), now) && seen.add(id(number), now);
            if (admitted) {
                sequences.reached(author, id(number), now);
            }

            // Then
            assertThat(admitted && !taken.add(number)).isFalse();
            assertThat(isOld || admitted || taken.contains(number)).isTrue();
        }
    }

    @Test
    void authorsHeardOfLongestAgoAreForgottenFirst() {
        // Given
        Sequences sequences = new Sequences(100, 2);
        sequences.reached(id(1), id(5), 0);
        sequences.reached(id(2), id(5), 0);
        sequences.reached(id(1), id(6), 0);

        // When
        sequences.reached(id(3), id(5), 0);

        // Then
        assertThat(sequences.size()).isEqualTo(2);
        assertThat(sequences.admits(id(1), id(6), 300)).isFalse();
        assertThat(sequences.admits(id(2), id(1), 300)).isTrue();
    }
}
