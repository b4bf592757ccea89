package dev.granary.architecture.sample.naming;

interface StockManager {}
