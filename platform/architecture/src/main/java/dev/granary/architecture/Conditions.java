package dev.granary.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The words that the rules are written in. */
final class Conditions {
    private Conditions() {}

    /** A condition that calls {@code violation} with a sentence for each thing that is wrong with a class. */
    static <T> ArchCondition<T> condition(String description, BiConsumer<T, Consumer<String>> check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T item, ConditionEvents events) {
                check.accept(item, sentence -> events.add(SimpleConditionEvent.violated(item, sentence)));
            }
        };
    }

    /**
     * No access to one of {@code members}, by call, method reference or field.
     *
     * @param members as in {@code java.time.Instant.now}, {@code java.util.Random.<init>} or {@code
     *     java.util.concurrent.Executors.*}
     * @param what the verb phrase of the rule
     */
    static ArchCondition<JavaClass> notUse(Set<String> members, String what) {
        return noAccess("not " + what, access -> {
            String owner = access.getTargetOwner().getFullName();
            return members.contains(owner + "." + access.getName()) || members.contains(owner + ".*");
        });
    }

    static ArchCondition<JavaClass> noAccess(String description, Predicate<JavaAccess<?>> forbidden) {
        return condition(description, (javaClass, violation) -> javaClass.getAccessesFromSelf().stream()
                .filter(forbidden)
                .forEach(access -> violation.accept(access.getDescription())));
    }

    static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> set = Set.of(names);
        return DescribedPredicate.describe("one of " + set, javaClass -> set.contains(javaClass.getName()));
    }

    static boolean hasMain(JavaClass javaClass) {
        return javaClass.getMethods().stream().map(HasName::getName).anyMatch("main"::equals);
    }
}
