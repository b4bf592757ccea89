package dev.granary.libp2p.kad.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KadKeyTest {
    private static KadKey random(SplittableRandom random) {
        return new KadKey(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static BigInteger number(KadKey key) {
        return new BigInteger(key.toString(), 16);
    }

    @Test
    void isTheHashOfWhatItWasMadeFrom() {
        // Then (FIPS 180-2, appendix B.1)
        assertThat(KadKey.of("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void ordersByExclusiveOrAsNumbersDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            // Given
            KadKey target = random(random);
            KadKey one = random(random);
            KadKey other =
                    i % 3 == 0 ? new KadKey(one.word(0), one.word(1), random.nextLong(), one.word(3)) : random(random);
            BigInteger toOne = number(target).xor(number(one));
            BigInteger toOther = number(target).xor(number(other));

            // Then
            assertThat(Integer.signum(target.compareDistances(one, other))).isEqualTo(toOne.compareTo(toOther));
            assertThat(one.compareTo(other)).isEqualTo(number(one).compareTo(number(other)));
            assertThat(one.commonPrefix(other))
                    .isEqualTo(KadKey.BITS - number(one).xor(number(other)).bitLength());
            assertThat(target.distance(one)).isCloseTo(toOne.doubleValue() / 0x1p256, within(1e-12));
        }
    }

    @Test
    void sharesAllBitsWithItself() {
        // Given
        KadKey key = KadKey.of(new byte[] {1});

        // Then
        assertThat(key.commonPrefix(key)).isEqualTo(256);
        assertThat(key.distance(key)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 14, 15})
    void aKeyIsFoundForEachLengthOfSharedBits(int length) {
        // Given
        SplittableRandom random = new SplittableRandom(length);
        KadKey self = random(random);

        // When
        byte[] key = PrefixKeys.sharing(self, length, random);

        // Then
        assertThat(KadKey.of(key).commonPrefix(self)).isEqualTo(length);
        assertThat(key).hasSize(34).startsWith(0x12, 0x20);
    }
}
