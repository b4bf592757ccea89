package dev.granary.libp2p.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by time, among equals in the order given: a heap of four children a node, whose times lie side by side. A task
 * that was taken back stays where it is until its turn comes or until such tasks are the greater part; taking back, which
 * nearly every timeout sees, costs nothing.
 */
final class TaskQueue {
    private static final int CHILDREN = 4;
    private static final int FIRST_ROOM = 1024;

    private long[] times = new long[FIRST_ROOM];
    private @Nullable VirtualTask[] heap = new VirtualTask[FIRST_ROOM];
    private int size;
    private int takenBack;

    void add(VirtualTask task) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        size++;
        rise(size - 1, task);
    }

    /** The earliest task that is still to run, or null. */
    @Nullable
    VirtualTask first() {
        VirtualTask first = heap[0];
        while (first != null && first.isTakenBack()) {
            removeFirst();
            takenBack--;
            first = heap[0];
        }
        return first;
    }

    void removeFirst() {
        size--;
        VirtualTask last = heap[size];
        heap[size] = null;
        if (size > 0 && last != null) {
            sink(0, last);
        }
    }

    /** One of the tasks in here was taken back. */
    void noteTakenBack() {
        takenBack++;
        if (takenBack > FIRST_ROOM && takenBack > size / 2) {
            sweep();
        }
    }

    /** Tasks that are still to run. */
    int live() {
        return size - takenBack;
    }

    /** Forgets what was taken back, and what dead hosts wanted to do. */
    void sweep() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            VirtualTask task = heap[i];
            if (task != null && !task.isVoid()) {
                heap[kept] = task;
                times[kept] = task.at();
                kept++;
            }
        }
        Arrays.fill(heap, kept, size, null);
        size = kept;
        takenBack = 0;
        for (int i = (size - 2) / CHILDREN; i >= 0; i--) {
            VirtualTask task = heap[i];
            if (task != null) {
                sink(i, task);
            }
        }
    }

    private void rise(int from, VirtualTask task) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!isBefore(task.at(), task, parent)) {
                break;
            }
            put(at, parent);
            at = parent;
        }
        heap[at] = task;
        times[at] = task.at();
    }

    private void sink(int from, VirtualTask task) {
        int at = from;
        int child = earliestChild(at);
        while (child < size && !isBefore(task.at(), task, child)) {
            put(at, child);
            at = child;
            child = earliestChild(at);
        }
        heap[at] = task;
        times[at] = task.at();
    }

    /** Beyond the end when there is none. */
    private int earliestChild(int parent) {
        int first = CHILDREN * parent + 1;
        int end = Math.min(first + CHILDREN, size);
        int earliest = first;
        for (int i = first + 1; i < end; i++) {
            if (times[i] < times[earliest] || (times[i] == times[earliest] && sequence(i) < sequence(earliest))) {
                earliest = i;
            }
        }
        return earliest;
    }

    private boolean isBefore(long time, VirtualTask task, int other) {
        return time < times[other] || (time == times[other] && task.sequence() < sequence(other));
    }

    private long sequence(int index) {
        VirtualTask task = heap[index];
        return task == null ? Long.MAX_VALUE : task.sequence();
    }

    private void put(int to, int from) {
        heap[to] = heap[from];
        times[to] = times[from];
    }
}
