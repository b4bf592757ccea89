package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.records.RecordsImage;
import dev.granary.libp2p.kad.table.TableEntry;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Multihash;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A host's part in a distributed hash table. May be used from any thread; works on the host's loop, on which its stages
 * complete. Stages fail with {@link P2pException} when the request makes no sense or the DHT is closed; that nothing was
 * found is a result.
 *
 * <p>Peers enter the routing table when identify says that they serve the protocol, when they answer a lookup, or when
 * {@link #contact} names them.
 */
public final class Kademlia {
    private static final int MOST_SNAPSHOT_BYTES = 64 << 20;

    private final Node node;
    private final Upkeep upkeep;
    private final Searches searches;
    private final Values values;
    private final Reprovider reprovider;
    private final Server server;
    private List<KadPeer> remembered = List.of();
    private boolean started;
    private boolean serving;
    private boolean closed;

    /** @param random decides what is decided by chance; in a simulation, from its seed */
    public Kademlia(Host host, KademliaSettings settings, RandomGenerator random) {
        this.node = new Node(host, settings, random);
        this.upkeep = new Upkeep(node);
        this.searches = new Searches(node);
        this.values = new Values(node);
        this.reprovider = new Reprovider(node);
        this.serving = settings.server();
        Responder responder = new Responder(node.members().table(), node.stores(), settings, node::self, node::located);
        this.server = new Server(host, settings, responder);
    }

    /**
     * Begins to serve, if it is to, and to meet peers. Completes when it knows its neighbourhood; lookups may begin before.
     */
    public CompletionStage<Void> start() {
        return onLoop(() -> {
            if (started) {
                return failed(P2pError.REFUSED, "The DHT has been started already.");
            }
            started = true;
            node.host().peerStore().onDescribed(peer -> node.host().loop().execute(() -> described(peer)));
            if (serving) {
                node.host().handle(node.settings().protocol(), server);
            }
            node.host().connections().forEach(connection -> described(connection.remotePeer()));
            return upkeep.begin(remembered);
        });
    }

    private void described(PeerId peer) {
        if (!closed) {
            node.members().described(peer);
        }
    }

    /** Serves others from now on, or does so no longer; peers learn of it by identify. */
    public CompletionStage<Void> serve(boolean wanted) {
        return onLoop(() -> {
            if (serving != wanted) {
                serving = wanted;
                if (started && wanted) {
                    node.host().handle(node.settings().protocol(), server);
                } else if (started) {
                    node.host().unhandle(node.settings().protocol());
                    server.close();
                }
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Begins at {@code peer}, now or when few peers are known. To be called before {@link #start}, or at any time. */
    public CompletionStage<Void> contact(PeerId peer, Collection<Multiaddr> addresses) {
        return onLoop(() -> {
            KadPeer contact = KadPeer.of(peer, addresses);
            upkeep.contact(contact);
            if (started) {
                node.members().check(contact);
            }
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Tells others {@code addresses} as ours, in place of those where the host listens. */
    public CompletionStage<Void> advertise(Supplier<List<Multiaddr>> addresses) {
        return onLoop(() -> {
            node.addresses(addresses);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** The peers nearest to {@code key} that answer, the nearest first. */
    public CompletionStage<List<KadPeer>> closestPeers(byte[] key) {
        ByteString looked = ByteString.copyFrom(key);
        return onLoop(() -> searches.closest(looked));
    }

    /** Where {@code peer} is said to be; empty when nobody knows. */
    public CompletionStage<Optional<KadPeer>> findPeer(PeerId peer) {
        return onLoop(() -> searches.peer(peer));
    }

    /** Tells the peers nearest to {@code key} that we have what it names, once. Completes with the number that was told. */
    public CompletionStage<Integer> provide(Multihash key) {
        return onLoop(() -> Announcing.begin(node, ByteString.copyFrom(key.bytes())));
    }

    /** Announces {@code keys} from now on, and again before their records grow old, until they are withdrawn. */
    public CompletionStage<Void> keepProviding(Collection<Multihash> keys) {
        List<ByteString> kept =
                keys.stream().map(key -> ByteString.copyFrom(key.bytes())).toList();
        return onLoop(() -> {
            reprovider.keep(kept);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Announces {@code keys} no longer. What peers were told grows old by itself. */
    public CompletionStage<Void> stopProviding(Collection<Multihash> keys) {
        List<ByteString> gone =
                keys.stream().map(key -> ByteString.copyFrom(key.bytes())).toList();
        return onLoop(() -> {
            reprovider.withdraw(gone);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Peers that say that they have what {@code key} names; ends as soon as {@code count} are known. */
    public CompletionStage<List<KadPeer>> findProviders(Multihash key, int count) {
        return findProviders(key, count, 1);
    }

    /**
     * Finds providers as {@link #findProviders(Multihash, int)} does, past liars on single paths.
     *
     * @param paths how many walks search, none of which asks a peer that another one asks
     */
    public CompletionStage<List<KadPeer>> findProviders(Multihash key, int count, int paths) {
        requirePositive(count, paths);
        return onLoop(() -> searches.providers(ByteString.copyFrom(key.bytes()), count, paths));
    }

    /**
     * Gives {@code value} to the peers nearest to {@code key}; completes with the number that keep it. It is forgotten
     * after two days unless it is put again.
     *
     * @param key begins with a namespace that has a validator, such as {@code /pk/}
     */
    public CompletionStage<Integer> put(byte[] key, byte[] value) {
        ByteString name = ByteString.copyFrom(key);
        ByteString kept = ByteString.copyFrom(value);
        return onLoop(() -> values.put(name, kept));
    }

    /** The best valid value of {@code key} among those that are found. */
    public CompletionStage<Optional<FoundValue>> findValue(byte[] key) {
        return findValue(key, 1);
    }

    /**
     * Finds a value as {@link #findValue(byte[])} does, past liars on single paths.
     *
     * @param paths how many walks search, none of which asks a peer that another one asks
     */
    public CompletionStage<Optional<FoundValue>> findValue(byte[] key, int paths) {
        requirePositive(1, paths);
        ByteString name = ByteString.copyFrom(key);
        return onLoop(() -> values.find(name, paths));
    }

    /** The peers of the routing table. */
    public CompletionStage<List<KadPeer>> peers() {
        return onLoop(() -> CompletableFuture.completedFuture(tablePeers()));
    }

    private List<KadPeer> tablePeers() {
        return node.members().table().entries().stream().map(TableEntry::peer).toList();
    }

    /** How many servers there are, as far as lookups tell. */
    public CompletionStage<OptionalDouble> networkSize() {
        return onLoop(() -> CompletableFuture.completedFuture(node.size().peers(node.now())));
    }

    /** Everything worth keeping until the next run: the table, what is kept for others, what is provided. */
    public CompletionStage<byte[]> snapshot() {
        return onLoop(() -> CompletableFuture.completedFuture(Snapshot.encode(
                tablePeers(),
                RecordsImage.encode(node.stores().providers(), node.stores().values(), MOST_SNAPSHOT_BYTES),
                reprovider.keys())));
    }

    /**
     * Goes on from {@code snapshot}; to be called before {@link #start}, which then meets the peers that it names. Fails
     * with {@code MALFORMED} when it is damaged: starting without it is then the way.
     */
    public CompletionStage<Void> restore(byte[] snapshot) {
        byte[] copy = snapshot.clone();
        return onLoop(() -> {
            try {
                Snapshot before = Snapshot.decode(copy);
                RecordsImage.decode(
                        before.records().toByteArray(),
                        node.stores().providers(),
                        node.stores().values(),
                        node.time());
                remembered = before.peers();
                reprovider.keep(before.keys());
                return CompletableFuture.completedFuture(null);
            } catch (P2pException damaged) {
                return CompletableFuture.failedFuture(damaged);
            }
        });
    }

    /** Asks, serves and announces no longer. The host lives on. */
    public CompletionStage<Void> close() {
        return onLoop(() -> {
            closed = true;
            upkeep.close();
            reprovider.close();
            node.host().unhandle(node.settings().protocol());
            server.close();
            node.messenger().close();
            return CompletableFuture.completedFuture(null);
        });
    }

    private static void requirePositive(int count, int paths) {
        if (count < 1 || paths < 1) {
            throw new IllegalArgumentException("need something to find and a way to it: " + count + ", " + paths);
        }
    }

    private static <T> CompletableFuture<T> failed(P2pError error, String detail) {
        return CompletableFuture.failedFuture(new P2pException(error, detail));
    }

    /** Runs {@code action} on the host's loop. */
    private <T> CompletionStage<T> onLoop(Supplier<CompletableFuture<T>> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        node.host().loop().execute(() -> {
            CompletableFuture<T> begun = closed ? failed(P2pError.CLOSED, "The DHT is closed.") : action.get();
            var _ = begun.whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        });
        return result;
    }
}
