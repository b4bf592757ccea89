package dev.granary.architecture.sample.leak.http;

public interface Adapter {}
