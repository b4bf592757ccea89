package dev.granary.libp2p.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.testkit.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wycheproof's X25519: each secret agrees as it should, or is refused because nothing of it is left. */
class KeyAgreementVectorsTest {
    @Test
    void everySecretIsTheRightOneOrRefusedForBeingZero() {
        // Given
        JsonNode vectors = Vectors.wycheproof("x25519_test.json");
        List<Integer> wrong = new ArrayList<>();
        int refused = 0;
        int count = 0;

        // When
        for (JsonNode group : vectors.required("testGroups")) {
            for (JsonNode test : group.required("tests")) {
                count++;
                byte[] expected = Vectors.hex(test, "shared");
                try {
                    byte[] shared =
                            KeyPair.ofSecret(Vectors.hex(test, "private")).agree(Vectors.hex(test, "public"));
                    if (!Arrays.equals(shared, expected)) {
                        wrong.add(test.required("tcId").asInt());
                    }
                } catch (P2pException e) {
                    refused++;
                    if (!Arrays.equals(expected, new byte[expected.length])) {
                        wrong.add(test.required("tcId").asInt());
                    }
                }
            }
        }

        // Then
        assertThat(wrong).isEmpty();
        assertThat(count).isEqualTo(518);
        assertThat(refused).isEqualTo(31);
    }
}
