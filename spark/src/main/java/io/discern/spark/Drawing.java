package io.discern.spark;

import io.discern.analysis.overlay.run.Condition;
import io.discern.analysis.overlay.run.Shown;
import io.discern.dataset.LabeledImage;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
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

    /** Which class is named on which row. */
    static final StructType NAMED =
            new StructType().add("row", DataTypes.LongType, false).add("named", DataTypes.StringType, false);

    RgbImage draw(LabeledImage image, String named, Optional<PreprocessSpec> preprocessing) throws IOException {
        return condition == null ? image.source().load() : new Shown(condition, named, seed).draw(image, preprocessing);
    }
}
