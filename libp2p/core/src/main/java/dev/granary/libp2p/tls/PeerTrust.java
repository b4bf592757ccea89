package dev.granary.libp2p.tls;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Leads BoringSSL's question whether to trust a certificate to the connection that it came on. Engines of different loops
 * ask at the same time.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    /** Tells the remote {@code bad_certificate}; without it, BoringSSL blames a fault of its own. */
    private static final int REJECTED = 28;

    private final Map<SSLEngine, Judgement> waiting = new ConcurrentHashMap<>();

    void expect(SSLEngine engine, Judgement judgement) {
        waiting.put(engine, judgement);
    }

    void forget(SSLEngine engine) {
        waiting.remove(engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain, engine);
    }

    private void judge(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        List<byte[]> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            encoded.add(certificate.getEncoded());
        }
        Judgement judgement = waiting.get(engine);
        try {
            if (judgement == null) {
                throw new P2pException(P2pError.INTERNAL, "A certificate came on no connection of ours.");
            }
            judgement.pass(encoded);
        } catch (P2pException e) {
            throw new OpenSslCertificateException(e.detail(), e, REJECTED);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("engines ask, not sockets");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("engines ask, not sockets");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a certificate is judged for a connection");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a certificate is judged for a connection");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
