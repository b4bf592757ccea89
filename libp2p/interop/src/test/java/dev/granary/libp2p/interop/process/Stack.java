package dev.granary.libp2p.interop.process;

/** The ways from one peer to another that the matrix covers. */
public enum Stack {
    TCP_NOISE("tcp", "noise", "/ip4/127.0.0.1/tcp/0"),
    TCP_TLS("tcp", "tls", "/ip4/127.0.0.1/tcp/0"),
    QUIC("quic", "tls", "/ip4/127.0.0.1/udp/0/quic-v1");

    private final String transport;
    private final String security;
    private final String anyPort;

    Stack(String transport, String security, String anyPort) {
        this.transport = transport;
        this.security = security;
        this.anyPort = anyPort;
    }

    public String transport() {
        return transport;
    }

    public String security() {
        return security;
    }

    /** Any free port of loopback. */
    public String anyPort() {
        return anyPort;
    }
}
