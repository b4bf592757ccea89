package dev.granary.libp2p.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Makes the certificate of a peer. It says no more than it has to: an extension marked critical, even of X.509's own, makes
 * rust-libp2p hang up, and an empty name the platform's TLS.
 */
final class CertificateBuilder {
    /** For remotes whose clock is slow. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    /** As go does: it is made anew at each start, and must not end under a host that runs for long. */
    private static final Duration LIFETIME = Duration.ofDays(100 * 365);

    private static final int SERIAL_BITS = 63;
    private static final DateTimeFormatter GENERALIZED =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] ORGANIZATION = HexFormat.of().parseHex("060355040a");
    private static final int UTF8_STRING = 0x0c;
    private static final int SET = 0x31;
    private static final BigInteger VERSION_3 = BigInteger.TWO;

    private final KeyHalves key;

    /** @param key an ECDSA key, whose public data is a SubjectPublicKeyInfo */
    CertificateBuilder(KeyHalves key) {
        this.key = key;
    }

    byte[] build(byte[] signedKey, SecureRandom random, Instant now) {
        byte[] extension = DerWriter.sequence(CertificateExtensions.LIBP2P, DerWriter.octets(signedKey));
        BigInteger serial = new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
        byte[] validity = DerWriter.sequence(time(now.minus(BACKDATED)), time(now.plus(LIFETIME)));
        return sign(DerWriter.sequence(
                DerWriter.value(DerReader.context(0), DerWriter.integer(VERSION_3)),
                DerWriter.integer(serial),
                ECDSA_SHA256,
                name(),
                validity,
                name(),
                key.publicData(),
                DerWriter.value(DerReader.context(3), DerWriter.sequence(extension))));
    }

    /** A certificate of whichever content. */
    byte[] sign(byte[] content) {
        return DerWriter.sequence(
                content, ECDSA_SHA256, DerWriter.bits(key.signer().sign(content)));
    }

    private static byte[] time(Instant time) {
        String text = GENERALIZED.format(time.truncatedTo(ChronoUnit.SECONDS));
        return DerWriter.value(DerReader.GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] name() {
        byte[] text = DerWriter.value(UTF8_STRING, "libp2p.io".getBytes(StandardCharsets.UTF_8));
        return DerWriter.sequence(DerWriter.value(SET, DerWriter.sequence(ORGANIZATION, text)));
    }
}
