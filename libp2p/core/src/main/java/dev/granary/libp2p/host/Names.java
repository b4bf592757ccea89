package dev.granary.libp2p.host;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.NameResolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts numbers in the place of names before a dial. */
record Names(NameResolver resolver, Duration patience) {
    private static final Set<Protocol> NAMES = Set.of(Protocol.DNS, Protocol.DNS4, Protocol.DNS6);

    /** Calls {@code then} with all addresses by number: at once where there is no name, else on any thread. */
    void resolve(Collection<Multiaddr> addresses, Consumer<List<Multiaddr>> then) {
        List<Multiaddr> numbers = new ArrayList<>(addresses);
        List<Multiaddr> named = numbers.stream().filter(Names::isNamed).toList();
        numbers.removeAll(named);
        if (named.isEmpty()) {
            then.accept(numbers);
            return;
        }
        List<CompletableFuture<List<Multiaddr>>> asked = named.stream()
                .map(address -> resolver.resolve(address)
                        .toCompletableFuture()
                        .completeOnTimeout(List.of(), patience.toMillis(), TimeUnit.MILLISECONDS))
                .toList();
        var _ = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            asked.stream()
                    .filter(answer -> !answer.isCompletedExceptionally())
                    .forEach(answer -> numbers.addAll(answer.join()));
            then.accept(numbers);
        });
    }

    private static boolean isNamed(Multiaddr address) {
        return NAMES.contains(address.components().getFirst().protocol());
    }
}
