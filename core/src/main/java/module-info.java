/** The encoder contract, images, preprocessing, similarity and runs. What lies in {@code internal} is shared with this project's modules by name. */
@SuppressWarnings("module") // those modules are not there when this one is compiled
module io.discern {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires java.desktop;
    requires java.net.http;
    requires org.slf4j;

    exports io.discern;
    exports io.discern.dataset;
    exports io.discern.image;
    exports io.discern.preprocess;
    exports io.discern.run;
    exports io.discern.similarity;
    exports io.discern.spi;
    exports io.discern.store;
    exports io.discern.text;
    exports io.discern.internal to
            io.discern.analysis,
            io.discern.spark;
    exports io.discern.internal.checkpoint to
            io.discern.backend.cuda,
            io.discern.backend.onnx;
    exports io.discern.internal.dataset to
            io.discern.analysis;
    exports io.discern.internal.file to
            io.discern.analysis,
            io.discern.backend.onnx,
            io.discern.examples,
            io.discern.spark;
    exports io.discern.internal.image to
            io.discern.codecs,
            io.discern.dicom;
    exports io.discern.internal.model to
            io.discern.backend.cuda,
            io.discern.backend.djl,
            io.discern.backend.onnx,
            io.discern.miniatures,
            io.discern.tokenizers;
    exports io.discern.internal.preprocess to
            io.discern.backend.cuda;
    exports io.discern.internal.similarity to
            io.discern.analysis,
            io.discern.backend.cuda,
            io.discern.backend.djl,
            io.discern.backend.onnx;
    exports io.discern.internal.tower to
            io.discern.backend.cuda,
            io.discern.backend.onnx;
    exports io.discern.internal.weights to
            io.discern.backend.cuda,
            io.discern.backend.onnx;

    uses io.discern.image.ImageFormatProvider;
    uses io.discern.internal.image.Jpeg2000Engine;
    uses io.discern.internal.image.JpegEngine;
    uses io.discern.spi.EncoderProvider;
    uses io.discern.spi.PreprocessorProvider;
    uses io.discern.spi.SimilarityProvider;

    provides io.discern.spi.PreprocessorProvider with
            io.discern.internal.reference.JavaPreprocessorProvider;
    provides io.discern.spi.SimilarityProvider with
            io.discern.internal.reference.JavaSimilarityProvider;
}
