package dev.granary.libp2p.tls;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.security.Security;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS that keeps the certificate which the remote has shown. */
public final class ShownCertificate {
    private final List<SSLEngine> engines = new ArrayList<>();
    private final Security security;

    public ShownCertificate(IdentityCertificate ours) {
        TlsEngines kept = new TlsEngines(ours, List.of()) {
            @Override
            SSLEngine newEngine(Role role) {
                SSLEngine engine = super.newEngine(role);
                engines.add(engine);
                return engine;
            }
        };
        security = new TlsSecurity(kept, List.of());
    }

    public Security security() {
        return security;
    }

    /** The one certificate of the last connection, as it was sent. */
    public byte[] der() throws Exception {
        Certificate[] shown = engines.getLast().getSession().getPeerCertificates();
        if (shown.length != 1) {
            throw new SSLPeerUnverifiedException("the remote showed " + shown.length + " certificates");
        }
        return shown[0].getEncoded();
    }
}
