package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/** A curve that ECDSA keys of peers lie on. */
final class NistCurve {
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int UNCOMPRESSED = 0x04;

    static final NistCurve P256 = new NistCurve("P-256", "06082a8648ce3d030107", 32);
    private static final NistCurve P384 = new NistCurve("P-384", "06052b81040022", 48);
    private static final NistCurve P521 = new NistCurve("P-521", "06052b81040023", 66);
    private static final List<NistCurve> ALL = List.of(P256, P384, P521);

    private final ECDomainParameters domain;
    private final byte[] objectId;
    private final int scalarSize;

    private NistCurve(String name, String objectId, int scalarSize) {
        this.domain = new ECDomainParameters(CustomNamedCurves.getByName(name));
        this.objectId = HexFormat.of().parseHex(objectId);
        this.scalarSize = scalarSize;
    }

    /** The curve of a SubjectPublicKeyInfo; only a plain point on it is taken. */
    static NistCurve ofKey(byte[] keyInfo) throws P2pException {
        DerReader der = DerReader.of(keyInfo);
        DerReader info = der.enter(DerReader.SEQUENCE);
        der.requireEnd();
        DerReader algorithm = info.enter(DerReader.SEQUENCE);
        if (!Arrays.equals(algorithm.nextWhole(), EC_PUBLIC_KEY)) {
            throw new P2pException(P2pError.MALFORMED, "A key is not one of an elliptic curve.");
        }
        NistCurve curve = ofObjectId(algorithm.nextWhole());
        byte[] point = info.bitString();
        if (!Arrays.equals(curve.keyInfo(point), keyInfo)) {
            throw new P2pException(P2pError.MALFORMED, "A key has more than an algorithm and a point.");
        }
        curve.requirePoint(point);
        return curve;
    }

    static NistCurve ofObjectId(byte[] objectId) throws P2pException {
        for (NistCurve curve : ALL) {
            if (Arrays.equals(curve.objectId, objectId)) {
                return curve;
            }
        }
        throw new P2pException(P2pError.NOT_SUPPORTED, "A key lies on a curve that is not taken.");
    }

    private void requirePoint(byte[] point) throws P2pException {
        if (point.length != 1 + 2 * scalarSize || point[0] != UNCOMPRESSED) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "A key's point is in another form than the plain one.");
        }
        try {
            domain.getCurve().decodePoint(point);
        } catch (IllegalArgumentException e) {
            throw new P2pException(P2pError.MALFORMED, "A key is not a point of its curve.", e);
        }
    }

    /** The SubjectPublicKeyInfo of {@code point}. */
    byte[] keyInfo(byte[] point) {
        return DerWriter.sequence(algorithm(), DerWriter.bits(point));
    }

    /** The AlgorithmIdentifier of keys on this curve. */
    byte[] algorithm() {
        return DerWriter.sequence(EC_PUBLIC_KEY, objectId);
    }

    ECDomainParameters domain() {
        return domain;
    }

    byte[] objectId() {
        return objectId.clone();
    }

    int scalarSize() {
        return scalarSize;
    }
}
