package dev.granary.local.supervision;

import dev.granary.local.supervision.ComponentState.Launching;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All components of one stack, from the first start to the last stop. */
public final class Supervision {
    /** What the stack as a whole does. */
    public enum Phase {
        /** Not every required component has been ready at the same time yet. */
        COMING_UP,
        /** They have. */
        UP,
        /** Components are being stopped. */
        GOING_DOWN,
        /** None has a process. */
        DOWN
    }

    /**
     * Why a stack ends by itself.
     *
     * @param why completes a sentence that begins with the component's name
     */
    public record Failure(String component, String why) {}

    private final SupervisionSettings settings;
    private final Map<String, ComponentCourse> courses = new LinkedHashMap<>();
    private Phase phase = Phase.COMING_UP;
    private Optional<Failure> failure = Optional.empty();

    /** @throws IllegalArgumentException when a component comes after one that does not stand before it in the list */
    public Supervision(List<ComponentPlan> plans, SupervisionSettings settings) {
        this.settings = settings;
        for (ComponentPlan plan : plans) {
            if (!courses.keySet().containsAll(plan.after())) {
                throw new IllegalArgumentException(plan.name() + " comes after " + plan.after() + ", not all listed");
            }
            courses.put(plan.name(), new ComponentCourse(plan, settings));
        }
    }

    public Phase phase() {
        return phase;
    }

    /** Why the stack goes down by itself; empty when it does not, or was told to. */
    public Optional<Failure> failure() {
        return failure;
    }

    /** Whether every required component is ready now. */
    public boolean isReady() {
        return courses.values().stream()
                .allMatch(course -> course.isReady() || !course.plan().required());
    }

    /** The state of every component, in the order of the plans. */
    public Map<String, ComponentState> states() {
        Map<String, ComponentState> states = new LinkedHashMap<>();
        courses.forEach((name, course) -> states.put(name, course.state()));
        return states;
    }

    /** Returns what to do at {@code now}; ask again after performing it, and a little later. */
    public List<SupervisionStep> next(Instant now) {
        if (phase == Phase.COMING_UP) {
            giveUpOnWhatKeepsFailing();
        }
        if (phase == Phase.COMING_UP && isReady()) {
            phase = Phase.UP;
        }
        List<SupervisionStep> steps = new ArrayList<>();
        switch (phase) {
            case COMING_UP, UP -> {
                courses.values().forEach(course -> course.renew(now).ifPresent(steps::add));
                launchWhatIsDue(now, steps);
            }
            case GOING_DOWN -> stopWhatNothingFollows(now, steps);
            case DOWN -> {}
        }
        courses.values().forEach(course -> course.next(now).ifPresent(steps::add));
        if (phase == Phase.GOING_DOWN && courses.values().stream().allMatch(ComponentCourse::isStopped)) {
            phase = Phase.DOWN;
        }
        return steps;
    }

    private void giveUpOnWhatKeepsFailing() {
        courses.values().stream()
                .filter(course -> course.plan().required() && course.failures() >= settings.startTries())
                .findFirst()
                .ifPresent(course -> {
                    failure = Optional.of(new Failure(course.plan().name(), course.reason()));
                    phase = Phase.GOING_DOWN;
                });
    }

    private void launchWhatIsDue(Instant now, List<SupervisionStep> steps) {
        courses.values().forEach(course -> course.launchIfDue(now, predecessorsReady(course))
                .ifPresent(steps::add));
    }

    private boolean predecessorsReady(ComponentCourse course) {
        return course.plan().after().stream()
                .allMatch(name -> requireCourse(name).isReady());
    }

    private void stopWhatNothingFollows(Instant now, List<SupervisionStep> steps) {
        for (ComponentCourse course : courses.values()) {
            boolean followed = courses.values().stream()
                    .anyMatch(
                            other -> other.plan().after().contains(course.plan().name()) && !other.isStopped());
            if (!followed) {
                course.stop(now).ifPresent(steps::add);
            }
        }
    }

    /** The component has a process. */
    public void onLaunched(String component, long pid, Instant now) {
        requireCourse(component).onLaunched(pid, now);
    }

    /** Its process {@code pid} said that it does its work; {@code detail} may be empty. */
    public void onAnswered(String component, long pid, String detail, Instant now) {
        requireCourse(component).onAnswered(pid, detail, now);
    }

    /** Its process {@code pid} did not say so. */
    public void onSilent(String component, long pid, String why, Instant now) {
        requireCourse(component).onSilent(pid, why, now);
    }

    /** Its process ended, or could not be started; {@code why} completes a sentence that begins with its name. */
    public void onEnded(String component, String why, Instant now) {
        ComponentCourse course = requireCourse(component);
        boolean launching = course.state() instanceof Launching;
        course.onEnded(why, now);
        if (launching && phase == Phase.GOING_DOWN) {
            course.stop(now);
        }
    }

    /** The component listens on another port from its next start on: who was told of the old one is started again. */
    public void onMoved(String component) {
        courses.values().stream()
                .filter(course -> course.plan().told().contains(component))
                .forEach(ComponentCourse::onOutdated);
    }

    /** Someone wants the stack to end. */
    public void onStopRequested() {
        if (phase != Phase.DOWN) {
            phase = Phase.GOING_DOWN;
        }
    }

    private ComponentCourse requireCourse(String name) {
        ComponentCourse course = courses.get(name);
        if (course == null) {
            throw new IllegalArgumentException("no component is called " + name);
        }
        return course;
    }
}
