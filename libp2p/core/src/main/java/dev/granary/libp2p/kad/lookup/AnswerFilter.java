package dev.granary.libp2p.kad.lookup;

import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the peers that an answer names are believed to be worth asking.
 *
 * @param most peers of one answer; the rest is ignored
 * @param perGroup when more than these are of one address group, all of that group are dropped; 0 is any number
 * @param localExempt whether peers of the own network are not counted
 * @param publicOnly whether a peer must have a public address of its own
 */
public record AnswerFilter(int most, int perGroup, boolean localExempt, boolean publicOnly) {
    public static final AnswerFilter STANDARD = new AnswerFilter(40, 3, true, false);

    /** Those of {@code named} that are believed. */
    public List<KadPeer> believed(List<KadPeer> named, PeerId self) {
        List<KadPeer> kept = new ArrayList<>(Math.min(named.size(), most));
        for (KadPeer peer : named) {
            if (kept.size() < most && !peer.id().equals(self) && isReachable(peer)) {
                kept.add(peer);
            }
        }
        return perGroup == 0 ? kept : withoutCrowds(kept);
    }

    private boolean isReachable(KadPeer peer) {
        return !publicOnly || peer.addresses().stream().anyMatch(AddressGroup::isPublic);
    }

    private List<KadPeer> withoutCrowds(List<KadPeer> peers) {
        if (peers.stream().noneMatch(peer -> isCounted(AddressGroup.of(peer)))) {
            return peers;
        }
        Map<Long, Integer> counts = new HashMap<>();
        peers.forEach(peer -> counts.merge(AddressGroup.of(peer), 1, Integer::sum));
        return peers.stream()
                .filter(peer -> {
                    long group = AddressGroup.of(peer);
                    return !isCounted(group) || counts.getOrDefault(group, 0) <= perGroup;
                })
                .toList();
    }

    private boolean isCounted(long group) {
        return group > AddressGroup.LOCAL || (group == AddressGroup.LOCAL && !localExempt);
    }
}
