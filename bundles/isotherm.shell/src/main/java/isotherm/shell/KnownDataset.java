/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.shell.fetch.RemoteFile;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A data set that the shipped experiments or the published settings use.
 *
 * @param name as the field calls it
 * @param use what it serves as: in-distribution, auxiliary or test images
 * @param reference what an experiment writes for it
 * @param paths below the data folder: files, which may have a suffix .gz more, and folders of images
 * @param origin who publishes it, and where
 * @param downloads the files it consists of, where they can be fetched and have a published checksum
 */
record KnownDataset(
        String name, String use, String reference, List<String> paths, String origin, List<RemoteFile> downloads) {
    private static final String CIFAR = "binary version, https://www.cs.toronto.edu/~kriz/cifar.html";
    private static final String ODIN =
            "list of downloads of ODIN (Liang et al., 2018), https://github.com/ShiyuLiang/odin-pytorch";
    private static final String LARGE_SCALE =
            "test sets of MOS (Huang and Li, 2021), https://github.com/deeplearning-wisc/large_scale_ood";
    private static final String MADE = "made for docs/results.md, at 32 pixels, from ";

    static final List<KnownDataset> ALL = List.of(
            new KnownDataset(
                            "CIFAR-10",
                            "ID",
                            "cifar10",
                            List.of(
                                    "cifar-10-batches-bin/data_batch_1.bin",
                                    "cifar-10-batches-bin/data_batch_2.bin",
                                    "cifar-10-batches-bin/data_batch_3.bin",
                                    "cifar-10-batches-bin/data_batch_4.bin",
                                    "cifar-10-batches-bin/data_batch_5.bin",
                                    "cifar-10-batches-bin/test_batch.bin"),
                            CIFAR)
                    .with(file(
                            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                            170_052_171L,
                            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                            "")),
            new KnownDataset(
                            "CIFAR-100",
                            "ID",
                            "cifar100",
                            List.of("cifar-100-binary/train.bin", "cifar-100-binary/test.bin"),
                            CIFAR)
                    .with(file(
                            "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
                            168_513_733L,
                            "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
                            "")),
            new KnownDataset(
                    "Tiny ImageNet",
                    "ID",
                    "tinyimagenet",
                    List.of("tiny-imagenet-200/train", "tiny-imagenet-200/val", "tiny-imagenet-200/wnids.txt"),
                    "Stanford CS231n, http://cs231n.stanford.edu/tiny-imagenet-200.zip"),
            new KnownDataset(
                    "80M TinyImages",
                    "auxiliary",
                    "npy:300K_random_images.npy",
                    List.of("300K_random_images.npy"),
                    "300,000 images cleaned for Outlier Exposure (Hendrycks et al., 2019),"
                            + " https://github.com/hendrycks/outlier-exposure"),
            new KnownDataset(
                    "Places365",
                    "auxiliary",
                    "imagefolder:places365/train",
                    List.of("places365/train"),
                    "small images, train-standard, MIT, http://places2.csail.mit.edu"),
            new KnownDataset(
                            "Places365 validation",
                            "test",
                            "imagefolder:places365/val_256",
                            List.of("places365/val_256"),
                            "small images, validation, MIT, http://places2.csail.mit.edu")
                    .with(file(
                            "http://data.csail.mit.edu/places/places365/val_256.tar",
                            525_158_400L,
                            "24b4e639ef12a0012af525bc4cb443e4ab4aaea8369a1fb009b70e4a4aad5d48",
                            "places365")),
            new KnownDataset(
                            "SVHN",
                            "test",
                            "svhn",
                            List.of("svhn/test_32x32.mat"),
                            "cropped digits (format 2), http://ufldl.stanford.edu/housenumbers")
                    .with(file(
                            "http://ufldl.stanford.edu/housenumbers/test_32x32.mat",
                            64_275_384L,
                            "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b",
                            "svhn")),
            new KnownDataset(
                            "Textures",
                            "test",
                            "imagefolder:dtd/images",
                            List.of("dtd/images"),
                            "Describable Textures Dataset, Oxford, https://www.robots.ox.ac.uk/~vgg/data/dtd")
                    .with(file(
                            "https://www.robots.ox.ac.uk/~vgg/data/dtd/download/dtd-r1.0.1.tar.gz",
                            625_239_812L,
                            "e42855a52a4950a3b59612834602aa253914755c95b0cff9ead6d07395f8e205",
                            "")),
            new KnownDataset("iSUN", "test", "imagefolder:iSUN", List.of("iSUN"), ODIN),
            new KnownDataset("LSUN-C", "test", "imagefolder:LSUN", List.of("LSUN"), ODIN),
            new KnownDataset("LSUN-R", "test", "imagefolder:LSUN_resize", List.of("LSUN_resize"), ODIN),
            new KnownDataset("iNaturalist", "test", "imagefolder:iNaturalist", List.of("iNaturalist"), LARGE_SCALE),
            new KnownDataset("SUN", "test", "imagefolder:SUN", List.of("SUN"), LARGE_SCALE),
            new KnownDataset(
                            "MNIST",
                            "test",
                            "idx:mnist",
                            List.of("mnist/t10k-images-idx3-ubyte", "mnist/t10k-labels-idx1-ubyte"),
                            "LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist")
                    .with(
                            file(
                                    "https://storage.googleapis.com/cvdf-datasets/mnist/t10k-images-idx3-ubyte.gz",
                                    1_648_877L,
                                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                                    "mnist"),
                            file(
                                    "https://storage.googleapis.com/cvdf-datasets/mnist/t10k-labels-idx1-ubyte.gz",
                                    4_542L,
                                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                                    "mnist")),
            new KnownDataset(
                            "Fashion-MNIST",
                            "test",
                            "idx:fashion-mnist?names=fashion",
                            List.of("fashion-mnist/t10k-images-idx3-ubyte", "fashion-mnist/t10k-labels-idx1-ubyte"),
                            "Zalando Research, https://github.com/zalandoresearch/fashion-mnist")
                    .with(
                            file(
                                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-images-idx3-ubyte.gz",
                                    4_422_102L,
                                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                                    "fashion-mnist"),
                            file(
                                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz",
                                    5_148L,
                                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                                    "fashion-mnist")),
            new KnownDataset(
                    "notMNIST",
                    "test",
                    "idx:notmnist?names=letters",
                    List.of("notmnist/t10k-images-idx3-ubyte", "notmnist/t10k-labels-idx1-ubyte"),
                    "Bulatov, as IDX files, https://github.com/davidflanagan/notMNIST-to-MNIST"),
            new KnownDataset(
                    "Tiny ImageNet at 32",
                    "auxiliary",
                    "imagefolder:aux-tinyimagenet32",
                    List.of("aux-tinyimagenet32"),
                    MADE + "164 classes of Tiny ImageNet unlike CIFAR-10's"),
            made("textures", "Textures"),
            made("sun", "SUN"),
            made("lsun_c_proxy", "Places365, in LSUN-C's stead"),
            made("lsun_r_proxy", "Places365, in LSUN-R's stead"));

    private static KnownDataset made(String name, String source) {
        String folder = "ood32/" + name;
        return new KnownDataset(folder, "test", "imagefolder:" + folder, List.of(folder), MADE + source);
    }

    private KnownDataset(String name, String use, String reference, List<String> paths, String origin) {
        this(name, use, reference, paths, origin, List.of());
    }

    private KnownDataset with(RemoteFile... files) {
        return new KnownDataset(name, use, reference, paths, origin, List.of(files));
    }

    private static RemoteFile file(String uri, long bytes, String sha256, String into) {
        return new RemoteFile(URI.create(uri), bytes, sha256, into);
    }

    /** What a command line calls it. */
    String key() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9/]+", "-");
    }

    /** Where it goes, below the data folder: the part that its paths share. */
    String folder() {
        String first = paths.get(0);
        if (paths.size() == 1) {
            return first;
        }
        return first.substring(0, first.lastIndexOf('/'));
    }
}
