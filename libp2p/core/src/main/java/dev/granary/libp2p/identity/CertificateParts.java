package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;

/**
 * An X.509 certificate of version 3, as far as peers use one. The names in it mean nothing and may be empty, which the
 * platform's own parser does not bear.
 */
final class CertificateParts {
    private static final DateTimeFormatter GENERALIZED =
            new DateTimeFormatterBuilder().appendPattern("uuuuMMddHHmmss'Z'").toFormatter();
    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1950)
            .appendPattern("MMddHHmmss'Z'")
            .toFormatter();

    private final byte[] signedPart;
    private final byte[] algorithm;
    private final byte[] signature;
    private final Instant notBefore;
    private final Instant notAfter;
    private final byte[] keyInfo;
    private final CertificateExtensions extensions;

    private CertificateParts(DerReader certificate) throws P2pException {
        signedPart = certificate.nextWhole();
        algorithm = certificate.nextWhole();
        signature = certificate.bitString();
        certificate.requireEnd();
        DerReader inside = DerReader.of(signedPart).enter(DerReader.SEQUENCE);
        DerReader version = inside.enter(DerReader.context(0));
        if (version.integer().intValue() != 2) {
            throw malformed("is not of version 3");
        }
        inside.integer();
        if (!Arrays.equals(inside.nextWhole(), algorithm)) {
            throw malformed("names two algorithms of its signature");
        }
        inside.enter(DerReader.SEQUENCE);
        DerReader validity = inside.enter(DerReader.SEQUENCE);
        notBefore = time(validity);
        notAfter = time(validity);
        inside.enter(DerReader.SEQUENCE);
        keyInfo = inside.nextWhole();
        while (inside.hasMore() && !inside.isNext(DerReader.context(3))) {
            inside.next();
        }
        extensions = CertificateExtensions.read(inside);
    }

    static CertificateParts of(byte[] der) throws P2pException {
        DerReader outside = DerReader.of(der);
        DerReader certificate = outside.enter(DerReader.SEQUENCE);
        outside.requireEnd();
        return new CertificateParts(certificate);
    }

    private static Instant time(DerReader validity) throws P2pException {
        boolean shortYear = validity.isNext(DerReader.UTC_TIME);
        byte[] text = validity.take(shortYear ? DerReader.UTC_TIME : DerReader.GENERALIZED_TIME);
        try {
            return LocalDateTime.parse(new String(text, StandardCharsets.US_ASCII), shortYear ? UTC : GENERALIZED)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new P2pException(P2pError.MALFORMED, "A certificate has a time that is none.", e);
        }
    }

    boolean isValidAt(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    /** Whether the key in it made the signature on it. */
    boolean isSignedByItself() throws P2pException {
        return CertificateSignature.ofAlgorithm(algorithm).verifier(keyInfo).verify(signedPart, signature);
    }

    /** The SubjectPublicKeyInfo, which is what the peer's own key signs. */
    byte[] keyInfo() {
        return keyInfo;
    }

    CertificateExtensions extensions() {
        return extensions;
    }

    private static P2pException malformed(String what) {
        return new P2pException(P2pError.MALFORMED, "A certificate " + what + ".");
    }
}
