package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves the streams that others open. Confined to the host's loop, but for {@link #opened}. */
final class Server implements ProtocolHandler {
    private final Host host;
    private final KademliaSettings settings;
    private final Responder responder;
    /** The one used longest ago first. */
    private final Map<ServerStream, PeerId> streams = new LinkedHashMap<>(4);

    private boolean sweeping;

    Server(Host host, KademliaSettings settings, Responder responder) {
        this.host = host;
        this.settings = settings;
        this.responder = responder;
    }

    @Override
    public void opened(P2pStream stream) {
        ServerStream served = new ServerStream(this, stream, host.loop());
        served.begin();
        LineStream.on(host.loop(), () -> add(served));
    }

    private void add(ServerStream stream) {
        List<ServerStream> same = streams.entrySet().stream()
                .filter(entry -> entry.getValue().equals(stream.peer()))
                .map(Map.Entry::getKey)
                .toList();
        if (same.size() >= settings.limits().streamsPerPeer()) {
            drop(same.getFirst());
        } else if (streams.size() >= settings.limits().streams()) {
            drop(streams.keySet().iterator().next());
        }
        stream.used(host.loop().nanoTime());
        streams.put(stream, stream.peer());
        sweepLater();
    }

    private void drop(ServerStream stream) {
        streams.remove(stream);
        stream.reset();
    }

    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            host.loop().schedule(settings.timing().idle(), this::sweep);
        }
    }

    private void sweep() {
        sweeping = false;
        long since = host.loop().nanoTime() - settings.timing().idle().toNanos();
        List<ServerStream> idle = streams.keySet().stream()
                .filter(stream -> stream.lastUsed() - since <= 0)
                .toList();
        idle.forEach(this::drop);
        if (!streams.isEmpty()) {
            sweepLater();
        }
    }

    /** A request has come; answers it, or says why not. */
    Optional<byte[]> answer(ServerStream stream, KadMessage request) throws P2pException {
        long now = host.loop().nanoTime();
        stream.used(now);
        if (streams.remove(stream) != null) {
            streams.put(stream, stream.peer());
        }
        try {
            Optional<KadMessage> answer =
                    responder.answer(stream.peer(), request, host.loop().now(), now);
            settings.observer().served(request.type());
            return answer.map(KadMessage::encode);
        } catch (P2pException refused) {
            settings.observer().refused(request.type(), refused.error());
            throw refused;
        }
    }

    /** A stream is over; {@code error} when the peer broke a rule. */
    void closed(ServerStream stream, Optional<P2pError> error) {
        streams.remove(stream);
        error.ifPresent(why -> settings.observer().broken(why));
    }

    /** Streams that are open. */
    int open() {
        return streams.size();
    }

    void close() {
        List.copyOf(streams.keySet()).forEach(this::drop);
    }
}
