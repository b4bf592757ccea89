package dev.granary.local.supervision;

import java.util.Set;

/**
 * One component and its place in the order.
 *
 * @param name what it is called
 * @param after the names of the components that must be ready before its first start; they are stopped after it
 * @param told the names of the components whose addresses it is told when it is started
 * @param required whether the stack is ready only when this component is
 */
public record ComponentPlan(String name, Set<String> after, Set<String> told, boolean required) {
    public ComponentPlan {
        after = Set.copyOf(after);
        told = Set.copyOf(told);
        if (after.contains(name)) {
            throw new IllegalArgumentException(name + " comes after itself");
        }
    }

    /** A component that is told of those it comes after. */
    public ComponentPlan(String name, Set<String> after, boolean required) {
        this(name, after, after, required);
    }
}
