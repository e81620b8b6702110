package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.map.MapMethod;
import io.discern.analysis.map.MapQuality;
import io.discern.analysis.map.Tsne;
import io.discern.analysis.map.Umap;
import io.discern.benchmarks.PeerRow.Turns;
import io.discern.image.ImageDecoder;
import io.discern.preprocess.PixelBatch;
import io.discern.preprocess.Preprocessor;
import io.discern.preprocess.Presets;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures read, and maps drawn. */
final class PicturePeers {
    private static final int DIM = 512;
    private static final int PHOTOS = 15;
    private static final int MOST_JUDGED = 20_000;

    private PicturePeers() {}

    static List<PeerRow> rows() {
        return List.of(
                new PeerRow(
                        "jpeg",
                        PHOTOS + " of 1024 x 768 to a CLIP tensor, one thread",
                        0.5,
                        new Turns(25, 60),
                        List.of("jpeg"),
                        PicturePeers::jpeg),
                map("tsne", 5_000, 0.5, new Turns(3, 1), List.of("tsne"), Tsne.standard()),
                map("tsne-70k", 70_000, 0, Turns.ONCE, List.of(), Tsne.standard()),
                map("umap", 20_000, 0, new Turns(2, 1), List.of(), Umap.standard()));
    }

    /** The value is the trustworthiness, of more rows than {@value #MOST_JUDGED} that of as many of them among themselves. */
    private static PeerRow map(String name, int count, double goal, Turns turns, List<String> peers, MapMethod method) {
        return new PeerRow(name, String.format("%,d x %d", count, DIM), goal, turns, peers, folder -> {
            float[] x = PeerData.clustered(count, DIM, 11);
            PeerData.write(folder, "unit", x, DIM);
            LabeledEmbeddings data = LabeledEmbeddings.of(Embeddings.ofRows(DIM, x), PeerData.labels(count));
            return new PeerRow.Subject(
                    () -> {
                        double[][] points = method.place(data, 1);
                        return () -> trustworthiness(data, points);
                    },
                    List.of(data));
        });
    }

    private static double trustworthiness(LabeledEmbeddings data, double[][] points) {
        int step = (points.length + MOST_JUDGED - 1) / MOST_JUDGED;
        int[] rows =
                IntStream.range(0, points.length).filter(row -> row % step == 0).toArray();
        double[][] places = IntStream.of(rows).mapToObj(row -> points[row]).toArray(double[][]::new);
        try (LabeledEmbeddings judged = data.select(rows)) {
            return MapQuality.of(judged, places, 15).trustworthiness();
        }
    }

    private static PeerRow.Subject jpeg(Path folder) throws IOException {
        byte[] photo = PhotoLike.jpeg(1024, 768, 7);
        Files.write(folder.resolve("photo.jpg"), photo);
        Preprocessor preprocessor = Preprocessor.of(Presets.open("clip-vit-base-patch32"));
        PixelBatch batch = preprocessor.newBatch(1);
        return new PeerRow.Subject(
                () -> {
                    for (int i = 0; i < PHOTOS; i++) {
                        decode(photo, preprocessor, batch);
                    }
                    return () -> sum(batch.values());
                },
                List.of());
    }

    private static void decode(byte[] photo, Preprocessor preprocessor, PixelBatch batch) {
        try {
            preprocessor.preprocess(List.of(ImageDecoder.standard().decode(photo, "photo-like")), batch);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double sum(FloatBuffer values) {
        double sum = 0;
        for (int i = 0; i < values.limit(); i++) {
            sum += values.get(i);
        }
        return sum;
    }
}
