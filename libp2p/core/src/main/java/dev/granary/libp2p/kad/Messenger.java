package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.lookup.ResponseTimes;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries messages to peers, dialling where needed. Confined to the host's loop. */
final class Messenger {
    /** Peers with a stream that is kept; the one unused for longest goes first. */
    private static final int MOST_LINES = 256;

    /** No more than these, even if none is idle. */
    private static final int MOST_BUSY_LINES = 4 * MOST_LINES;

    private static final Duration FIRST_PATIENCE = Duration.ofMillis(500);

    private final Host host;
    private final KademliaSettings settings;
    private final ResponseTimes dials;
    private final ResponseTimes answers;
    /** The one used longest ago first. */
    private final Map<PeerId, Line> lines = new LinkedHashMap<>(4);

    private boolean sweeping;
    private boolean closed;

    Messenger(Host host, KademliaSettings settings) {
        this.host = host;
        this.settings = settings;
        this.dials = new ResponseTimes(
                settings.timing().shortestDial(), settings.timing().longestDial());
        this.answers = new ResponseTimes(FIRST_PATIENCE, settings.timing().answer());
    }

    KademliaTiming timing() {
        return settings.timing();
    }

    String protocol() {
        return settings.protocol();
    }

    ResponseTimes dials() {
        return dials;
    }

    /** Nanoseconds after which a question is late. */
    long patience() {
        return answers.patience();
    }

    /** Asks {@code peer}. */
    void ask(KadPeer peer, KadMessage question, Reply reply) {
        send(peer, question, true, reply);
    }

    /** Tells {@code peer} something that it does not answer. */
    void tell(KadPeer peer, KadMessage message, Reply reply) {
        send(peer, message, false, reply);
    }

    private void send(KadPeer peer, KadMessage message, boolean answered, Reply reply) {
        if (closed || lines.size() >= MOST_BUSY_LINES) {
            P2pError why = closed ? P2pError.CLOSED : P2pError.LIMIT;
            reply.failed(new P2pException(why, "The DHT is closed, or asks too many peers at once."));
            return;
        }
        Line line = lines.remove(peer.id());
        if (line == null) {
            line = new Line(this, host, peer);
            makeRoom();
        }
        lines.put(peer.id(), line);
        sweepLater();
        line.add(
                peer,
                new Request(message, answered, new Measured(message, host.loop().nanoTime(), reply)));
    }

    private void makeRoom() {
        if (lines.size() < MOST_LINES) {
            return;
        }
        lines.entrySet().stream()
                .filter(entry -> entry.getValue().isIdle())
                .findFirst()
                .map(Map.Entry::getKey)
                .ifPresent(this::drop);
    }

    private void drop(PeerId peer) {
        Line gone = lines.remove(peer);
        if (gone != null) {
            gone.close();
        }
    }

    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            host.loop().schedule(timing().idle(), this::sweep);
        }
    }

    private void sweep() {
        sweeping = false;
        long since = host.loop().nanoTime() - timing().idle().toNanos();
        List<PeerId> idle = lines.entrySet().stream()
                .filter(entry -> entry.getValue().isIdleSince(since))
                .map(Map.Entry::getKey)
                .toList();
        idle.forEach(this::drop);
        if (!lines.isEmpty() && !closed) {
            sweepLater();
        }
    }

    void close() {
        closed = true;
        List<Line> all = List.copyOf(lines.values());
        lines.clear();
        all.forEach(line -> line.failAll(new P2pException(P2pError.CLOSED, "The DHT is closed.")));
    }

    /** Takes the time. */
    private final class Measured implements Reply {
        private final KadMessage message;
        private final long begin;
        private final Reply reply;

        private Measured(KadMessage message, long begin, Reply reply) {
            this.message = message;
            this.begin = begin;
            this.reply = reply;
        }

        @Override
        public void answered(KadMessage answer, long group) {
            if (message.type() != MessageType.ADD_PROVIDER) { // which nobody answers
                long took = host.loop().nanoTime() - begin;
                answers.took(took);
                settings.observer().answered(message.type(), Duration.ofNanos(took));
            }
            reply.answered(answer, group);
        }

        @Override
        public void failed(P2pException why) {
            settings.observer().failed(message.type(), why.error());
            reply.failed(why);
        }
    }
}
