package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a certificate says beyond X.509's own fields: the peer's key, and whether there is something we must not pass over. */
final class CertificateExtensions {
    /** The object id 1.3.6.1.4.1.53594.1.1, with its tag. */
    static final byte[] LIBP2P = HexFormat.of().parseHex("060a2b0601040183a25a0101");

    private static final byte TRUE = (byte) 0xff;

    private byte @Nullable [] signedKey;
    private boolean foreignAndCritical;

    private CertificateExtensions() {}

    static CertificateExtensions read(DerReader certificate) throws P2pException {
        CertificateExtensions found = new CertificateExtensions();
        if (certificate.hasMore()) {
            DerReader wrapped = certificate.enter(DerReader.context(3));
            certificate.requireEnd();
            DerReader list = wrapped.enter(DerReader.SEQUENCE);
            wrapped.requireEnd();
            while (list.hasMore()) {
                found.add(list.enter(DerReader.SEQUENCE));
            }
        }
        return found;
    }

    private void add(DerReader extension) throws P2pException {
        byte[] id = extension.nextWhole();
        boolean critical = extension.isNext(DerReader.BOOLEAN) && isTrue(extension.take(DerReader.BOOLEAN));
        byte[] value = extension.take(DerReader.OCTET_STRING);
        extension.requireEnd();
        if (!Arrays.equals(id, LIBP2P)) {
            foreignAndCritical |= critical;
            return;
        }
        if (signedKey != null) {
            throw new P2pException(P2pError.MALFORMED, "A certificate names two peers.");
        }
        signedKey = value;
    }

    private static boolean isTrue(byte[] value) throws P2pException {
        if (value.length != 1 || (value[0] != TRUE && value[0] != 0)) {
            throw new P2pException(P2pError.MALFORMED, "A certificate says neither yes nor no.");
        }
        return value[0] == TRUE;
    }

    /** The sequence of the peer's key and its signature. */
    Optional<byte[]> signedKey() {
        return Optional.ofNullable(signedKey);
    }

    /** Whether there is an extension that must be understood, and is not ours. */
    boolean hasForeignCritical() {
        return foreignAndCritical;
    }
}
