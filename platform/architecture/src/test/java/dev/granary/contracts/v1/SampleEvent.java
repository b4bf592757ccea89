package dev.granary.contracts.v1;

/** Stands for a generated message. */
public interface SampleEvent {}
