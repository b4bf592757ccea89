package dev.granary.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.kad.Fleet.Member;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.KadRecord;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.Multihash;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import dev.granary.libp2p.testkit.Recorder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Peers that speak the protocol, and mean no good. */
class HostilePeersTest {
    private final List<P2pError> refusals = new ArrayList<>();
    private final KademliaSettings settings = KademliaSettings.STANDARD
            .withValidators(Map.of("v", new CountedValues()))
            .withObserver(new KademliaObserver() {
                @Override
                public void refused(MessageType type, P2pError reason) {
                    refusals.add(reason);
                }

                @Override
                public void broken(P2pError reason) {
                    refusals.add(reason);
                }
            });

    /** A host that answers each request as {@code liar} says. */
    private Host liar(Fleet fleet, Function<KadMessage, KadMessage> liar) {
        Host host = fleet.host();
        host.handle(
                settings.protocol(),
                stream -> stream.start(new Frames(stream, KadMessage.LONGEST, new Frames.Reader() {
                    @Override
                    public void message(byte[] bytes) throws P2pException {
                        Frames.write(
                                stream, liar.apply(KadMessage.decode(bytes)).encode());
                        stream.flush();
                    }

                    @Override
                    public void ended() {
                        stream.end();
                    }

                    @Override
                    public void closed(Closing closing) {}
                })));
        return host;
    }

    private static Recorder send(Fleet fleet, Member to, String protocol, byte[] bytes) {
        Host stranger = fleet.host();
        fleet.result(stranger.connect(to.host().peerId(), to.host().listenAddresses()));
        Recorder answer = new Recorder();
        P2pStream stream = fleet.result(stranger.open(to.id(), List.of(protocol), opened -> opened.start(answer)));
        stream.write(ByteBuffer.wrap(bytes));
        stream.flush();
        fleet.loop().runFor(Duration.ofSeconds(1));
        return answer;
    }

    @Test
    void whatIsNoMessageOrTooLongResetsTheStreamAndNothingElse() {
        // Given
        Fleet fleet = new Fleet(1).grow(3, settings);
        refusals.clear();

        // When
        Recorder garbage = send(fleet, fleet.member(0), settings.protocol(), new byte[] {3, 0x12, 0x7f, 1});
        Recorder tooLong = send(
                fleet, fleet.member(0), settings.protocol(), new byte[] {(byte) 0x81, (byte) 0x80, (byte) 0x80, 1});

        // Then
        assertThat(garbage.closing()).get().isInstanceOf(Closing.RemoteReset.class);
        assertThat(tooLong.closing()).get().isInstanceOf(Closing.RemoteReset.class);
        assertThat(refusals).containsExactly(P2pError.MALFORMED, P2pError.LIMIT);
        assertThat(fleet.result(fleet.member(0).dht().closestPeers(new byte[] {1})))
                .hasSize(2);
    }

    @Test
    void peersThatNameOnlyEachOtherDoNotKeepALookupFromTheOthers() {
        // Given
        Fleet fleet = new Fleet(2).grow(30, settings);
        List<KadPeer> clique = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Host host = liar(
                    fleet,
                    request -> new KadMessage(
                            request.type(), request.key(), Optional.empty(), List.copyOf(clique), List.of()));
            clique.add(KadPeer.of(host.peerId(), host.listenAddresses()));
        }
        Member victim = fleet.member(3);
        clique.forEach(liar -> fleet.await(victim.dht().contact(liar.id(), liar.readableAddresses())));
        fleet.loop().runFor(Duration.ofMinutes(1));

        // When
        Multihash key = Multihash.sha256(new byte[] {7});
        fleet.result(fleet.member(9).dht().provide(key));
        List<KadPeer> single = fleet.result(victim.dht().findProviders(key, 1));
        List<KadPeer> several = fleet.result(victim.dht().findProviders(key, 1, 3));
        List<PeerId> closest = Fleet.ids(fleet.result(victim.dht().closestPeers(key.bytes())));

        // Then
        assertThat(Fleet.ids(single)).containsExactly(fleet.member(9).id());
        assertThat(Fleet.ids(several)).containsExactly(fleet.member(9).id());
        assertThat(closest).containsAll(fleet.nearest(KadKey.of(key.bytes()), 12, victim));
    }

    @Test
    void aWrongValueIsNeverTakenHoweverManyHaveIt() {
        // Given
        Fleet fleet = new Fleet(3).grow(12, settings);
        ByteString name = ByteString.copyFromUtf8("/v/name");
        for (int i = 0; i < 12; i++) {
            int lie = i;
            Host host = liar(fleet, request -> lied(request, name, lie));
            fleet.await(fleet.member(2).dht().contact(host.peerId(), host.listenAddresses()));
        }
        fleet.loop().runFor(Duration.ofSeconds(30));
        fleet.result(fleet.member(5).dht().put(name.toByteArray(), new byte[] {'7'}));

        // When
        Optional<FoundValue> found = fleet.result(fleet.member(2).dht().findValue(name.toByteArray(), 2));

        // Then
        assertThat(found.orElseThrow().value().toStringUtf8()).isEqualTo("7");
    }

    /** A value that is no value, one under another key, and one that is older. */
    private static KadMessage lied(KadMessage request, ByteString name, int kind) {
        KadRecord lie =
                switch (kind % 3) {
                    case 0 -> new KadRecord(name, ByteString.copyFromUtf8("evil"), "");
                    case 1 -> new KadRecord(ByteString.copyFromUtf8("/v/other"), ByteString.copyFromUtf8("999"), "");
                    default -> new KadRecord(name, ByteString.copyFromUtf8("1"), "");
                };
        return new KadMessage(request.type(), request.key(), Optional.of(lie), List.of(), List.of());
    }

    @Test
    void aPeerThatNeverAnswersCostsItsTimeAndItsPlace() {
        // Given
        Fleet fleet = new Fleet(4).grow(10, settings);
        Host silent = fleet.host();
        silent.handle(settings.protocol(), stream -> {});
        Member asker = fleet.member(1);

        // When
        fleet.await(asker.dht().contact(silent.peerId(), silent.listenAddresses()));
        fleet.loop().runFor(Duration.ofSeconds(30));

        // Then
        assertThat(Fleet.ids(fleet.result(asker.dht().peers()))).hasSize(9).doesNotContain(silent.peerId());
    }

    @Test
    void aFloodOfQuestionsIsCutAndOthersAreServed() {
        // Given
        Fleet fleet = new Fleet(5).grow(5, settings);
        byte[] question = KadMessage.request(MessageType.FIND_NODE, ByteString.copyFromUtf8("x"))
                .encode();
        ByteBuffer flood = ByteBuffer.allocate(5_000 * (question.length + 1));
        for (int i = 0; i < 5_000; i++) {
            flood.put((byte) question.length).put(question);
        }
        refusals.clear();

        // When
        Recorder answer = send(fleet, fleet.member(0), settings.protocol(), flood.array());

        // Then
        assertThat(answer.closing()).get().isInstanceOf(Closing.RemoteReset.class);
        assertThat(refusals).contains(P2pError.LIMIT);
        assertThat(fleet.result(fleet.member(1).dht().closestPeers(new byte[] {1})))
                .hasSize(4);
    }
}
