package dev.granary.libp2p.host;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.NameResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts numbers in the place of names before a dial. A name may stand for names again; who writes them into DNS makes us ask
 * for a bounded number of them, in a bounded number of rounds.
 */
record Names(NameResolver resolver, Duration patience) {
    private static final Set<Protocol> NAMES = Set.of(Protocol.DNS, Protocol.DNS4, Protocol.DNS6, Protocol.DNSADDR);
    private static final int MOST_ROUNDS = 4;
    private static final int MOST_QUESTIONS = 32;
    private static final int MOST_NUMBERS = 64;

    /**
     * Calls {@code then} with all addresses by number that may be {@code peer}'s: at once where there is no name, else on any
     * thread.
     */
    void resolve(PeerId peer, Collection<Multiaddr> addresses, Consumer<List<Multiaddr>> then) {
        Search search = new Search(peer, then);
        addresses.forEach(search::take);
        search.next();
    }

    private static boolean isNamed(Multiaddr address) {
        return NAMES.contains(address.components().getFirst().protocol());
    }

    /** One search; its rounds follow one another. */
    private final class Search {
        private final PeerId peer;
        private final Consumer<List<Multiaddr>> then;
        private final Set<Multiaddr> numbers = new LinkedHashSet<>();
        private final Set<Multiaddr> asked = new LinkedHashSet<>();
        private List<Multiaddr> open = new ArrayList<>();
        private int rounds;

        private Search(PeerId peer, Consumer<List<Multiaddr>> then) {
            this.peer = peer;
            this.then = then;
        }

        private void take(Multiaddr address) {
            if (!isNamed(address)) {
                numbers.add(address);
            } else if (asked.size() < MOST_QUESTIONS && asked.add(address)) {
                open.add(address);
            }
        }

        /** A name with many peers behind it has addresses of others, too. */
        private void found(Multiaddr address) {
            boolean ours = address.peerId().map(peer::equals).orElse(true);
            if (ours && numbers.size() < MOST_NUMBERS) {
                take(address);
            }
        }

        private void next() {
            if (open.isEmpty() || rounds == MOST_ROUNDS) {
                then.accept(List.copyOf(numbers));
                return;
            }
            rounds++;
            List<CompletableFuture<List<Multiaddr>>> answers = open.stream()
                    .map(address -> resolver.resolve(address)
                            .toCompletableFuture()
                            .completeOnTimeout(List.of(), patience.toMillis(), TimeUnit.MILLISECONDS))
                    .toList();
            open = new ArrayList<>();
            var _ = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .whenComplete((all, failure) -> {
                        answers.stream()
                                .filter(answer -> !answer.isCompletedExceptionally())
                                .forEach(answer -> answer.join().forEach(this::found));
                        next();
                    });
        }
    }
}
