package dev.granary.libp2p.mdns;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is asked and answered. Confined to its loop; packets go out through whoever made it. */
final class Conversation {
    /** RFC 6762, 6: the least time between two answers that go to all. */
    private static final Duration BETWEEN_ANSWERS = Duration.ofSeconds(1);

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int INSTANCE_LENGTH = 40;

    private final Loop loop;
    private final MdnsSettings settings;
    private final PeerId self;
    private final Supplier<List<Multiaddr>> addresses;
    private final MdnsDiscovery.Listener listener;
    private final Consumer<byte[]> out;
    private final String instance;
    private final Sightings sightings;
    private Loop.@Nullable Timer nextQuestion;
    private Loop.@Nullable Timer nextAnswer;
    private long lastAnswer;
    private boolean answered;
    private boolean closed;

    Conversation(
            Loop loop,
            MdnsSettings settings,
            MdnsDiscovery.Announced announced,
            MdnsDiscovery.Listener listener,
            RandomGenerator random,
            Consumer<byte[]> out) {
        this.loop = loop;
        this.settings = settings;
        this.self = announced.self();
        this.addresses = announced.addresses();
        this.listener = listener;
        this.out = out;
        this.instance = instance(random);
        this.sightings = new Sightings(settings.interval().multipliedBy(6));
    }

    private static String instance(RandomGenerator random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < INSTANCE_LENGTH; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** Asks now, and again after each interval. */
    void ask() {
        if (!closed) {
            out.accept(DnsWriter.write(DnsMessage.query(settings.service())));
            nextQuestion = loop.schedule(settings.interval(), this::ask);
        }
    }

    /** Takes a packet of whoever; one that is none is passed over. */
    void received(byte[] packet) {
        if (closed) {
            return;
        }
        DnsMessage message;
        try {
            message = DnsReader.read(packet);
        } catch (P2pException notDns) {
            return;
        }
        if (message.isResponse()) {
            Announcement.read(message, settings.service()).forEach(this::found);
        } else if (message.questions().contains(settings.service())) {
            answerSoon();
        }
    }

    private void found(PeerId peer, List<Multiaddr> at) {
        if (!peer.equals(self) && sightings.isNews(peer, at, loop.nanoTime())) {
            listener.found(peer, at);
        }
    }

    /** At once, unless the last answer was a moment ago; then one answer serves all who ask meanwhile. */
    private void answerSoon() {
        if (nextAnswer != null) {
            return;
        }
        long since = loop.nanoTime() - lastAnswer;
        if (!answered || since >= BETWEEN_ANSWERS.toNanos()) {
            answer();
        } else {
            nextAnswer = loop.schedule(BETWEEN_ANSWERS.minusNanos(since), this::answer);
        }
    }

    private void answer() {
        nextAnswer = null;
        answered = true;
        lastAnswer = loop.nanoTime();
        if (!closed) {
            Announcement.of(self, addresses.get(), settings.service(), instance)
                    .ifPresent(message -> out.accept(DnsWriter.write(message)));
        }
    }

    void close() {
        closed = true;
        if (nextQuestion != null) {
            nextQuestion.cancel();
        }
        if (nextAnswer != null) {
            nextAnswer.cancel();
        }
    }
}
