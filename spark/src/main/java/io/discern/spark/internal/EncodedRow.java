package io.discern.spark.internal;

import java.io.Serializable;

/** What became of an image, on its way to the driver; a bean, because that is how Spark hands over arrays of floats without a box for each. */
public final class EncodedRow implements Serializable {
    private long row;
    private float[] embedding;
    private String reason;
    private int width;
    private int height;

    /** For Spark. */
    public EncodedRow() {}

    public long getRow() {
        return row;
    }

    public void setRow(long row) {
        this.row = row;
    }

    /** Null where there is a reason. */
    public float[] getEmbedding() {
        return embedding;
    }

    public void setEmbedding(float[] embedding) {
        this.embedding = embedding;
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason;
    }

    /** Of the picture, in pixels; 0 where it could not be read. */
    public int getWidth() {
        return width;
    }

    public void setWidth(int width) {
        this.width = width;
    }

    public int getHeight() {
        return height;
    }

    public void setHeight(int height) {
        this.height = height;
    }
}
