package dev.granary.libp2p.pubsub;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.pubsub.wire.Control;
import dev.granary.libp2p.pubsub.wire.MessageSigning;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import dev.granary.libp2p.pubsub.wire.Rpc;
import dev.granary.libp2p.pubsub.wire.RpcLimits;
import dev.granary.libp2p.pubsub.wire.SubscriptionChange;
import dev.granary.libp2p.pubsub.wire.Version;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A peer that says whatever it is told to, and notes what it hears. */
final class Rogue {
    final PrivateKey key;
    final Host host;
    final List<Rpc> heard = new ArrayList<>();
    private final GossipNetwork network;
    private final List<P2pStream> streams = new ArrayList<>();
    private boolean deaf;
    private int spam;

    Rogue(GossipNetwork network, int number) {
        this.network = network;
        this.key = GossipNetwork.key(number);
        this.host = network.host(number);
        host.handle(Version.MESHSUB_1_2.protocol(), opened -> {
            if (!deaf) {
                opened.start(new Frames(opened, RpcLimits.STANDARD.bytes(), new Noting()));
            }
        });
        network.run(Duration.ofMillis(1));
    }

    Rogue attack(GossipNetwork.Node victim) {
        Connection connection = network.connect(host, victim.host);
        reopen(connection);
        return this;
    }

    private void reopen(Connection connection) {
        P2pStream stream = network.await(connection.open(List.of(Version.MESHSUB_1_2.protocol())));
        streams.add(stream);
        stream.start(new Frames(stream, 1, new Noting()));
    }

    /** Reads nothing of what its victims will write. */
    Rogue deaf() {
        deaf = true;
        return this;
    }

    /** Opens another stream, since the one before was reset. */
    void reopen() {
        reopen(host.connections().getFirst());
    }

    void say(byte[] rpc) {
        write(streams.getLast(), rpc);
        network.run(Duration.ofMillis(50));
    }

    private static void write(P2pStream stream, byte[] rpc) {
        Frames.write(stream, rpc);
        stream.flush();
    }

    /** Sends rubbish, properly signed, to all its victims. */
    void spam(String topic) {
        spam++;
        byte[] rpc = new Rpc(List.of(), List.of(message(topic, spam, "spam " + spam)), Control.NONE).encode();
        streams.forEach(stream -> write(stream, rpc));
    }

    void say(Control control) {
        say(new Rpc(List.of(), List.of(), control).encode());
    }

    void say(PubsubMessage... messages) {
        say(new Rpc(List.of(), List.of(messages), Control.NONE).encode());
    }

    void subscribe(String topic) {
        say(new Rpc(List.of(new SubscriptionChange(true, topic)), List.of(), Control.NONE).encode());
    }

    void graft(String topic) {
        say(new Control(List.of(), List.of(), List.of(topic), List.of(), List.of()));
    }

    PubsubMessage message(String topic, long sequence, String text) {
        return MessageSigning.sign(
                new PubsubMessage(
                        ByteString.copyFrom(host.peerId().bytes()),
                        ByteString.copyFromUtf8(text),
                        ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES)
                                .putLong(sequence)
                                .flip()),
                        topic,
                        ByteString.EMPTY,
                        ByteString.EMPTY),
                key);
    }

    private final class Noting implements Frames.Reader {
        @Override
        public void message(byte[] bytes) throws P2pException {
            heard.add(Rpc.decode(bytes, RpcLimits.STANDARD));
        }

        @Override
        public void ended() {}

        @Override
        public void closed(Closing closing) {}
    }
}
