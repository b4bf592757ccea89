package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** ECDSA keys as SubjectPublicKeyInfo and SEC 1; signatures in DER over SHA-256, on each of the curves. */
final class EcdsaKeys {
    private EcdsaKeys() {}

    static PublicKey.Verifier verifier(byte[] data) throws P2pException {
        return verifier(data, "SHA256withECDSA");
    }

    /** @param algorithm by the platform's name, for certificates that are signed over another hash */
    static PublicKey.Verifier verifier(byte[] data, String algorithm) throws P2pException {
        // The platform takes more curves, and points that are not on them until they are used.
        NistCurve.ofKey(data);
        try {
            java.security.PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(data));
            return (message, signature) -> verify(key, algorithm, message, signature);
        } catch (GeneralSecurityException e) {
            throw new P2pException(P2pError.MALFORMED, "An ECDSA key is none.", e);
        }
    }

    private static boolean verify(java.security.PublicKey key, String algorithm, byte[] message, byte[] signature) {
        try {
            EcdsaSignatures.numbers(signature);
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | P2pException e) {
            return false;
        }
    }

    static KeyHalves generate(SecureRandom random) {
        return halves(NistCurve.P256, EcdsaSignatures.randomScalar(NistCurve.P256.domain(), random));
    }

    static KeyHalves decodePrivate(byte[] sec1) throws P2pException {
        DerReader key = DerReader.of(sec1).enter(DerReader.SEQUENCE);
        if (!key.integer().equals(BigInteger.ONE)) {
            throw malformed();
        }
        byte[] scalarBytes = key.take(DerReader.OCTET_STRING);
        NistCurve curve = NistCurve.ofObjectId(key.enter(DerReader.context(0)).nextWhole());
        BigInteger scalar = new BigInteger(1, scalarBytes);
        if (scalar.signum() == 0 || scalar.compareTo(curve.domain().getN()) >= 0) {
            throw malformed();
        }
        KeyHalves halves = halves(curve, scalar);
        if (!Arrays.equals(halves.privateData(), sec1)) {
            throw malformed();
        }
        return halves;
    }

    private static KeyHalves halves(NistCurve curve, BigInteger scalar) {
        byte[] point = curve.domain().getG().multiply(scalar).getEncoded(false);
        byte[] sec1 = DerWriter.sequence(
                DerWriter.integer(BigInteger.ONE),
                DerWriter.octets(EcdsaSignatures.fixed(scalar, curve.scalarSize())),
                DerWriter.value(DerReader.context(0), curve.objectId()),
                DerWriter.value(DerReader.context(1), DerWriter.bits(point)));
        return new KeyHalves(
                sec1, curve.keyInfo(point), message -> EcdsaSignatures.sign(curve.domain(), scalar, message));
    }

    /** A SEC 1 key on P-256 as the platform reads it. */
    static byte[] pkcs8(byte[] sec1) {
        return DerWriter.sequence(
                DerWriter.integer(BigInteger.ZERO), NistCurve.P256.algorithm(), DerWriter.octets(sec1));
    }

    private static P2pException malformed() {
        return new P2pException(P2pError.MALFORMED, "A private ECDSA key is none.");
    }
}
