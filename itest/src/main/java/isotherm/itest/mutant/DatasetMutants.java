/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest.mutant;

import static isotherm.api.wiring.ExtensionPoint.DATASET;

import isotherm.api.dataset.DatasetLoader;
import isotherm.api.dataset.DatasetRequest;
import isotherm.api.dataset.ImageDataset;
import isotherm.api.dataset.Mask;
import isotherm.api.dataset.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

final class DatasetMutants {
    private DatasetMutants() {}

    static List<Mutant<DatasetLoader>> all() {
        return List.of(
                opened("a label without a class", "bothSplitsHaveImagesAndLabelsInRange", d -> new Delegating(d) {
                    @Override
                    public int label(int index) {
                        return index == 3 ? d.classes().size() : d.label(index);
                    }
                }),
                opened(
                        "reading backwards gives the next image",
                        "anImageIsTheSameInWhateverOrderImagesAreRead severalThreadsReadTheSameImages",
                        d -> new Delegating(d) {
                            private int last;

                            @Override
                            public RgbImage read(int index) throws IOException {
                                RgbImage image =
                                        d.read(index >= 0 && index < last && index + 1 < d.size() ? index + 1 : index);
                                last = index;
                                return image;
                            }
                        }),
                opened(
                        "another thread gets the first image",
                        "severalThreadsReadTheSameImages",
                        d -> new Delegating(d) {
                            private final Thread opener = Thread.currentThread();

                            @Override
                            public RgbImage read(int index) throws IOException {
                                return d.read(Thread.currentThread() == opener ? index : 0);
                            }
                        }),
                opened("an image is handed out twice", "anImageBelongsToWhoReadIt", d -> new Delegating(d) {
                    private final Map<Integer, RgbImage> cache = new HashMap<>();

                    @Override
                    public synchronized RgbImage read(int index) throws IOException {
                        if (!cache.containsKey(index)) {
                            cache.put(index, d.read(index));
                        }
                        return cache.get(index);
                    }
                }),
                Mutant.of(DATASET, "each open draws other images", "DatasetContract", "twoOpensAgree", sound -> {
                    int[] opens = {0};
                    return request -> {
                        int open = opens[0]++;
                        return new Delegating(sound.open(request)) {
                            @Override
                            public RgbImage read(int index) throws IOException {
                                RgbImage image = data.read(index);
                                image.pixels()[0] ^= (byte) open;
                                return image;
                            }
                        };
                    };
                }),
                opened("the fingerprint counts reads", "theFingerprintStaysTheSame", d -> new Delegating(d) {
                    private int reads;

                    @Override
                    public RgbImage read(int index) throws IOException {
                        reads++;
                        return d.read(index);
                    }

                    @Override
                    public String fingerprint() {
                        return d.fingerprint() + reads;
                    }
                }),
                opened(
                        "an index out of range is the nearest in range",
                        "anIndexOutOfRangeIsRefused",
                        d -> new Delegating(d) {
                            @Override
                            public RgbImage read(int index) throws IOException {
                                return d.read(Math.max(0, Math.min(index, d.size() - 1)));
                            }
                        }),
                opened("a mask of one pixel", "aMaskIsAsLargeAsItsImage", d -> new Delegating(d) {
                    @Override
                    public Optional<Mask> mask(int index) {
                        return Optional.of(new Mask(1, 1, new boolean[1]));
                    }
                }),
                opened("it warns of nothing, in a line without words", "aWarningIsALine", d -> new Delegating(d) {
                    @Override
                    public List<String> warnings() {
                        return List.of(" ");
                    }
                }),
                Mutant.of(
                        DATASET,
                        "without its folder it opens something else",
                        "DatasetContract",
                        "aDataFolderWithoutTheDataIsRefusedInOneLine",
                        sound -> request -> sound.open(
                                Files.exists(request.root())
                                        ? request
                                        : new DatasetRequest(
                                                request.split(), request.root(), "aux", request.options(), 9))),
                Mutant.of(
                        DATASET,
                        "unknown options are ignored",
                        "DatasetContract",
                        "anUnknownOptionIsRefused",
                        sound -> request -> {
                            var known = new HashMap<>(request.options());
                            known.keySet().retainAll(List.of("count"));
                            return sound.open(new DatasetRequest(
                                    request.split(), request.root(), request.location(), known, request.seed()));
                        }),
                opened("closing twice fails", "closingEndsOneOpenSetAlone", d -> new Delegating(d) {
                    private boolean closed;

                    @Override
                    public void close() {
                        if (closed) {
                            throw new IllegalStateException("closed");
                        }
                        closed = true;
                    }
                }));
    }

    private static Mutant<DatasetLoader> opened(String fault, String caught, UnaryOperator<ImageDataset> broken) {
        return Mutant.of(
                DATASET, fault, "DatasetContract", caught, sound -> request -> broken.apply(sound.open(request)));
    }

    private static class Delegating implements ImageDataset {
        final ImageDataset data;

        Delegating(ImageDataset data) {
            this.data = data;
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public List<String> classes() {
            return data.classes();
        }

        @Override
        public int label(int index) {
            return data.label(index);
        }

        @Override
        public RgbImage read(int index) throws IOException {
            return data.read(index);
        }

        @Override
        public Optional<Mask> mask(int index) {
            return data.mask(index);
        }

        @Override
        public String fingerprint() {
            return data.fingerprint();
        }

        @Override
        public List<String> warnings() {
            return data.warnings();
        }

        @Override
        public void close() {
            data.close();
        }
    }
}
