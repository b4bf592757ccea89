package dev.granary.libp2p.recorded;

import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.tls.ShownCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the recordings anew: {@code RecordConversations FILE NAME FOLDER COMMAND...}, where the command, run in the folder,
 * is a peer that speaks the JSON lines of {@code libp2p/peer/PROTOCOL.md}.
 */
public final class RecordConversations {
    /** The peer's key, so that its id is the same each time. */
    private static final String KEY_SEED = "0".repeat(63) + "2";

    static final byte[] PSK = HexFormat.of().parseHex("5a".repeat(32));
    static final byte[] PING = HexFormat.of().parseHex("c0ffee01".repeat(8));

    private final Path folder;
    private final List<String> command;
    private final Recording recording = new Recording();

    private RecordConversations(Path folder, List<String> command) {
        this.folder = folder;
        this.command = command;
    }

    public static void main(String[] arguments) throws Exception {
        RecordConversations recorder = new RecordConversations(
                Path.of(arguments[2]), Arrays.asList(arguments).subList(3, arguments.length));
        recorder.recording.put("agent", arguments[1]);
        recorder.recording.put("at", Instant.now().toString());
        recorder.dialled("noise", Optional.empty(), "dialled-");
        recorder.dialled("noise", Optional.of(PSK), "private-");
        recorder.dialling();
        recorder.certificate();
        recorder.recording.save(Path.of(arguments[0]));
    }

    private RunningPeer start(String security, Optional<byte[]> psk) throws IOException {
        Map<String, Object> setup = new TreeMap<>(
                Map.of("security", List.of(security), "listen", List.of("/ip4/127.0.0.1/tcp/0"), "keySeed", KEY_SEED));
        psk.ifPresent(key -> setup.put("psk", HexFormat.of().formatHex(key)));
        RunningPeer peer = new RunningPeer(folder, command, setup);
        recording.put("peer", peer.id());
        return peer;
    }

    private void dialled(String security, Optional<byte[]> psk, String prefix) throws Exception {
        try (RunningPeer peer = start(security, psk);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.port())) {
            Conversation conversation = new Conversation(new LiveWire(socket, recording, prefix), Instant.now());
            Secured secured = conversation.secureAsDialler(conversation.noise(), psk);
            MuxedConnection connection = conversation.multiplex(secured, Role.INITIATOR);
            byte[] told = conversation.identify(connection);
            if (psk.isEmpty()) {
                recording.put("identify", told);
            }
            conversation.ping(connection, PING);
        }
    }

    private void dialling() throws Exception {
        try (RunningPeer peer = start("noise", Optional.empty());
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "/ip4/127.0.0.1/tcp/" + server.getLocalPort() + "/p2p/" + Conversation.ourId();
            peer.ask("dial", Map.of("address", address));
            try (Socket socket = server.accept()) {
                Conversation conversation =
                        new Conversation(new LiveWire(socket, recording, "dialling-"), Instant.now());
                Secured secured = conversation.secureAsListener();
                conversation.multiplex(secured, Role.RESPONDER);
                peer.ask("ping", Map.of("peer", Conversation.ourId()));
                conversation.serve();
            }
        }
    }

    private void certificate() throws Exception {
        SecureRandom random = new SecureRandom();
        IdentityCertificate ours =
                IdentityCertificate.issue(PrivateKey.generate(KeyType.ED25519, random), random, Instant.now());
        try (RunningPeer peer = start("tls", Optional.empty());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), peer.port())) {
            ShownCertificate shown = new ShownCertificate(ours);
            Conversation conversation = new Conversation(new LiveWire(socket, new Recording(), ""), Instant.now());
            conversation.secureAsDialler(shown.security(), Optional.empty());
            recording.put("certificate", shown.der());
        }
    }
}
