package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** RSA keys as SubjectPublicKeyInfo and PKCS#1; signatures by PKCS#1 v1.5 over SHA-256. */
final class RsaKeys {
    /** As in go-libp2p: below, keys can be broken; above, verifying takes a remote's word for our time. */
    private static final int MINIMUM_BITS = 2048;

    private static final int MAXIMUM_BITS = 8192;
    private static final int MAXIMUM_EXPONENT_BITS = 32;
    private static final int GENERATED_BITS = 2048;

    /** The sequence of the object id 1.2.840.113549.1.1.1 and a null. */
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private RsaKeys() {}

    static PublicKey.Verifier verifier(byte[] data) throws P2pException {
        DerReader der = DerReader.of(data);
        DerReader info = der.enter(DerReader.SEQUENCE);
        der.requireEnd();
        if (!Arrays.equals(info.nextWhole(), ALGORITHM)) {
            throw malformed();
        }
        DerReader bits = DerReader.of(info.bitString());
        info.requireEnd();
        DerReader numbers = bits.enter(DerReader.SEQUENCE);
        bits.requireEnd();
        RSAPublicKeySpec numbersOfKey = new RSAPublicKeySpec(numbers.integer(), numbers.integer());
        numbers.requireEnd();
        requireUsable(numbersOfKey);
        try {
            java.security.PublicKey key = KeyFactory.getInstance("RSA").generatePublic(numbersOfKey);
            return (message, signature) -> verify(key, message, signature);
        } catch (GeneralSecurityException e) {
            throw new P2pException(P2pError.MALFORMED, "An RSA key is none.", e);
        }
    }

    private static void requireUsable(RSAPublicKeySpec key) throws P2pException {
        int bits = key.getModulus().bitLength();
        if (key.getModulus().signum() <= 0 || bits < MINIMUM_BITS || bits > MAXIMUM_BITS) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "An RSA key of " + bits + " bits is not taken.");
        }
        BigInteger exponent = key.getPublicExponent();
        if (exponent.signum() <= 0 || !exponent.testBit(0) || exponent.bitLength() > MAXIMUM_EXPONENT_BITS) {
            throw malformed();
        }
    }

    private static boolean verify(java.security.PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static KeyHalves generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(GENERATED_BITS, random);
            DerReader pkcs8 = DerReader.of(
                            generator.generateKeyPair().getPrivate().getEncoded())
                    .enter(DerReader.SEQUENCE);
            pkcs8.integer();
            pkcs8.next();
            return decodePrivate(pkcs8.take(DerReader.OCTET_STRING));
        } catch (GeneralSecurityException | P2pException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
    }

    static KeyHalves decodePrivate(byte[] pkcs1) throws P2pException {
        byte[] pkcs8 = DerWriter.sequence(DerWriter.integer(BigInteger.ZERO), ALGORITHM, DerWriter.octets(pkcs1));
        try {
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            byte[] numbers =
                    DerWriter.sequence(DerWriter.integer(key.getModulus()), DerWriter.integer(key.getPublicExponent()));
            byte[] publicData = DerWriter.sequence(ALGORITHM, DerWriter.bits(numbers));
            return new KeyHalves(pkcs1.clone(), publicData, message -> sign(key, message));
        } catch (GeneralSecurityException | ClassCastException e) {
            throw new P2pException(P2pError.MALFORMED, "A private RSA key is none.", e);
        }
    }

    private static byte[] sign(java.security.PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was checked does not sign", e);
        }
    }

    private static P2pException malformed() {
        return new P2pException(P2pError.MALFORMED, "An RSA key is none.");
    }
}
