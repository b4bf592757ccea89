package dev.granary.testing.npm;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A P-256 key that signs packages as an npm registry does: ECDSA over SHA-256 of {@code name@version:integrity}. */
public final class RegistryKey {
    private final KeyPair pair;
    private final @Nullable Instant expires;

    private RegistryKey(KeyPair pair, @Nullable Instant expires) {
        this.pair = pair;
        this.expires = expires;
    }

    /** Makes a new key that never expires. */
    public static RegistryKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new RegistryKey(generator.generateKeyPair(), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has P-256", e);
        }
    }

    /** The same key, valid for what was published before {@code time}. */
    public RegistryKey expiringAt(Instant time) {
        return new RegistryKey(pair, time);
    }

    /** {@code SHA256:} and the Base64 of the public key's SHA-256. */
    public String id() {
        byte[] encoded = pair.getPublic().getEncoded();
        return "SHA256:" + ContentDigest.hash(DigestAlgorithm.SHA256, encoded).toBase64();
    }

    /** The Base64 of the DER signature over {@code text}. */
    public String sign(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own signs", e);
        }
    }

    /** The public key as X.509 SubjectPublicKeyInfo in Base64, the {@code key} of the keys document. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("expires", expires == null ? null : expires.toString());
        json.put("keyid", id());
        json.put("keytype", "ecdsa-sha2-nistp256");
        json.put("scheme", "ecdsa-sha2-nistp256");
        json.put("key", publicKey());
        return json;
    }
}
