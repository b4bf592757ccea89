package dev.granary.fetchverify.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
    private static final String TAG = "\"sha256-aa\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sha256-aa\"|true",
                "W/\"sha256-aa\"|true",
                "*|true",
                "\"other\", \"sha256-aa\"|true",
                "\"other\",W/\"sha256-aa\"|true",
                "''|false",
                "\"sha256-ab\"|false",
                "sha256-aa|false",
                "\"SHA256-AA\"|false",
                "\"other\", \"another\"|false",
            })
    void aClientThatHoldsTheBodyNamesItsTag(String ifNoneMatch, boolean held) {
        assertThat(Conditions.isHeldByClient(ifNoneMatch, TAG)).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|true",
                "\"sha256-aa\"|true",
                "W/\"sha256-aa\"|false",
                "\"other\"|false",
                "Fri, 02 Jan 2026 03:04:05 GMT|false",
            })
    void aRangeGoesOnOnlyUnderExactlyTheSameTag(String ifRange, boolean usable) {
        assertThat(Conditions.isRangeUsable(ifRange, TAG)).isEqualTo(usable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "gzip, deflate, br|true",
                "deflate, gzip;q=0.5|true",
                "br;q=1.0, gzip; q=0.8, *;q=0.1|true",
                "*|true",
                "GZIP|true",
                "''|false",
                "identity|false",
                "br|false",
                "gzip;q=0|false",
                "gzip;q=0.0|false",
                "gzip; q=0.000, *|false",
                "*, gzip;q=0|false",
                "*;q=0|false",
                "xgzip|false",
            })
    void gzipIsSentToThoseWhoTakeIt(String acceptEncoding, boolean gzip) {
        assertThat(Conditions.acceptsGzip(acceptEncoding)).isEqualTo(gzip);
    }
}
