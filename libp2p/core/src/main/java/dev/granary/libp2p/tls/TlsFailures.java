package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import javax.net.ssl.SSLException;

/** What BoringSSL's complaints mean. Their text is the library's own: a remote chooses between alerts, not words. */
final class TlsFailures {
    private TlsFailures() {}

    static P2pException ofHandshake(SSLException thrown) {
        String text = String.valueOf(thrown.getMessage());
        if (text.contains("APPLICATION_PROTOCOL")) {
            return failure(P2pError.NOT_SUPPORTED, "No stream muxer in common", thrown);
        }
        if (isAlert(text) && text.contains("CERTIFICATE")) {
            return failure(P2pError.UNAUTHENTICATED, "The remote refused our certificate", thrown);
        }
        return failure(P2pError.PROTOCOL_VIOLATION, "The TLS handshake failed", thrown);
    }

    /** @param first whether nothing came before: then an alert is about the handshake that we took for done */
    static P2pException ofStream(SSLException thrown, boolean first) {
        if (first && isAlert(String.valueOf(thrown.getMessage()))) {
            return failure(P2pError.UNAUTHENTICATED, "The remote refused our certificate", thrown);
        }
        return failure(P2pError.MALFORMED, "A TLS record cannot be opened", thrown);
    }

    private static boolean isAlert(String text) {
        return text.contains("_ALERT_");
    }

    private static P2pException failure(P2pError error, String what, SSLException thrown) {
        return new P2pException(error, what + ": " + thrown.getMessage(), thrown);
    }
}
