package dev.granary.architecture.sample.layer.util;

public interface Stock {}
