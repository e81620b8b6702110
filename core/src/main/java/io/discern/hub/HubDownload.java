package io.discern.hub;

import io.discern.internal.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;

/** One download: whatever of a model's files is not in the cache, resumed where it stopped and checked before it counts. */
final class HubDownload {
    private static final int ATTEMPTS = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final HubCache cache;
    private final HubClient client;
    private final HubModel model;
    private final HubListener listener;

    HubDownload(HubCache cache, HubClient client, HubModel model, HubListener listener) {
        this.cache = cache;
        this.client = client;
        this.model = model;
        this.listener = listener;
    }

    /**
     * Downloads the chosen files.
     *
     * @return the tree of the commit
     */
    Path run(Hub.Choice choice) throws IOException {
        JsonObject revision = retried(model.toString(), () -> client.revision(model));
        String commit = revision.text("sha");
        if (!HubModel.isCommit(commit)) {
            throw revision.wrong("sha", "a commit");
        }
        List<String> files = choice.of(revision.textsOf("siblings", "rfilename"));
        for (String file : files) {
            cache.link(model, commit, file, content(commit, file));
        }
        cache.refer(model, commit);
        return cache.snapshotFolder(model, commit);
    }

    private Path content(String commit, String file) throws IOException {
        HubClient.Facts facts = retried(file, () -> client.facts(model, commit, file));
        Path blob = cache.blob(model, facts.id());
        if (Files.exists(blob)) {
            return blob;
        }
        Path incomplete = blob.resolveSibling(blob.getFileName() + ".incomplete");
        // Closing the channel gives the lock back.
        try (FileChannel channel = FileChannel.open(incomplete, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel, incomplete);
            retried(file, () -> {
                receive(channel, commit, file, facts.size());
                return null;
            });
            channel.force(true);
            try {
                facts.id().check(incomplete, file);
            } catch (IOException e) {
                Files.delete(incomplete);
                throw e;
            }
            Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE);
        }
        return blob;
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // another thread of this process
        }
        throw new IOException(file + ": is being downloaded by somebody else. Wait for that to end.");
    }

    /** Something that may fail because the connection breaks. */
    private interface Attempt<T> {
        T make() throws IOException;
    }

    private static <T> T retried(String what, Attempt<T> attempt) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return attempt.make();
            } catch (BrokenConnection e) {
                if (number == ATTEMPTS) {
                    throw new IOException(
                            what + ": the connection broke " + ATTEMPTS + " times, the last time because: "
                                    + e.getMessage()
                                    + ". What has arrived is kept: run it again to go on from there. If the network is "
                                    + "only slow, set HF_HUB_DOWNLOAD_TIMEOUT to more seconds.",
                            e);
                }
                pause(number);
            }
        }
    }

    /** Appends what is missing. */
    private void receive(FileChannel channel, String commit, String file, OptionalLong size) throws IOException {
        long from = channel.size();
        if (from > 0 && size.isPresent() && from == size.getAsLong()) {
            return;
        }
        HttpResponse<InputStream> response = client.content(model, commit, file, from);
        try (InputStream body = response.body()) {
            if (response.statusCode() != 206) {
                // From the start: the server does not resume, or what is here is longer than the file.
                channel.truncate(0);
                from = 0;
            }
            if (response.statusCode() == 416) {
                throw new BrokenConnection("the file has fewer bytes than arrived before");
            }
            channel.position(from);
            copy(body, channel, file, size.orElse(-1));
            if (channel.position() < size.orElse(0)) {
                throw new BrokenConnection(response.uri().getHost() + " ended it early");
            }
        } catch (BrokenConnection e) {
            throw new BrokenConnection(e.getMessage() + ", after " + channel.position() + " of "
                    + (size.isPresent() ? size.getAsLong() : "?") + " bytes");
        }
    }

    private void copy(InputStream body, FileChannel channel, String file, long size) throws IOException {
        byte[] chunk = new byte[1 << 16];
        long step = Math.max(size / 100, chunk.length);
        long next = channel.position();
        while (true) {
            if (channel.position() >= next) {
                listener.received(file, channel.position(), size);
                next = channel.position() + step;
            }
            int count = body.read(chunk);
            if (count < 0) {
                break;
            }
            ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        listener.received(file, channel.position(), size);
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(FIRST_PAUSE_MILLIS << attempt - 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
