package dev.granary.fetchverify.format.npm;

import static dev.granary.fetchverify.format.document.JsonMembers.eachElement;
import static dev.granary.fetchverify.format.document.JsonMembers.eachUnique;

import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.document.JsonReader;
import dev.granary.fetchverify.format.document.JsonReader.Token;
import dev.granary.kernel.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The signing keys of a registry. Immutable.
 *
 * @param keys those that can be used: P-256, and named by their own fingerprint
 */
record RegistryKeys(List<Key> keys) {
    private static final String TYPE = "ecdsa-sha2-nistp256";
    private static final int MOST_KEYS = 100;
    private static final int MOST_MEMBERS = 100;

    /**
     * A signing key.
     *
     * @param id {@code SHA256:} and the fingerprint in Base64 without padding
     * @param expires when it stopped to sign; empty while it does
     */
    record Key(String id, PublicKey key, Optional<Instant> expires) {}

    RegistryKeys {
        keys = List.copyOf(keys);
    }

    Optional<Key> find(String id) {
        String unpadded = withoutPadding(id);
        return keys.stream().filter(key -> key.id.equals(unpadded)).findFirst();
    }

    /** Reads {@code {"keys":[{expires,keyid,keytype,scheme,key}]}}. Keys of other types, or with an id of another key, don't count. */
    static RegistryKeys parse(JsonReader.Opener opener, byte[] document) throws MalformedDocumentException {
        List<Key> keys = new ArrayList<>();
        try (JsonReader json = opener.open(new ByteArrayInputStream(document))) {
            if (json.next() != Token.OBJECT_START) {
                throw new MalformedDocumentException("the key document is no JSON object");
            }
            eachUnique(json, MOST_MEMBERS, (member, _) -> {
                if (member.equals("keys") && json.current() == Token.ARRAY_START) {
                    eachElement(json, () -> readKey(json, keys));
                }
            });
            json.next();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
        return new RegistryKeys(keys);
    }

    private static void readKey(JsonReader json, List<Key> keys) throws IOException, MalformedDocumentException {
        if (json.current() != Token.OBJECT_START) {
            return;
        }
        Map<String, String> texts = new HashMap<>();
        eachUnique(json, MOST_MEMBERS, (member, _) -> {
            if (json.current() == Token.STRING) {
                texts.put(member, json.text());
            }
        });
        if (keys.size() >= MOST_KEYS) {
            throw new MalformedDocumentException("the registry has more than " + MOST_KEYS + " keys");
        }
        if (TYPE.equals(texts.get("keytype")) && TYPE.equals(texts.get("scheme"))) {
            usable(texts).ifPresent(keys::add);
        }
    }

    private static Optional<Key> usable(Map<String, String> texts) {
        try {
            byte[] encoded = Base64.getDecoder().decode(texts.getOrDefault("key", ""));
            String fingerprint = "SHA256:" + withoutPadding(Base64.getEncoder().encodeToString(sha256(encoded)));
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            boolean named = fingerprint.equals(withoutPadding(texts.getOrDefault("keyid", "")));
            if (!named || !(key instanceof ECPublicKey ec) || !isP256(ec)) {
                return Optional.empty();
            }
            String expires = texts.get("expires");
            return Optional.of(new Key(
                    fingerprint, key, expires == null ? Optional.empty() : Optional.of(Instant.parse(expires))));
        } catch (GeneralSecurityException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isP256(ECPublicKey key) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec expected = curve.getParameterSpec(ECParameterSpec.class);
        ECParameterSpec actual = key.getParams();
        return expected.getCurve().equals(actual.getCurve())
                && expected.getGenerator().equals(actual.getGenerator())
                && expected.getOrder().equals(actual.getOrder());
    }

    private static byte[] sha256(byte[] bytes) {
        return DigestAlgorithm.SHA256.newState().digest(bytes);
    }

    private static String withoutPadding(String base64) {
        int end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return base64.substring(0, end);
    }
}
