package dev.granary.libp2p.pubsub.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Random choices. */
final class Chance {
    private Chance() {}

    /** At most {@code count} of those that are {@code eligible}, in random order. */
    static <T> List<T> pick(Collection<T> all, int count, Predicate<? super T> eligible, RandomGenerator random) {
        if (count <= 0 || all.isEmpty()) {
            return List.of();
        }
        List<T> some = new ArrayList<>();
        for (T one : all) {
            if (eligible.test(one)) {
                some.add(one);
            }
        }
        return cut(some, count, random);
    }

    /** Begins {@code list} with {@code count} random ones of its elements and cuts the rest off. */
    static <T> List<T> cut(List<T> list, int count, RandomGenerator random) {
        int kept = Math.min(count, list.size());
        for (int i = 0; i < kept; i++) {
            Collections.swap(list, i, i + random.nextInt(list.size() - i));
        }
        return list.subList(0, kept);
    }
}
