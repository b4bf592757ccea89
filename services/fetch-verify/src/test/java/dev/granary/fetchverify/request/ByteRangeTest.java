package dev.granary.fetchverify.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.request.ByteRange.Part;
import dev.granary.fetchverify.request.ByteRange.Unsatisfiable;
import dev.granary.fetchverify.request.ByteRange.Whole;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static final long SIZE = 1000;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-999, 0, 1000",
        "bytes=0-1000, 0, 1000",
        "bytes=500-, 500, 500",
        "bytes=999-, 999, 1",
        "bytes=10-19, 10, 10",
        "bytes=-1, 999, 1",
        "bytes=-1000, 0, 1000",
        "bytes=-5000, 0, 1000",
        "bytes=0-999999999999999, 0, 1000",
    })
    void givesTheAskedPart(String header, long first, long length) {
        assertThat(parse(header)).isEqualTo(new Part(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=999999999999999-", "bytes=-0"})
    void whatLiesOutsideIsUnsatisfiable(String header) {
        assertThat(parse(header)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=0-1,3-4",
                "bytes=a-b",
                "bytes=0-1-2",
                "bytes= 0-1",
                "items=0-1",
                "bytes=--1",
                "bytes=+1-2",
                "bytes=9999999999999999-",
                "bytes=99999999999999999999999999-",
                "bytes=-99999999999999999999999999",
                "bytes=0x10-0x20",
                "bytes=٣-٤",
            })
    void whatIsMalformedOrAListIsIgnored(String header) {
        assertThat(parse(header)).isEqualTo(new Whole());
    }

    @Test
    void withoutAHeaderItIsTheWhole() {
        assertThat(ByteRange.parse(Optional.empty(), SIZE)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1"})
    void anEmptyBodyHasNoPart(String header) {
        assertThat(ByteRange.parse(Optional.of(header), 0)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void aPartAlwaysLiesWithinTheBody(long seed) {
        // Given
        Random random = new Random(seed);
        long size = random.nextLong(1L << random.nextInt(1, 45));
        String first = random.nextInt(4) == 0 ? "" : Long.toString(random.nextLong(1L << random.nextInt(1, 49)));
        String last = random.nextInt(4) == 0 ? "" : Long.toString(random.nextLong(1L << random.nextInt(1, 49)));

        // When
        ByteRange range = ByteRange.parse(Optional.of("bytes=" + first + "-" + last), size);

        // Then
        if (range instanceof Part(long from, long length)) {
            assertThat(from).isNotNegative();
            assertThat(length).isPositive();
            assertThat(from + length).isLessThanOrEqualTo(size);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private static ByteRange parse(String header) {
        return ByteRange.parse(Optional.of(header), SIZE);
    }
}
