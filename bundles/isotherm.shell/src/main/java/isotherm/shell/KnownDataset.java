/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import java.util.List;

/**
 * A data set that the shipped experiments or the published settings use.
 *
 * @param name as the field calls it
 * @param use what it serves as: in-distribution, auxiliary or test images
 * @param reference what an experiment writes for it
 * @param paths below the data folder: files, which may have a suffix .gz more, and folders of images
 * @param origin who publishes it, and where
 */
record KnownDataset(String name, String use, String reference, List<String> paths, String origin) {
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
                    CIFAR),
            new KnownDataset(
                    "CIFAR-100",
                    "ID",
                    "cifar100",
                    List.of("cifar-100-binary/train.bin", "cifar-100-binary/test.bin"),
                    CIFAR),
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
                    "imagefolder:places365",
                    List.of("places365/train"),
                    "small images, train-standard, MIT, http://places2.csail.mit.edu"),
            new KnownDataset(
                    "Places365 validation",
                    "test",
                    "imagefolder:places365/val_256",
                    List.of("places365/val_256"),
                    "small images, validation, MIT, http://places2.csail.mit.edu"),
            new KnownDataset(
                    "SVHN",
                    "test",
                    "svhn",
                    List.of("svhn/test_32x32.mat"),
                    "cropped digits (format 2), http://ufldl.stanford.edu/housenumbers"),
            new KnownDataset(
                    "Textures",
                    "test",
                    "imagefolder:dtd/images",
                    List.of("dtd/images"),
                    "Describable Textures Dataset, Oxford, https://www.robots.ox.ac.uk/~vgg/data/dtd"),
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
                    "LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist"),
            new KnownDataset(
                    "Fashion-MNIST",
                    "test",
                    "idx:fashion-mnist?names=fashion",
                    List.of("fashion-mnist/t10k-images-idx3-ubyte", "fashion-mnist/t10k-labels-idx1-ubyte"),
                    "Zalando Research, https://github.com/zalandoresearch/fashion-mnist"),
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

    /** Where it goes, below the data folder: the part that its paths share. */
    String folder() {
        String first = paths.get(0);
        if (paths.size() == 1) {
            return first;
        }
        return first.substring(0, first.lastIndexOf('/'));
    }
}
