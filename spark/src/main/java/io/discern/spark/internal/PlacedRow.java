package io.discern.spark.internal;

import java.io.Serializable;

/** A row with its place; a bean, because that is how Spark hands over arrays of floats without a box for each. */
public final class PlacedRow implements Serializable {
    private long place;
    private float[] embedding;

    /** For Spark. */
    public PlacedRow() {}

    /** A row under that number; the values are aliased. */
    public PlacedRow(long place, float[] embedding) {
        this.place = place;
        this.embedding = embedding;
    }

    public long getPlace() {
        return place;
    }

    public void setPlace(long place) {
        this.place = place;
    }

    public float[] getEmbedding() {
        return embedding;
    }

    public void setEmbedding(float[] embedding) {
        this.embedding = embedding;
    }
}
