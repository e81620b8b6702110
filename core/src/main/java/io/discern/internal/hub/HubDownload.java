package io.discern.internal.hub;

import io.discern.HubListener;
import io.discern.internal.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
        return cache.checked(cache.snapshotFolder(model, commit));
    }

    private Path content(String commit, String file) throws IOException {
        HubClient.Facts facts = retried(file, () -> client.facts(model, commit, file));
        Path blob = cache.blob(model, facts.id());
        Path incomplete = blob.resolveSibling(blob.getFileName() + ".incomplete");
        if (Files.exists(blob)) {
            return blob;
        }
        DownloadLock lock = DownloadLock.of(
                cache.lock(model, facts.id()), incomplete, client.silence().multipliedBy(ATTEMPTS));
        try {
            // Whoever had the lock before may have done it all.
            if (!Files.exists(blob)) {
                receive(new Received(file, incomplete, facts.size(), listener), commit, facts.id());
                Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            lock.close();
        }
        return blob;
    }

    private void receive(Received received, String commit, BlobId id) throws IOException {
        boolean worthKeeping = false;
        try (FileChannel channel = FileChannel.open(
                received.place(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            retried(received.file(), () -> {
                receive(received, channel, commit);
                return null;
            });
            channel.force(true);
            id.check(received.place(), received.file());
            worthKeeping = true;
        } catch (GivenUp e) {
            worthKeeping = true;
            throw e;
        } finally {
            if (!worthKeeping) {
                Files.deleteIfExists(received.place());
            }
        }
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
                    throw new GivenUp(
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
    private void receive(Received received, FileChannel channel, String commit) throws IOException {
        OptionalLong size = received.size();
        if (channel.size() > size.orElse(Long.MAX_VALUE)) {
            channel.truncate(0);
        }
        long from = channel.size();
        if (from > 0 && size.isPresent() && from == size.getAsLong()) {
            return;
        }
        received.requireRoom(from);
        HttpResponse<InputStream> response = client.content(model, commit, received.file(), from);
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
            received.append(body, channel);
            if (channel.position() < size.orElse(0)) {
                throw new BrokenConnection(response.uri().getHost() + " ended it early");
            }
        } catch (BrokenConnection e) {
            throw new BrokenConnection(e.getMessage() + ", after " + channel.position() + " of "
                    + (size.isPresent() ? size.getAsLong() : "?") + " bytes");
        }
    }

    private static void pause(int attempt) throws IOException {
        try {
            Thread.sleep(FIRST_PAUSE_MILLIS << attempt - 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenUp("interrupted", e);
        }
    }
}
