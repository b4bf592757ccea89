package dev.granary.libp2p.pnet;

import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.LayeredStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** The key that the members of a private network share. */
public final class PrivateNetwork {
    private static final int KEY = 32;
    private static final String HEADER = "/key/swarm/psk/1.0.0/\n";
    private static final String BASE16 = "/base16/\n";
    private static final String BASE64 = "/base64/\n";
    private static final String BINARY = "/bin/\n";
    private static final int FINGERPRINT_INPUT = 64;
    private static final int FINGERPRINT = 16;
    private static final byte[] FINGERPRINT_NONCE = "finprint".getBytes(StandardCharsets.US_ASCII);

    private final byte[] key;

    private PrivateNetwork(byte[] key) {
        this.key = key;
    }

    /** The network of a key of 32 bytes. */
    public static PrivateNetwork ofKey(byte[] key) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("a network's key has " + KEY + " bytes, not " + key.length);
        }
        return new PrivateNetwork(key.clone());
    }

    /** A new network. */
    public static PrivateNetwork generate(SecureRandom random) {
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        return new PrivateNetwork(key);
    }

    /** The network of a key file, known as {@code swarm.key}, in any of its three forms. */
    public static PrivateNetwork parse(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        if (!text.startsWith(HEADER)) {
            throw new IllegalArgumentException("a network's key file begins with " + HEADER.strip());
        }
        String rest = text.substring(HEADER.length());
        if (rest.startsWith(BASE16)) {
            return ofKey(HexFormat.of().parseHex(rest.substring(BASE16.length()).strip()));
        }
        if (rest.startsWith(BASE64)) {
            return ofKey(
                    Base64.getDecoder().decode(rest.substring(BASE64.length()).strip()));
        }
        if (rest.startsWith(BINARY)) {
            return ofKey(Arrays.copyOfRange(file, HEADER.length() + BINARY.length(), file.length));
        }
        throw new IllegalArgumentException("a network's key is written to base 16 or 64, or in plain bytes");
    }

    /** The key file in the form that every implementation reads. Secret. */
    public String toKeyFile() {
        return HEADER + BASE16 + HexFormat.of().formatHex(key) + "\n";
    }

    /** A name of the network that does not give its key away, in hex. */
    public String fingerprint() {
        byte[] stream = new byte[FINGERPRINT_INPUT];
        Salsa20Engine cipher = new Salsa20Engine();
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), FINGERPRINT_NONCE));
        cipher.processBytes(stream, 0, stream.length, stream, 0);
        SHAKEDigest shake = new SHAKEDigest(128);
        shake.update(stream, 0, stream.length);
        byte[] name = new byte[FINGERPRINT];
        shake.doFinal(name, 0, name.length);
        return HexFormat.of().formatHex(name);
    }

    /**
     * A fresh connection within this network. What is written now leaves together with the nonce that goes ahead of it.
     *
     * @param random draws the nonce, which must never come again under the same key
     */
    public ByteStream protect(ByteStream raw, SecureRandom random) {
        byte[] nonce = new byte[KeyCodec.NONCE];
        random.nextBytes(nonce);
        ByteStream within = new LayeredStream(raw, new KeyCodec(key, nonce.clone()));
        raw.write(ByteBuffer.wrap(nonce));
        // A remote may wait for it before it says anything, and so may our own side.
        raw.loop().execute(within::flush);
        return within;
    }

    /** Does not tell the key. */
    @Override
    public String toString() {
        return "private network " + fingerprint();
    }
}
