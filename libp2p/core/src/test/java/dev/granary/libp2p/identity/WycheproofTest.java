package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.testkit.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Google's collection of what signature checks have got wrong before. */
class WycheproofTest {
    @Test
    void ed25519SignaturesAreJudgedRightly() throws P2pException {
        check("ed25519_test.json", 151, Set.of(), group -> {
            JsonNode key = group.required("publicKey");
            return new KeyMessage(KeyType.ED25519, Vectors.hex(key, "pk"));
        });
    }

    @Test
    void ecdsaSignaturesAreJudgedRightly() throws P2pException {
        check(
                "ecdsa_secp256r1_sha256_test.json",
                484,
                Set.of(),
                group -> new KeyMessage(KeyType.ECDSA, Vectors.hex(group, "publicKeyDer")));
    }

    @Test
    void secp256k1SignaturesAreJudgedRightly() throws P2pException {
        check("ecdsa_secp256k1_sha256_test.json", 476, Set.of(), group -> {
            JsonNode key = group.required("publicKey");
            return new KeyMessage(KeyType.SECP256K1, compressed(Vectors.hex(key, "uncompressed")));
        });
    }

    @Test
    void rsaSignaturesAreJudgedRightly() throws P2pException {
        check(
                "rsa_signature_2048_sha256_test.json",
                259,
                Set.of(),
                group -> new KeyMessage(KeyType.RSA, Vectors.hex(group, "publicKeyDer")));
    }

    private interface KeyOfGroup {
        KeyMessage of(JsonNode group);
    }

    /** @param deviations numbers of the cases where we differ, each with its reason where it is named */
    private static void check(String file, int cases, Set<Integer> deviations, KeyOfGroup keys) throws P2pException {
        // Given
        JsonNode all = Vectors.wycheproof(file);
        List<Integer> wrong = new ArrayList<>();
        int count = 0;

        // When
        for (JsonNode group : all.required("testGroups")) {
            PublicKey key = PublicKey.decode(keys.of(group).encode());
            for (JsonNode test : group.required("tests")) {
                count++;
                boolean verified = key.verify(Vectors.hex(test, "msg"), Vectors.hex(test, "sig"));
                String result = test.required("result").asText();
                if (!result.equals("acceptable") && verified != result.equals("valid")) {
                    wrong.add(test.required("tcId").asInt());
                }
            }
        }

        // Then
        assertThat(wrong).containsExactlyInAnyOrderElementsOf(deviations);
        assertThat(count).isEqualTo(cases);
    }

    private static byte[] compressed(byte[] point) {
        byte[] shorter = new byte[33];
        shorter[0] = (byte) (2 + (point[64] & 1));
        System.arraycopy(point, 1, shorter, 1, 32);
        return shorter;
    }
}
