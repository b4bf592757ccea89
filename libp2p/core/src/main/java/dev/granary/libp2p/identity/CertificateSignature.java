package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Arrays;
import java.util.HexFormat;

/** How a certificate is signed. */
enum CertificateSignature {
    ECDSA_SHA256("300a06082a8648ce3d040302"),
    ECDSA_SHA384("300a06082a8648ce3d040303"),
    ECDSA_SHA512("300a06082a8648ce3d040304"),
    ED25519("300506032b6570"),
    RSA_SHA256("300d06092a864886f70d01010b0500");

    /** Of a SubjectPublicKeyInfo, before the 32 bytes. */
    private static final String ED25519_KEY = "302a300506032b6570032100";

    private final String algorithm;

    CertificateSignature(String algorithm) {
        this.algorithm = algorithm;
    }

    static CertificateSignature ofAlgorithm(byte[] der) throws P2pException {
        String hex = HexFormat.of().formatHex(der);
        for (CertificateSignature known : values()) {
            if (known.algorithm.equals(hex)) {
                return known;
            }
        }
        throw new P2pException(P2pError.NOT_SUPPORTED, "A certificate is signed in a way that is not taken.");
    }

    /** Judges signatures of this kind by the key of a SubjectPublicKeyInfo. */
    PublicKey.Verifier verifier(byte[] keyInfo) throws P2pException {
        return switch (this) {
            case ECDSA_SHA256 -> EcdsaKeys.verifier(keyInfo, "SHA256withECDSA");
            case ECDSA_SHA384 -> EcdsaKeys.verifier(keyInfo, "SHA384withECDSA");
            case ECDSA_SHA512 -> EcdsaKeys.verifier(keyInfo, "SHA512withECDSA");
            case ED25519 -> Ed25519Keys.verifier(ed25519(keyInfo));
            case RSA_SHA256 -> RsaKeys.verifier(keyInfo);
        };
    }

    private static byte[] ed25519(byte[] keyInfo) throws P2pException {
        byte[] head = HexFormat.of().parseHex(ED25519_KEY);
        if (keyInfo.length < head.length || !Arrays.equals(head, Arrays.copyOf(keyInfo, head.length))) {
            throw new P2pException(P2pError.MALFORMED, "A certificate's key is not of the kind of its signature.");
        }
        return Arrays.copyOfRange(keyInfo, head.length, keyInfo.length);
    }
}
