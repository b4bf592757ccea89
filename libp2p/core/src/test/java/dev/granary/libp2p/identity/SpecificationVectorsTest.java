package dev.granary.libp2p.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The vectors of the libp2p specifications: keys, peer ids and certificates. */
class SpecificationVectorsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void eachKeyIsReadAndWrittenAndNamesItsPeer() throws P2pException {
        // Given
        List<JsonNode> vectors = Vectors.libp2p("keys");
        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);

        for (JsonNode vector : vectors) {
            // When
            PrivateKey key = PrivateKey.decode(Vectors.hex(vector, "privateKeyProtobuf"));

            // Then
            PublicKey publicKey = key.publicKey();
            assertThat(publicKey.type())
                    .hasToString(vector.required("type").asText().toUpperCase(Locale.ROOT));
            assertThat(publicKey.encoded()).isEqualTo(Vectors.hex(vector, "publicKeyProtobuf"));
            assertThat(key.encoded()).isEqualTo(Vectors.hex(vector, "privateKeyProtobuf"));
            assertThat(publicKey.peerId().bytes()).isEqualTo(Vectors.hex(vector, "peerIdMultihashDerived"));
            assertThat(publicKey.peerId())
                    .hasToString(vector.required("peerIdBase58Derived").asText());
            assertThat(publicKey.peerId().toCid())
                    .isEqualTo(vector.required("peerIdCidBase32Derived").asText());
            assertThat(publicKey.verify(message, key.sign(message))).isTrue();
        }
        assertThat(vectors).hasSize(4);
    }

    @Test
    void eachTextOfAPeerIdIsTheSamePeer() {
        // Given
        List<JsonNode> vectors = Vectors.libp2p("peerIdTexts");

        for (JsonNode vector : vectors) {
            // When
            PeerId peer = PeerId.parse(vector.required("text").asText());

            // Then
            assertThat(HexFormat.of().formatHex(peer.bytes()))
                    .isEqualTo(vector.required("multihashDerived").asText());
            assertThat(peer).hasToString(vector.required("base58Derived").asText());
            assertThat(peer.toCid())
                    .isEqualTo(vector.required("cidBase32Derived").asText());
        }
        assertThat(vectors).hasSize(3);
    }

    @Test
    void eachCertificateProvesItsPeerOrIsRefused() throws P2pException {
        // Given
        List<JsonNode> vectors = Vectors.libp2p("tlsCertificates");

        for (JsonNode vector : vectors) {
            List<byte[]> chain = List.of(Vectors.hex(vector, "certificateDer"));
            if (vector.required("valid").asBoolean()) {
                // Then
                assertThat(IdentityCertificate.verify(chain, NOW).peerId())
                        .hasToString(vector.required("peerId").asText());
            } else {
                assertThatThrownBy(() -> IdentityCertificate.verify(chain, NOW))
                        .isInstanceOfSatisfying(
                                P2pException.class, e -> assertThat(e.error()).isEqualTo(P2pError.UNAUTHENTICATED));
            }
        }
        assertThat(vectors).hasSize(4);
    }
}
