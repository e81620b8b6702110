package io.discern.spark;

import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.Shown;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is done to every picture before it is encoded.
 *
 * @param condition null for nothing
 */
record Drawing(Condition condition, long seed) implements Serializable {
    /** Pictures as they are. */
    static final Drawing NONE = new Drawing(null, 0);

    /** An image, and which class is named on it. */
    static final StructType SCHEMA = ImageRows.SCHEMA.add("named", DataTypes.StringType, false);

    /** Such a row; the name stands in it rather than in a table to join, which Spark would broadcast for each condition. */
    static Row row(Row image, String named) {
        Object[] values = new Object[SCHEMA.size()];
        Arrays.setAll(values, column -> column < image.size() ? image.get(column) : named);
        return RowFactory.create(values);
    }

    RgbImage draw(LabeledImage image, String named, Optional<PreprocessSpec> preprocessing) throws IOException {
        return condition == null ? image.source().load() : new Shown(condition, named, seed).draw(image, preprocessing);
    }
}
