package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that a peer shows in TLS and QUIC: self-signed by a key of its own, with an extension in which the peer's
 * key vouches for that one. The private half lives as long as this object and is stored nowhere.
 */
public final class IdentityCertificate {
    private static final byte[] PREFIX = "libp2p-tls-handshake:".getBytes(StandardCharsets.US_ASCII);

    /** What a certificate of a peer may take, with the largest of keys. */
    private static final int MAXIMUM_BYTES = 16 * 1024;

    private final byte[] der;
    private final X509Certificate certificate;
    private final java.security.PrivateKey privateKey;

    private IdentityCertificate(byte[] der, X509Certificate certificate, java.security.PrivateKey privateKey) {
        this.der = der;
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /** A certificate of the peer that {@code host} is the key of, good from an hour before {@code now}. */
    public static IdentityCertificate issue(PrivateKey host, SecureRandom random, Instant now) {
        KeyHalves key = EcdsaKeys.generate(random);
        byte[] der = new CertificateBuilder(key).build(signedKey(host, key.publicData()), random, now);
        try {
            X509Certificate parsed = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return new IdentityCertificate(
                    der,
                    parsed,
                    KeyFactory.getInstance("EC")
                            .generatePrivate(new PKCS8EncodedKeySpec(EcdsaKeys.pkcs8(key.privateData()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was just made is none", e);
        }
    }

    /** What the extension holds. */
    static byte[] signedKey(PrivateKey host, byte[] keyInfo) {
        return DerWriter.sequence(
                DerWriter.octets(host.publicKey().encoded()), DerWriter.octets(host.sign(vouched(keyInfo))));
    }

    /**
     * The key of the peer that showed {@code chain}.
     *
     * @param chain certificates as DER, the peer's own first
     * @throws P2pException {@code PROTOCOL_VIOLATION} unless there is exactly one, {@code MALFORMED}, {@code NOT_SUPPORTED},
     *     {@code UNAUTHENTICATED} when it does not prove what it says
     */
    public static PublicKey verify(List<byte[]> chain, Instant now) throws P2pException {
        if (chain.size() != 1) {
            throw new P2pException(
                    P2pError.PROTOCOL_VIOLATION, "A peer shows one certificate, not " + chain.size() + ".");
        }
        byte[] der = chain.getFirst();
        if (der.length > MAXIMUM_BYTES) {
            throw new P2pException(P2pError.LIMIT, "A certificate of " + der.length + " bytes is too large.");
        }
        CertificateParts certificate = CertificateParts.of(der);
        if (!certificate.isValidAt(now)) {
            throw unauthenticated("is not valid at this time");
        }
        if (!certificate.isSignedByItself()) {
            throw unauthenticated("is not signed by the key in it");
        }
        PublicKey peer = vouching(certificate);
        if (certificate.extensions().hasForeignCritical()) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "A certificate has a critical extension that is not ours.");
        }
        return peer;
    }

    /**
     * As {@link #verify(List, Instant)}.
     *
     * @param expected when present, {@code WRONG_PEER} is thrown for any other
     */
    public static PublicKey verify(List<byte[]> chain, Instant now, Optional<PeerId> expected) throws P2pException {
        PublicKey peer = verify(chain, now);
        if (expected.isPresent() && !peer.peerId().equals(expected.get())) {
            throw new P2pException(
                    P2pError.WRONG_PEER, "The remote is " + peer.peerId() + ", not " + expected.get() + ".");
        }
        return peer;
    }

    private static PublicKey vouching(CertificateParts certificate) throws P2pException {
        Optional<byte[]> extension = certificate.extensions().signedKey();
        if (extension.isEmpty()) {
            throw unauthenticated("names no peer");
        }
        DerReader outside = DerReader.of(extension.get());
        DerReader signedKey = outside.enter(DerReader.SEQUENCE);
        outside.requireEnd();
        PublicKey peer = PublicKey.decode(signedKey.take(DerReader.OCTET_STRING));
        byte[] signature = signedKey.take(DerReader.OCTET_STRING);
        signedKey.requireEnd();
        if (!peer.verify(vouched(certificate.keyInfo()), signature)) {
            throw unauthenticated("is not vouched for by the peer that it names");
        }
        return peer;
    }

    private static byte[] vouched(byte[] keyInfo) {
        byte[] bytes = new byte[PREFIX.length + keyInfo.length];
        System.arraycopy(PREFIX, 0, bytes, 0, PREFIX.length);
        System.arraycopy(keyInfo, 0, bytes, PREFIX.length, keyInfo.length);
        return bytes;
    }

    private static P2pException unauthenticated(String what) {
        return new P2pException(P2pError.UNAUTHENTICATED, "A certificate " + what + ".");
    }

    public byte[] der() {
        return der.clone();
    }

    /** The certificate as TLS libraries take it. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The private half of the certificate's key, which is not the peer's. Secret. */
    public java.security.PrivateKey privateKey() {
        return privateKey;
    }
}
