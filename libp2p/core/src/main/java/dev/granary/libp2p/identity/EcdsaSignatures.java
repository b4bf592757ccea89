package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** ECDSA over SHA-256 with DER signatures, on any curve; nonces by RFC 6979, so that signing needs no randomness. */
final class EcdsaSignatures {
    private EcdsaSignatures() {}

    static byte[] sign(ECDomainParameters curve, BigInteger scalar, byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar, curve));
        BigInteger[] signature = signer.generateSignature(sha256(message));
        // The lower of the two that verify: js refuses the other on secp256k1.
        BigInteger s = signature[1].min(curve.getN().subtract(signature[1]));
        return DerWriter.sequence(DerWriter.integer(signature[0]), DerWriter.integer(s));
    }

    static boolean verify(ECPublicKeyParameters key, byte[] message, byte[] signature) {
        try {
            BigInteger[] numbers = numbers(signature);
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(sha256(message), numbers[0], numbers[1]);
        } catch (P2pException e) {
            return false;
        }
    }

    /** The two numbers of a signature, none of them negative, in DER's one form; the platform takes others. */
    static BigInteger[] numbers(byte[] signature) throws P2pException {
        DerReader der = DerReader.of(signature);
        DerReader numbers = der.enter(DerReader.SEQUENCE);
        der.requireEnd();
        BigInteger r = numbers.integer();
        BigInteger s = numbers.integer();
        numbers.requireEnd();
        if (r.signum() <= 0 || s.signum() <= 0) {
            throw new P2pException(P2pError.MALFORMED, "A signature has a number that is not positive.");
        }
        return new BigInteger[] {r, s};
    }

    /** A private key of {@code curve}, each as likely as any other. */
    static BigInteger randomScalar(ECDomainParameters curve, SecureRandom random) {
        while (true) {
            BigInteger scalar = new BigInteger(curve.getN().bitLength(), random);
            if (scalar.signum() > 0 && scalar.compareTo(curve.getN()) < 0) {
                return scalar;
            }
        }
    }

    /** {@code number} in {@code size} bytes. */
    static byte[] fixed(BigInteger number, int size) {
        byte[] bytes = new byte[size];
        byte[] shortest = number.toByteArray();
        int count = Math.min(shortest.length, size);
        System.arraycopy(shortest, shortest.length - count, bytes, size - count, count);
        return bytes;
    }

    private static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
