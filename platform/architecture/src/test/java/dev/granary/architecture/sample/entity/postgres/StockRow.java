package dev.granary.architecture.sample.entity.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class StockRow {
    @Id
    private String name = "";

    String name() {
        return name;
    }
}
