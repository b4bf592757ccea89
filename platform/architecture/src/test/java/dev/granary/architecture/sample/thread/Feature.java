package dev.granary.architecture.sample.thread;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

final class Feature {
    ExecutorService pool() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }
}
