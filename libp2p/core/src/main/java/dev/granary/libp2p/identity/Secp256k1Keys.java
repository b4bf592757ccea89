package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;

/** Keys on secp256k1: the compressed point, and the bare scalar as the private half. */
final class Secp256k1Keys {
    private static final int POINT = 33;
    private static final int SCALAR = 32;
    private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("secp256k1"));

    private Secp256k1Keys() {}

    static PublicKey.Verifier verifier(byte[] data) throws P2pException {
        if (data.length != POINT) {
            throw new P2pException(P2pError.MALFORMED, "A secp256k1 key of " + data.length + " bytes is none.");
        }
        try {
            ECPoint point = CURVE.getCurve().decodePoint(data);
            ECPublicKeyParameters key = new ECPublicKeyParameters(point, CURVE);
            return (message, signature) -> EcdsaSignatures.verify(key, message, signature);
        } catch (IllegalArgumentException e) {
            throw new P2pException(P2pError.MALFORMED, "A secp256k1 key is not a point of its curve.", e);
        }
    }

    static KeyHalves generate(SecureRandom random) {
        return halves(EcdsaSignatures.randomScalar(CURVE, random));
    }

    static KeyHalves decodePrivate(byte[] data) throws P2pException {
        BigInteger scalar = new BigInteger(1, data);
        if (data.length != SCALAR || scalar.signum() == 0 || scalar.compareTo(CURVE.getN()) >= 0) {
            throw new P2pException(P2pError.MALFORMED, "A private secp256k1 key is no scalar of its curve.");
        }
        return halves(scalar);
    }

    private static KeyHalves halves(BigInteger scalar) {
        byte[] publicData = CURVE.getG().multiply(scalar).getEncoded(true);
        byte[] privateData = EcdsaSignatures.fixed(scalar, SCALAR);
        return new KeyHalves(privateData, publicData, message -> EcdsaSignatures.sign(CURVE, scalar, message));
    }
}
