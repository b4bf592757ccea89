package dev.granary.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class TestDataTest {
    @Test
    void readsEveryEntryOfACorpus() {
        // Given
        TestData data = TestData.require();

        // When
        Map<String, byte[]> purl = data.corpus("purl");

        // Then
        assertThat(purl).hasSize(43);
    }

    @Test
    void readsNamesThatAreSplitIntoPrefixAndName() {
        // Given
        TestData data = TestData.require();

        // When
        Map<String, byte[]> tuf = data.corpus("tuf");

        // Then
        assertThat(tuf.keySet()).anySatisfy(name -> assertThat(name).hasSizeGreaterThan(100));
    }

    @Test
    void findsTheDataAsItWasDelivered() throws IOException {
        // Given
        TestData data = TestData.require();

        // When
        List<String> sums = Files.readAllLines(data.file("SHA256SUMS"));

        // Then
        assertThat(sums).isNotEmpty().allSatisfy(line -> {
            String[] parts = line.split(" +\\*?", 2);
            byte[] content = Files.readAllBytes(data.file(parts[1]));
            assertThat(ContentDigest.hash(DigestAlgorithm.SHA256, content).hex())
                    .as(parts[1])
                    .isEqualTo(parts[0]);
        });
    }

    @Test
    void abortsTheTestWithoutData() {
        assertThatThrownBy(() -> TestData.at("no/such/folder", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("granary.testdata");
    }

    @Test
    void failsTheTestWithoutDataWhereItIsRequired() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TestData.at("", true))
                .withMessageContaining("granary.testdata");
    }

    @Test
    void looksNowhereElse() {
        // Given
        TestData data = TestData.require();

        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> data.file("../design.md"));
    }
}
