package dev.granary.e2e.scene;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test classes the scene that their constructor asks for. Classes that ask for the same kind share one; at most one
 * runs at a time, and the last is stopped after all tests.
 */
public final class Scenes implements ParameterResolver, ExecutionCondition {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Scenes.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean real = context.getTestMethod().isEmpty()
                && context.getTestClass().filter(Scenes::wantsRealScene).isPresent();
        Optional<String> reason = real ? RealRegistry.unreachable() : Optional.empty();
        return reason.map(ConditionEvaluationResult::disabled).orElseGet(() -> ConditionEvaluationResult.enabled(""));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Scene.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Stage stage =
                context.getRoot().getStore(NAMESPACE).computeIfAbsent(Stage.class, key -> new Stage(), Stage.class);
        return stage.show(parameter.getParameter().getType() == RealScene.class);
    }

    private static boolean wantsRealScene(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .map(Constructor::getParameterTypes)
                .anyMatch(types -> Arrays.asList(types).contains(RealScene.class));
    }

    /** Holds the running scene. JUnit closes it with its root store. */
    private static final class Stage implements AutoCloseable {
        private @Nullable Scene shown;
        private @Nullable AssertionError broken;

        synchronized Scene show(boolean real) {
            if (broken != null) {
                throw new AssertionError("the mirror did not start, see the first failure", broken);
            }
            Scene current = shown;
            if (current != null && current instanceof RealScene == real) {
                return current;
            }
            close();
            Scene next = start(real);
            shown = next;
            return next;
        }

        private Scene start(boolean real) {
            try {
                return real ? RealScene.start() : HermeticScene.start();
            } catch (AssertionError e) {
                broken = e; // what does not start once would cost every test the same minutes
                throw e;
            }
        }

        @Override
        public synchronized void close() {
            Scene current = shown;
            shown = null;
            if (current != null) {
                current.close();
            }
        }
    }
}
